package dev.everline.backup;

import dev.everline.kernel.WithoutMessage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A backup while it is written: {@code FILE.tmp-…} beside the file that it becomes. A lock on a
 * second file, {@code FILE.tmp-….lock}, says that somebody works at it; the system takes that lock
 * from a process that is killed, so the next backup can tell what such a process has left.
 */
final class Unfinished implements AutoCloseable {

  /** What the name of the file that it becomes is followed by. */
  static final String SUFFIX = "\\.tmp-[0-9a-f]{12}";

  private static final Logger LOG = LoggerFactory.getLogger(Unfinished.class);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String LOCK = ".lock";

  /** Without its lock's file nothing tells whether it is worked at; nobody works for a day. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private final Path path;
  private final Path lockFile;
  private final @Nullable FileChannel lock;

  private Unfinished(Path path, Path lockFile, FileChannel lock) {
    this.path = path;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /** One that becomes the file. */
  static Unfinished of(Path file) throws IOException {
    byte[] random = new byte[6];
    RANDOM.nextBytes(random);
    Path path =
        file.resolveSibling(file.getFileName() + ".tmp-" + HexFormat.of().formatHex(random));
    Path lockFile = lockFileOf(path);
    FileChannel lock = createOwnersOnly(lockFile);
    try {
      var _ = lock.lock();
    } catch (IOException noLocks) {
      // Some network's file systems have none: then its age tells.
      LOG.debug("No lock", new WithoutMessage(noLocks));
    }
    return new Unfinished(path, lockFile, lock);
  }

  /** A new file that only its owner may read. */
  static FileChannel createOwnersOnly(Path file) throws IOException {
    return FileChannel.open(
        file,
        Set.copyOf(EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  private static Path lockFileOf(Path path) {
    return path.resolveSibling(path.getFileName() + LOCK);
  }

  /** Where to write. */
  Path path() {
    return path;
  }

  /** Removes it, unless it has moved to its place. */
  @Override
  public void close() throws IOException {
    try (lock) {
      Files.deleteIfExists(path);
      Files.deleteIfExists(lockFile);
    }
  }

  /**
   * Removes those that became nothing because their process was killed. What can't be removed is
   * left: the backup that is asked for is worth more.
   *
   * @param folder to look in
   * @param name of the files that they were to become
   */
  static void removeLeft(Path folder, Pattern name, Instant now) {
    Pattern ours = Pattern.compile("(?:" + name.pattern() + ")" + SUFFIX);
    Pattern locks = Pattern.compile(ours.pattern() + Pattern.quote(LOCK));
    if (!Files.isDirectory(folder)) {
      return;
    }
    try {
      for (Path file : regularFiles(folder)) {
        String called = String.valueOf(file.getFileName());
        if (ours.matcher(called).matches()) {
          removeIfLeft(file, lockFileOf(file), now);
        } else if (locks.matcher(called).matches()) {
          String without = called.substring(0, called.length() - LOCK.length());
          removeIfLeft(file.resolveSibling(without), file, now);
        }
      }
    } catch (IOException unreadable) {
      LOG.warn("Unfinished backups can't be removed", new WithoutMessage(unreadable));
    }
  }

  private static List<Path> regularFiles(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).toList();
    }
  }

  private static void removeIfLeft(Path file, Path lockFile, Instant now) throws IOException {
    if (!Files.isRegularFile(lockFile, LinkOption.NOFOLLOW_LINKS)) {
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
          && Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(LONGEST))) {
        Files.deleteIfExists(file);
      }
      return;
    }
    try (FileChannel channel =
            FileChannel.open(lockFile, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        FileLock left = channel.tryLock()) {
      if (left != null) {
        Files.deleteIfExists(file);
        Files.deleteIfExists(lockFile);
      }
    } catch (OverlappingFileLockException ownProcessWorks) {
      LOG.debug("Another backup is being written");
    }
  }
}
