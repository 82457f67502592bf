package dev.everline.channel.cli;

import dev.everline.kernel.Fatal;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.storage.Outage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.tomcat.ConnectorStartFailedException;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.dao.DataAccessException;
import org.yaml.snakeyaml.error.YAMLException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Turns what went wrong into one sentence and an exit code. Where it went wrong is shown only with
 * {@code EVERLINE_DEBUG=1}. A failure that nobody foresaw is named by its kind alone, since its
 * message may hold somebody's number.
 */
final class Problems implements IParameterExceptionHandler, IExecutionExceptionHandler {

  private static final int UNFORESEEN = 1;

  /** As Java says it of a folder that is read as a file. */
  private static final String IS_A_FOLDER = "Is a directory";

  private final Map<String, String> environment;
  private final boolean debugging;

  Problems(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
    debugging = "1".equals(environment.get("EVERLINE_DEBUG"));
  }

  @Override
  public int handleParseException(ParameterException wrong, String[] args) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("everline: " + wrong.getMessage());
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(wrong, err)) {
      err.println("See: " + command.getCommandSpec().qualifiedName() + " --help");
    }
    err.flush();
    return ProblemType.INVALID_VALUE.exitCode();
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    if (debugging) {
      failure.printStackTrace(err);
    }
    int exitCode = tell(failure, err);
    err.flush();
    return exitCode;
  }

  private int tell(Exception failure, PrintWriter err) {
    if (Outage.isDiskFull(failure)) {
      err.println(
          "everline: the database's disk is full. Nothing acknowledged is lost; free up space"
              + " and run this again.");
      return ProblemType.UNAVAILABLE.exitCode();
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case ProblemException problem -> {
          return told(problem, err);
        }
        case OutOfMemoryError tooLittle -> {
          err.println(
              "everline: Java ran out of its "
                  + Memory.now().heap()
                  + " MiB of memory. Nothing acknowledged"
                  + " is lost; allow more with EVERLINE_JAVA_OPTS, such as"
                  + " EVERLINE_JAVA_OPTS=-Xmx512m.");
          return Fatal.EXIT_CODE;
        }
        case DataAccessException gone when Outage.is(gone) -> {
          err.println(
              "everline: the database can't be reached or is too busy ("
                  + Outage.words(gone)
                  + "). Nothing acknowledged is lost; run this again in a minute.");
          return ProblemType.UNAVAILABLE.exitCode();
        }
        case BindException wrong -> {
          return told(WrongSetting.of(wrong), err);
        }
        case YAMLException yaml -> {
          return told(WrongYaml.of(yaml, Path.of("").toAbsolutePath(), environment), err);
        }
        case java.net.BindException _ -> {
          err.println(
              "everline: the server can't listen on its address; set"
                  + " SERVER_ADDRESS to one of this machine's, such as 127.0.0.1, or to 0.0.0.0 for all.");
          return ProblemType.CONFIGURATION.exitCode();
        }
        case ConnectorStartFailedException taken -> {
          return toldOfPort(
              taken.getPort(), "or closed to this user", "--lan-port or --setup-port", err);
        }
        case PortInUseException taken -> {
          return toldOfPort(
              taken.getPort(), "by another program", "--port, or 0 for a free one", err);
        }
        case IOException folder when IS_A_FOLDER.equals(folder.getMessage()) -> {
          err.println("everline: a folder was named where a file is needed; name a file in it.");
          return ProblemType.INVALID_VALUE.exitCode();
        }
        case FileSystemException file -> {
          err.println("everline: the file '" + file.getFile() + "' " + whyUnusable(file) + ".");
          return ProblemType.INVALID_VALUE.exitCode();
        }
        default -> {
          // look at what caused it
        }
      }
    }
    err.println(
        "everline: unexpected failure ("
            + rootOf(failure).getClass().getSimpleName()
            + "). Nothing acknowledged is lost. Run it again with EVERLINE_DEBUG=1 to see"
            + " where it failed.");
    return UNFORESEEN;
  }

  private static int told(ProblemException problem, PrintWriter err) {
    err.println("everline: " + problem.getMessage());
    return problem.type().exitCode();
  }

  private static int toldOfPort(int port, String by, String option, PrintWriter err) {
    err.println(
        "everline: port " + port + " is in use " + by + "; choose another with " + option + ".");
    return ProblemType.UNAVAILABLE.exitCode();
  }

  private static String whyUnusable(FileSystemException failure) {
    return switch (failure) {
      case NoSuchFileException missing -> "doesn't exist; check its path";
      case FileAlreadyExistsException there -> "already exists; choose another name";
      case AccessDeniedException denied -> "can't be opened; check its permissions";
      default -> "can't be used: " + failure.getReason();
    };
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
