package dev.everline.storage.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The file in which PostgreSQL notes the process of its server and where it listens. */
final class PostmasterFile {

  private final Path file;

  PostmasterFile(Path data) {
    this.file = data.resolve("postmaster.pid");
  }

  record Postmaster(long pid, int port) {}

  /** The server, where it runs and is ready for connections. */
  Optional<Postmaster> running() {
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      List<String> lines = Files.readAllLines(file);
      if (lines.size() < 8 || !lines.get(7).strip().equals("ready")) {
        return Optional.empty();
      }
      long pid = Long.parseLong(lines.get(0).strip());
      boolean alive =
          ProcessHandle.of(pid)
              .filter(ProcessHandle::isAlive)
              .flatMap(process -> process.info().command())
              .map(command -> command.contains("postgres"))
              .orElse(false);
      return alive
          ? Optional.of(new Postmaster(pid, Integer.parseInt(lines.get(3).strip())))
          : Optional.empty();
    } catch (IOException | NumberFormatException unreadable) {
      return Optional.empty();
    }
  }

  /** Whether its process lives, even if it isn't ready yet. */
  boolean isAlive() {
    try {
      List<String> lines = Files.readAllLines(file);
      return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
          .filter(ProcessHandle::isAlive)
          .flatMap(process -> process.info().command())
          .filter(command -> command.contains("postgres"))
          .isPresent();
    } catch (IOException | RuntimeException none) {
      return false;
    }
  }

  /**
   * After a crash the number of the dead server may be that of another program, which PostgreSQL
   * would take for a running server. A number that nobody has, PostgreSQL itself passes over.
   */
  void removeIfOfAnotherProgram() throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    List<String> lines = Files.readAllLines(file);
    boolean anotherPrograms =
        lines.isEmpty()
            || !lines.getFirst().strip().matches("[0-9]{1,18}")
            || ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                .flatMap(process -> process.info().command())
                .filter(command -> !command.contains("postgres"))
                .isPresent();
    if (anotherPrograms) {
      Files.delete(file);
    }
  }
}
