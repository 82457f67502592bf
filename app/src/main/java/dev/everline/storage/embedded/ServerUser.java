package dev.everline.storage.embedded;

import dev.everline.storage.StorageSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The Unix user that the server runs as when we are root, which PostgreSQL refuses to be: the owner
 * of its folder or, where that is root too, {@code postgres} where that user exists, else {@code
 * nobody}. When we aren't root, the server is ours and nothing is given to anybody.
 */
final class ServerUser {

  private static final Path USERS = Path.of("/etc/passwd");
  private static final Owner NOBODY = new Owner(65534, 65534);

  private final List<Path> folders;

  /**
   * @param folders whose owner it is, the first that exists and isn't root's
   */
  ServerUser(List<Path> folders) {
    this.folders = List.copyOf(folders);
  }

  private record Owner(int uid, int gid) {}

  /** What comes before a command that is to run as this user. */
  List<String> prefix() throws IOException {
    if (!StorageSettings.isRoot()) {
      return List.of();
    }
    Owner owner = owner();
    return List.of(
        "setpriv", "--reuid=" + owner.uid(), "--regid=" + owner.gid(), "--clear-groups", "--");
  }

  /** Makes a file the server's. */
  void give(Path file) throws IOException {
    if (StorageSettings.isRoot()) {
      give(file, owner());
    }
  }

  /** Makes a new folder the server's, whose owner then says who the server is. */
  static void giveNew(Path folder) throws IOException {
    if (StorageSettings.isRoot()) {
      give(folder, usual());
    }
  }

  private Owner owner() throws IOException {
    for (Path folder : folders) {
      if (Files.exists(folder)) {
        int uid = (Integer) Files.getAttribute(folder, "unix:uid");
        if (uid != 0) {
          return new Owner(uid, (Integer) Files.getAttribute(folder, "unix:gid"));
        }
      }
    }
    return usual();
  }

  private static Owner usual() throws IOException {
    for (String name : List.of("postgres", "nobody")) {
      try (Stream<String> lines = Files.lines(USERS)) {
        Optional<String> line = lines.filter(entry -> entry.startsWith(name + ":")).findFirst();
        if (line.isPresent()) {
          String[] fields = line.get().split(":", -1);
          return new Owner(Integer.parseInt(fields[2]), Integer.parseInt(fields[3]));
        }
      }
    }
    return NOBODY;
  }

  private static void give(Path file, Owner owner) throws IOException {
    Files.setAttribute(file, "unix:uid", owner.uid());
    Files.setAttribute(file, "unix:gid", owner.gid());
  }
}
