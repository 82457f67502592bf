package dev.everline.portal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A data folder that is gone afterwards. */
public final class Scratch implements AutoCloseable {

  private final Path path;

  /**
   * @param name for people who find it while it is there
   */
  public Scratch(String name) {
    // PostgreSQL runs as another user when we are root, who can't come into a folder made private.
    this.path =
        Path.of(
            System.getProperty("java.io.tmpdir"),
            "everline-" + name + "-" + ProcessHandle.current().pid() + "-" + System.nanoTime());
  }

  public Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    List<Path> tree;
    try (Stream<Path> found = Files.walk(path)) {
      tree = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : tree) {
      // A database that is still stopping takes its own files away.
      Files.deleteIfExists(each);
    }
  }
}
