package dev.everline.backup;

import dev.everline.TestClock;
import dev.everline.notice.push.PushKeys;
import dev.everline.storage.StorageSettings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Another process that restores into a data folder and dies on the way, as by a power cut. */
final class KilledRestore {

  private static final int KILLED = 137;

  private KilledRestore() {}

  /**
   * @param at the beginning of the name of a file in the folder, whose appearance kills it; or
   *     {@code table:} and what it is then at
   * @return whether it was killed, rather than came to its end
   */
  static boolean run(Path home, Path backup, String passphrase, String at) throws Exception {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                KilledRestore.class.getName(),
                home.toString(),
                backup.toString(),
                passphrase,
                at)
            .redirectOutput(new File("/dev/null"))
            .redirectError(new File("/dev/null"))
            .start();
    return process.waitFor() == KILLED;
  }

  public static void main(String[] args) throws IOException {
    Path home = Path.of(args[0]);
    String at = args[3];
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              while (!appeared(home, at)) {
                Thread.onSpinWait();
              }
              Runtime.getRuntime().halt(KILLED);
            });
    new Restores(
            StorageSettings.embedded(home, 2),
            new PushKeys(home.resolve("push-keys")),
            home.resolve("catalog"),
            new TestClock("2026-11-26T15:00:00Z"))
        .restore(
            Path.of(args[1]),
            args[2]::toCharArray,
            (what, done, all) -> {
              if (at.equals("table:" + what) && Files.exists(home.resolve("restoring"))) {
                Runtime.getRuntime().halt(KILLED);
              }
            });
  }

  private static boolean appeared(Path home, String name) {
    if (!Files.exists(home)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(home)) {
      List<String> names = entries.map(entry -> String.valueOf(entry.getFileName())).toList();
      return names.contains(name)
          || (name.endsWith("*")
              && names.stream()
                  .anyMatch(one -> one.startsWith(name.substring(0, name.length() - 1))));
    } catch (IOException | java.io.UncheckedIOException vanished) {
      return false;
    }
  }
}
