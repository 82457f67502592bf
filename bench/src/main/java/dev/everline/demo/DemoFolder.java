package dev.everline.demo;

import dev.everline.catalog.bundle.BundleCopy;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.storage.StorageSettings;
import dev.everline.storage.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The demo's own folder: its database, the sandbox's books and where its clock stands. One demo at
 * a time uses it. Nothing of the owner's is ever in it, so it may be deleted.
 */
final class DemoFolder implements AutoCloseable {

  private static final String LOCK = "demo.lock";
  private static final String STATE = "demo.json";
  private static final String RESTORED = "restored";
  private static final String BACKUP = "demo.backup";
  private static final String BUNDLE = "catalog.bundle";
  private static final int CONNECTIONS = 16;
  private static final List<String> OURS =
      List.of("database", "sandbox", "rejects", RESTORED, BACKUP, BUNDLE, STATE);

  private final Path root;
  private final FileChannel channel;
  private final JsonMapper json = new JsonMapper();

  private DemoFolder(Path root, FileChannel channel) {
    this.root = root;
    this.channel = channel;
  }

  /** Not the one of the owner's own installation. */
  BundleCopy bundleCopy() {
    return new BundleCopy(root.resolve(BUNDLE));
  }

  /**
   * Takes the folder, and makes it where it is missing.
   *
   * @param fresh whether what an earlier demo left is deleted
   * @throws ProblemException CONFLICT when another demo runs in it or it isn't a demo's
   */
  static DemoFolder open(Path root, boolean fresh) throws IOException {
    requireOurs(root);
    Files.createDirectories(root);
    FileChannel channel =
        FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    DemoFolder folder = new DemoFolder(root, channel);
    if (tryLock(channel) == null) {
      channel.close();
      throw new ProblemException(
          ProblemType.CONFLICT,
          "Another demo runs in '" + root + "'; stop it, or give this one its own EVERLINE_HOME.");
    }
    if (fresh) {
      folder.clear();
    }
    Files.createDirectories(folder.rejects());
    return folder;
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException sameProcess) {
      return null;
    }
  }

  /** A folder of somebody else's that happens to have this name is left alone. */
  private static void requireOurs(Path root) throws IOException {
    if (!Files.exists(root) || Files.exists(root.resolve(LOCK))) {
      return;
    }
    try (Stream<Path> content = Files.list(root)) {
      if (content.findAny().isPresent()) {
        throw new ProblemException(
            ProblemType.CONFLICT,
            "The folder '" + root + "' is not a demo's; move it, or give another EVERLINE_HOME.");
      }
    }
  }

  StorageSettings storage() {
    return StorageSettings.embedded(root.resolve("database"), CONNECTIONS);
  }

  Path backup() {
    return root.resolve(BACKUP);
  }

  /** The data folder that the backup is restored into. */
  Path restored() {
    return root.resolve(RESTORED);
  }

  /** Deletes what an earlier demo has restored. */
  void clearRestored() throws IOException {
    if (Files.exists(restored().resolve("data/postmaster.pid"))) {
      // A killed demo left its server running: join it, and be the last to leave.
      EmbeddedPostgres.open(StorageSettings.embedded(restored(), CONNECTIONS)).close();
    }
    delete(restored());
  }

  Path sandbox() {
    return root.resolve("sandbox");
  }

  Path rejects() {
    return root.resolve("rejects");
  }

  Optional<DemoState> state() throws IOException {
    Path file = root.resolve(STATE);
    return Files.exists(file)
        ? Optional.of(json.readValue(Files.readString(file), DemoState.class))
        : Optional.empty();
  }

  /** Replaces the state at once: readers see the old or the new, whole. */
  void write(DemoState state) throws IOException {
    Path fresh = root.resolve(STATE + ".new");
    Files.writeString(fresh, json.writeValueAsString(state));
    Files.move(fresh, root.resolve(STATE), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Deletes what demos make, and only that. */
  private void clear() throws IOException {
    if (Files.exists(root.resolve("database/data/postmaster.pid"))) {
      // A killed demo left its server running: join it, and be the last to leave.
      EmbeddedPostgres.open(storage()).close();
    }
    clearRestored();
    for (String name : OURS) {
      delete(root.resolve(name));
    }
  }

  private static void delete(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
