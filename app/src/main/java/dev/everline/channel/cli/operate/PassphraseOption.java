package dev.everline.channel.cli.operate;

import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The passphrase of a backup's keys: from a file, from the environment, or typed unseen. Never an
 * argument, which every user of the machine could read.
 */
final class PassphraseOption {

  private static final String VARIABLE = "EVERLINE_BACKUP_PASSPHRASE";

  private final Map<String, String> environment;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description =
          "A file whose first line is the passphrase for the backup's keys. Default: "
              + VARIABLE
              + ", or a prompt.")
  private @Nullable Path file;

  PassphraseOption(Map<String, String> environment) {
    this.environment = environment;
  }

  /** One to open with. */
  char[] known() {
    char[] given = given();
    return given == null ? asked("Passphrase for the backup's keys: ") : given;
  }

  /** One to seal with; typed twice. */
  char[] fresh() {
    char[] given = given();
    if (given != null) {
      return given;
    }
    char[] typed = asked("New passphrase for the backup's keys: ");
    char[] again = asked("Repeat it: ");
    boolean same = Arrays.equals(typed, again);
    Arrays.fill(again, '\0');
    if (!same) {
      throw InvalidValue.withoutValue(
          "passphrase", "differs from its repetition", "type the same one twice");
    }
    return typed;
  }

  private char @Nullable [] given() {
    if (file != null) {
      try {
        return Files.readString(file).lines().findFirst().orElse("").toCharArray();
      } catch (IOException unreadable) {
        throw new ProblemException(
            ProblemType.INVALID_VALUE,
            "The passphrase file '" + file + "' can't be read; check its path and permissions.",
            unreadable);
      }
    }
    String set = environment.get(VARIABLE);
    return set == null || set.isEmpty() ? null : set.toCharArray();
  }

  /** JDK 25 has no console again where input or output is a file or a pipe (JDK-8351435). */
  @SuppressWarnings("SystemConsoleNull")
  private static char[] asked(String prompt) {
    Console console = System.console();
    char[] typed = console != null && console.isTerminal() ? console.readPassword(prompt) : null;
    if (typed == null) {
      throw new ProblemException(
          ProblemType.INVALID_VALUE,
          "There is no terminal to ask for the passphrase for the backup's keys; use"
              + " --passphrase-file or "
              + VARIABLE
              + ".");
    }
    return typed;
  }
}
