package dev.everline.storage.embedded;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs PostgreSQL's programs as the server's user, and tells why one has failed. */
final class ServerPrograms {

  private static final int START_SECONDS = 60;

  /** How the system's C library says it in English, which the programs are run in. */
  private static final String NO_SPACE = "No space left on device";

  /** A disk with less is full: a new database takes forty times as much. */
  private static final long FULL = 1L << 20;

  private final Path home;
  private final Path folder;
  private final ServerUser user;

  /**
   * @param folder with the programs, such as {@code bin/pg_ctl}
   */
  ServerPrograms(Path home, Path folder, ServerUser user) {
    this.home = home;
    this.folder = folder;
    this.user = user;
  }

  Path folder() {
    return folder;
  }

  /** Starts the server and waits until it takes connections. */
  void start(Path data, Path log) throws IOException {
    control(
        "start",
        List.of(
            "-D",
            data.toString(),
            "-l",
            log.toString(),
            "-w",
            "-t",
            Integer.toString(START_SECONDS)));
  }

  /** Stops the server and waits until it has written all. */
  void stop(Path data) throws IOException {
    control("stop", List.of("-D", data.toString(), "-m", "fast", "-w", "-t", "60"));
  }

  /** Stops the server at once; what it holds is given up. */
  void stopImmediately(Path data) throws IOException {
    control("stop", List.of("-D", data.toString(), "-m", "immediate", "-w"));
  }

  /**
   * Fills an empty folder with a new database.
   *
   * @param secret the file with the password of its user
   */
  void initdb(Path empty, String user, Path secret) throws IOException {
    execute(
        folder.resolve("bin/initdb"),
        List.of(
            "-D",
            empty.toString(),
            "-U",
            user,
            "-E",
            "UTF8",
            "--locale=C",
            "--auth=scram-sha-256",
            "--pwfile=" + secret),
        home.resolve("initdb.log"));
    Files.writeString(
        empty.resolve("postgresql.conf"),
        "\ninclude_if_exists = 'everline.conf'\n",
        StandardOpenOption.APPEND,
        StandardOpenOption.DSYNC);
  }

  private void control(String act, List<String> arguments) throws IOException {
    List<String> all = new ArrayList<>();
    all.add(act);
    all.addAll(arguments);
    execute(folder.resolve("bin/pg_ctl"), all, home.resolve("pg_ctl.log"));
  }

  private void execute(Path program, List<String> arguments, Path log) throws IOException {
    List<String> command = new ArrayList<>(user.prefix());
    command.add(program.toString());
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("LC_ALL", "C");
    // The C library keeps what a batch's arrays took, rather than give it back to the system page
    // by page and ask for it again with the next batch.
    builder.environment().put("MALLOC_TRIM_THRESHOLD_", "16777216");
    builder.environment().put("MALLOC_MMAP_THRESHOLD_", "16777216");
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    Process process = builder.start();
    try {
      if (!process.waitFor(START_SECONDS + 30L, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw failed(program, "did not end in time", log);
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw failed(program, "was interrupted", log);
    }
    if (process.exitValue() != 0) {
      throw failed(program, "ended with " + process.exitValue(), log);
    }
  }

  private ProblemException failed(Path program, String how, Path log) throws IOException {
    List<String> lines = new ArrayList<>(lastLines(log));
    lines.addAll(lastLines(home.resolve("postgresql.log")));
    // On a full disk the log itself may be empty.
    if (lines.stream().anyMatch(line -> line.contains(NO_SPACE)) || bytesLeft(home) < FULL) {
      return full(home, null);
    }
    return new ProblemException(
        ProblemType.UNAVAILABLE,
        "The embedded PostgreSQL can't be used: "
            + program.getFileName()
            + " "
            + how
            + " in '"
            + home
            + "'. Its last output: "
            + String.join(" | ", lines)
            + " (When run as root, the folders above the data folder must be accessible to the server's user; EVERLINE_HOME sets another data folder.)");
  }

  /** Whether a failure tells that the disk is full. */
  static boolean isFull(Exception failure) {
    return String.valueOf(failure.getMessage()).contains(NO_SPACE);
  }

  static ProblemException full(Path home, @Nullable Exception cause) {
    String words =
        "The disk of the data folder '"
            + home
            + "' is full, so the database can't be started. Nothing acknowledged is lost; free up space on it, or set EVERLINE_HOME to another folder.";
    return cause == null
        ? new ProblemException(ProblemType.UNAVAILABLE, words)
        : new ProblemException(ProblemType.UNAVAILABLE, words, cause);
  }

  /** What the disk of its data has left for it; as good as any where that can't be asked. */
  static long bytesLeft(Path home) {
    try {
      return Files.getFileStore(home).getUsableSpace();
    } catch (IOException unknown) {
      return Long.MAX_VALUE;
    }
  }

  private static List<String> lastLines(Path log) throws IOException {
    if (!Files.exists(log)) {
      return List.of();
    }
    List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
    return lines.subList(Math.max(0, lines.size() - 4), lines.size());
  }
}
