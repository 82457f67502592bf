package dev.everline.channel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class EverlineCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Command(name = "failing")
  record Failing(Exception failure) implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
      throw failure;
    }
  }

  @Test
  void withoutACommandItShowsWhatThereIs() {
    assertThat(everline().execute()).isZero();
    assertThat(out.toString()).contains("serve").contains("completion").doesNotContain("rehearse");
  }

  @Test
  void anUnknownCommandIsAUsageErrorInOneSentence() {
    assertThat(everline().execute("rennew")).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).startsWith("everline: ").contains("rennew").hasLineCount(2);
  }

  @Test
  void completionIsAScriptForTheShell() {
    assertThat(everline().execute("completion")).isZero();
    assertThat(out.toString()).contains("complete -F _complete_everline");
  }

  @Test
  void aPortBeyondTheLastIsRefusedWithTheRemedy() {
    assertThat(everline().execute("serve", "--port", "70000")).isEqualTo(2);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "everline: port '70000' is not between 0 and 65535; give a free port.");
  }

  @Test
  void aProblemIsToldInItsOwnWordsAndByItsExitCode() {
    for (ProblemType type : ProblemType.values()) {
      err.getBuffer().setLength(0);
      assertThat(execute(new ProblemException(type, "The wallet is empty; fund it.")))
          .isEqualTo(type.exitCode());
      assertThat(err.toString())
          .isEqualToIgnoringNewLines("everline: The wallet is empty; fund it.");
    }
  }

  @Test
  void aProblemBeneathOtherFailuresIsFound() {
    Exception problem = InvalidValue.of("price", "-1", "is negative", "give one above zero");

    assertThat(execute(new IllegalStateException("could not start", problem))).isEqualTo(2);
    assertThat(err.toString()).contains("price '-1' is negative; give one above zero.");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThat(execute(new NoSuchFileException("lines.csv"))).isEqualTo(2);
    assertThat(err.toString()).contains("the file 'lines.csv' doesn't exist");
  }

  @Test
  void anUnforeseenFailureDoesNotShowWhatItsMessageMayHold() {
    assertThat(execute(new IllegalStateException("(iccid)=(8901260000000000006)"))).isEqualTo(1);
    assertThat(err.toString())
        .contains("IllegalStateException")
        .contains("EVERLINE_DEBUG=1")
        .doesNotContain("8901260000000000006");
  }

  @Test
  void aFullDiskOfTheDatabaseIsSaidAndNotCalledUnforeseen() {
    SQLException full = new SQLException("could not extend file", "53100");
    for (Exception failure :
        List.of(
            new IllegalStateException("it failed", full),
            new NonTransientDataAccessResourceException("transaction", full),
            new ProblemException(ProblemType.CONFIGURATION, "The schema can't be made", full))) {
      err.getBuffer().setLength(0);
      assertThat(execute(failure)).isEqualTo(ProblemType.UNAVAILABLE.exitCode());
      assertThat(err.toString()).contains("the database's disk is full").contains("free up space");
    }
  }

  @Test
  void aDatabaseThatIsAwayIsUnavailable() {
    SQLException gone = new SQLException("closed", "08006");
    assertThat(execute(new DataAccessResourceFailureException("read", gone)))
        .isEqualTo(ProblemType.UNAVAILABLE.exitCode());
    assertThat(err.toString()).contains("can't be reached").contains("SQL state 08006");
  }

  @Test
  void debuggingShowsWhereItFailed() {
    Problems debugging = new Problems(Map.of("EVERLINE_DEBUG", "1"));

    assertThat(execute(new IllegalStateException("here"), debugging)).isEqualTo(1);
    assertThat(err.toString()).contains("EverlineCommandTest");
  }

  @Test
  void everyCommandAndEveryExitCodeIsDocumented() throws IOException {
    String document = Files.readString(Path.of("../docs/command-line.md"));

    for (CommandLine command : everline().getSubcommands().values()) {
      if (!command.getCommandSpec().usageMessage().hidden()) {
        assertThat(document).contains("| `" + command.getCommandName());
      }
    }
    for (ProblemType type : ProblemType.values()) {
      assertThat(document)
          .containsPattern("(?m)^\\| " + type.exitCode() + " \\|.*`" + type.slug() + "`");
    }
  }

  private int execute(Exception failure) {
    return execute(failure, new Problems(Map.of()));
  }

  private int execute(Exception failure, Problems problems) {
    return withStreams(new CommandLine(new Failing(failure)))
        .setExecutionExceptionHandler(problems)
        .execute();
  }

  private CommandLine everline() {
    return withStreams(EverlineCommand.commandLine(new Services(EverlineCommandTest.class)));
  }

  private CommandLine withStreams(CommandLine command) {
    return command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
  }
}
