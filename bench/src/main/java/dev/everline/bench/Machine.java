package dev.everline.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Says on what machine a run was made. */
final class Machine {

  private Machine() {}

  static String describe() {
    return "%d processors (%s), %s of memory, %s %s, Java %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            fromFile("/proc/cpuinfo", "model name"),
            fromFile("/proc/meminfo", "MemTotal"),
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            Runtime.version());
  }

  private static String fromFile(String file, String name) {
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException unknown) {
      return "unknown";
    }
  }
}
