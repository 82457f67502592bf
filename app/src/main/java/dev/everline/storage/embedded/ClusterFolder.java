package dev.everline.storage.embedded;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder {@code data} of the embedded server in its home: tells a database from none and from a
 * part of one, and makes new ones beside it, which appear whole or not at all. What was not made
 * here and left unfinished is never deleted.
 */
public final class ClusterFolder {

  /** Begins the names of the folders in which databases are made. */
  private static final String MAKING = "data.new-";

  /** A file that says that the folder around it was made here and is not in use yet. */
  private static final String UNFINISHED = "everline-unfinished";

  /** A file with the mark of the restore that made the database around it. */
  private static final String RESTORING = "everline-restoring";

  /** An orphan of a process that was killed may still write; it ends by itself. */
  private static final int DELETE_TRIES = 50;

  /** Without any of these PostgreSQL doesn't start, or starts without what was stored. */
  private static final List<String> NEEDED =
      List.of(
          "PG_VERSION",
          "global/pg_control",
          "base",
          "pg_wal",
          "pg_xact",
          "postgresql.conf",
          "pg_hba.conf");

  private final Path home;
  private final Path data;

  ClusterFolder(Path home) {
    this.home = home;
    this.data = home.resolve("data");
  }

  /** Fills an empty folder with a database. */
  @FunctionalInterface
  interface Making {
    void into(Path empty) throws IOException;
  }

  Path data() {
    return data;
  }

  /** The file with the password of the server's only user. */
  Path secret() {
    return home.resolve("secret");
  }

  /**
   * Whether there is a database, whole as far as can be seen without starting it.
   *
   * @return false when there is none and a new one may be made
   * @throws ProblemException CONFIGURATION when there is a part of one, or signs of one that is
   *     gone; nothing was changed then
   */
  boolean isThere() throws IOException {
    if (!Files.exists(data, LinkOption.NOFOLLOW_LINKS)) {
      requireNoneBefore();
      return false;
    }
    if (!Files.isDirectory(data)) {
      throw refused(
          Files.isSymbolicLink(data)
              ? "it is a link to a folder that doesn't exist; is its disk mounted?"
              : "it is not a folder.");
    }
    if (isEmpty(data)) {
      requireNoneBefore();
      return false;
    }
    List<String> missing = new ArrayList<>();
    for (String name : NEEDED) {
      if (!Files.exists(data.resolve(name))) {
        missing.add("data/" + name);
      }
    }
    if (!Files.exists(secret())) {
      missing.add("secret");
    }
    if (!missing.isEmpty()) {
      throw refused(
          "it is neither empty nor complete: " + String.join(", ", missing) + " missing.");
    }
    return true;
  }

  /** A port is noted once a database has run here, keys once it holds something. */
  private void requireNoneBefore() {
    boolean ran = Files.exists(home.resolve("port"));
    boolean held = Files.exists(secret()) && Files.exists(home.resolve("keys.json"));
    if (ran || held) {
      throw refused("it held a database whose files are gone.");
    }
  }

  private ProblemException refused(String why) {
    return new ProblemException(
        ProblemType.CONFIGURATION,
        "The database in '"
            + data
            + "' can't be used: "
            + why
            + " Nothing was changed or deleted. If it is being copied, wait until that is done."
            + " Otherwise restore a backup into another, empty folder and name that by"
            + " EVERLINE_HOME; an empty one starts from scratch.");
  }

  /**
   * Makes a database in a folder of its own and puts it in place in one step. A crash leaves either
   * none or all of it.
   *
   * @param making fills the folder that it is given; the files are on the disk when it returns
   * @param owner gives a folder to the user that the server runs as
   * @param restoring the mark of the restore that it is made for, or null
   */
  void make(Making making, Making owner, @Nullable String restoring) throws IOException {
    Path around = home.resolve(MAKING + UUID.randomUUID());
    Files.createDirectory(around, onlyForItsOwner());
    Files.createFile(around.resolve(UNFINISHED));
    owner.into(around);
    Path fresh = around.resolve("data");
    Files.createDirectory(fresh, onlyForItsOwner());
    owner.into(fresh);
    making.into(fresh);
    if (restoring != null) {
      Path mark = fresh.resolve(RESTORING);
      Files.writeString(mark, restoring, StandardOpenOption.CREATE_NEW, StandardOpenOption.DSYNC);
      owner.into(mark);
      force(fresh);
    }
    try {
      // Replaces an empty folder, and fails where there is anything.
      Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
    } catch (DirectoryNotEmptyException appeared) {
      throw refused("something was put there in the meantime.");
    }
    force(home);
    delete(around);
  }

  /** What was made, moved or deleted in a folder is so for good. */
  public static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Whether there is nothing where the database would be, or an empty folder. */
  boolean isNone() throws IOException {
    return !Files.exists(data, LinkOption.NOFOLLOW_LINKS)
        || (Files.isDirectory(data, LinkOption.NOFOLLOW_LINKS) && isEmpty(data));
  }

  /**
   * Removes the database that a restore made.
   *
   * @param restoring its mark
   * @throws ProblemException CONFIGURATION when there is one without that mark
   */
  void removeMarked(String restoring) throws IOException {
    if (isNone()) {
      return;
    }
    Path mark = data.resolve(RESTORING);
    if (Files.isSymbolicLink(data)
        || !Files.isRegularFile(mark, LinkOption.NOFOLLOW_LINKS)
        || !Files.readString(mark).equals(restoring)) {
      throw refused("it was put there after a restore that wasn't finished.");
    }
    // Out of its place at once: half a database is never to be seen there.
    Path around = home.resolve(MAKING + UUID.randomUUID());
    Files.createDirectory(around, onlyForItsOwner());
    Files.createFile(around.resolve(UNFINISHED));
    Files.move(data, around.resolve("data"), StandardCopyOption.ATOMIC_MOVE);
    force(home);
    delete(around);
  }

  /** It is a database like any other now. */
  void removeMark() throws IOException {
    Files.deleteIfExists(data.resolve(RESTORING));
  }

  /** Removes what a crash in the middle of {@link #make} has left, and nothing else. */
  void removeUnfinished() throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(home, MAKING + "*")) {
      for (Path folder : left) {
        // A crash may come before its mark is made, or after that was deleted.
        boolean ours =
            Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                && (isEmpty(folder)
                    || Files.isRegularFile(folder.resolve(UNFINISHED), LinkOption.NOFOLLOW_LINKS));
        if (ours) {
          delete(folder);
        }
      }
    }
  }

  private static FileAttribute<Set<PosixFilePermission>> onlyForItsOwner() {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  private static void delete(Path folder) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        deleteOnce(folder);
        return;
      } catch (DirectoryNotEmptyException | NoSuchFileException written) {
        if (attempt == DELETE_TRIES) {
          throw written;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      }
    }
  }

  /** Links are deleted, never followed. The mark goes last, so that a crash leaves it findable. */
  private static void deleteOnce(Path folder) throws IOException {
    Path mark = folder.resolve(UNFINISHED);
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!file.equals(mark)) {
              Files.delete(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path left, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            if (left.equals(folder)) {
              Files.deleteIfExists(mark);
            }
            Files.delete(left);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
