package dev.everline.fleet;

import dev.everline.kernel.UploadId;
import dev.everline.storage.key.SealedFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder for uploaded files, and its limits: a total of bytes, and never the last space on the
 * disk, which the database needs. Room is reserved before the first byte is read.
 */
public final class UploadFolder {

  private static final Duration KEPT = Duration.ofDays(1);

  /** As {@link #fileOf}, {@link #rejectsOf} and {@link #pass} name them; others' files stay. */
  private static final Pattern OURS =
      Pattern.compile("[0-9a-f]+\\.(sealed|rejects\\.csv)|passing-[0-9]+\\.sealed");

  private final Path folder;
  private final long mostBytes;
  private final long bytesLeftFree;
  private long reserved;

  /**
   * @param mostBytes in all, of all accounts
   * @param bytesLeftFree of the disk, whatever is uploaded
   */
  UploadFolder(Path folder, long mostBytes, long bytesLeftFree) {
    this.folder = folder;
    this.mostBytes = mostBytes;
    this.bytesLeftFree = bytesLeftFree;
  }

  /** Room for a file on its way. */
  final class Room implements AutoCloseable {

    private final long bytes;

    private Room(long bytes) {
      this.bytes = bytes;
    }

    @Override
    public void close() {
      release(bytes);
    }
  }

  /**
   * A file on its way counts once for what may come and once for what has come: that errs on the
   * safe side.
   *
   * @param bytes that may come
   * @throws UploadRefused NO_ROOM
   */
  synchronized Room reserve(long bytes) {
    ensure();
    try {
      long left = folder.toFile().getUsableSpace() - bytesLeftFree;
      if (reserved + bytes > left || bytesKept() + reserved + bytes > mostBytes) {
        throw new UploadRefused(UploadRefused.Why.NO_ROOM);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    reserved += bytes;
    return new Room(bytes);
  }

  private synchronized void release(long bytes) {
    reserved -= bytes;
  }

  private long bytesKept() throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        bytes += size(file);
      }
    }
    return bytes;
  }

  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException erasedMeanwhile) {
      return 0;
    }
  }

  /**
   * A file that is read and erased. It is sealed by a key that is stored nowhere, so a file left
   * behind by a crash is useless.
   */
  public static final class Passing implements Closeable {

    private final Path path;
    private final SealedFile file;
    private final Room room;

    private Passing(Path path, Room room) {
      this.path = path;
      this.file = new SealedFile(path, SealedFile.newKey());
      this.room = room;
    }

    /** Its bytes, from the beginning each time. */
    public InputStream open() throws IOException {
      return file.read();
    }

    @Override
    public void close() throws IOException {
      try (room) {
        Files.deleteIfExists(path);
      }
    }
  }

  /**
   * Takes a file that is only read and not kept.
   *
   * @param mostBytes it may have
   * @throws UploadRefused TOO_LARGE or NO_ROOM
   * @throws IOException when it can't be read or written
   */
  public Passing pass(InputStream content, long mostBytes) throws IOException {
    Room room = reserve(mostBytes);
    Passing passing = new Passing(Files.createTempFile(folder, "passing-", ".sealed"), room);
    boolean whole = false;
    try {
      passing.file.write(new Bounded(content, mostBytes));
      whole = true;
      return passing;
    } finally {
      if (!whole) {
        passing.close();
      }
    }
  }

  private static boolean isOurs(Path file) {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && OURS.matcher(file.getFileName().toString()).matches();
  }

  /** Erases the uploads that have lain here for longer than a day, and nothing else. */
  void eraseOld() {
    if (!Files.isDirectory(folder)) {
      return;
    }
    Instant before = Instant.now().minus(KEPT);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(UploadFolder::isOurs).toList()) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
          erase(file);
        }
      }
    } catch (NoSuchFileException erasedMeanwhile) {
      // by who uploaded it; the next sweep goes on
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  void ensure() {
    if (Files.isDirectory(folder)) {
      return;
    }
    boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    try {
      if (posix) {
        Files.createDirectories(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } else {
        Files.createDirectories(folder);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  Path fileOf(UploadId id) {
    return folder.resolve(Long.toHexString(id.value()) + ".sealed");
  }

  Path rejectsOf(UploadId id) {
    return folder.resolve(Long.toHexString(id.value()) + ".rejects.csv");
  }

  static void erase(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Ends with a refusal at the first byte too many. */
  static final class Bounded extends java.io.FilterInputStream {

    private long left;

    Bounded(InputStream content, long most) {
      super(content);
      this.left = most;
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      count(read < 0 ? 0 : 1);
      return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      count(Math.max(0, read));
      return read;
    }

    private void count(int read) {
      left -= read;
      if (left < 0) {
        throw new UploadRefused(UploadRefused.Why.TOO_LARGE);
      }
    }
  }
}
