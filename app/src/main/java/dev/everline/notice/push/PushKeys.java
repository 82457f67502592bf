package dev.everline.notice.push;

import com.interaso.webpush.VapidKeys;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys by which push services know this installation (RFC 8292), created when they are first
 * needed and kept in a file that only the server's user can read. With different keys, browsers
 * that subscribed before can no longer be reached: every process on one database needs the same
 * file.
 */
public final class PushKeys {

  private static final int LONGEST_FILE = 4_096;

  private final Path file;
  private volatile @Nullable VapidKeys keys;

  public PushKeys(Path file) {
    this.file = file;
  }

  /**
   * What browsers are given when they subscribe, in base64url.
   *
   * @throws ProblemException CONFIGURATION when the file can't be read or written
   */
  public String publicKey() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(keys().getApplicationServerKey());
  }

  /** The file's content, for a sealed copy; empty when there is none yet. */
  public Optional<String> copy() {
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException unreadable) {
      throw unusable(unreadable);
    }
  }

  /** Writes the file from a copy of it, where there is none. */
  public void putBack(String copy) {
    try {
      if (!Files.exists(file)) {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(
            fresh,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, copy);
        Files.move(fresh, file);
      }
    } catch (IOException unwritable) {
      throw unusable(unwritable);
    }
  }

  VapidKeys keys() {
    VapidKeys known = keys;
    if (known == null) {
      synchronized (this) {
        known = keys == null ? load() : keys;
        keys = known;
      }
    }
    return known;
  }

  /** If two processes start at once, the lock lets only one of them create the keys. */
  private VapidKeys load() {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      try (FileChannel channel =
              FileChannel.open(
                  file,
                  Set.of(
                      StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                  PosixFilePermissions.asFileAttribute(
                      PosixFilePermissions.fromString("rw-------")));
          var held = channel.lock()) {
        return held.isValid() && channel.size() > 0 ? read(channel) : make(channel);
      }
    } catch (IOException | RuntimeException failure) {
      throw unusable(failure);
    }
  }

  private ProblemException unusable(Exception failure) {
    return new ProblemException(
        ProblemType.CONFIGURATION,
        "The keys for push notices in "
            + file
            + " can't be used ("
            + failure.getClass().getSimpleName()
            + "). Let the server read and write the file, or name another by"
            + " EVERLINE_PUSH_KEYS.",
        failure);
  }

  private static VapidKeys read(FileChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(LONGEST_FILE);
    while (channel.read(buffer) > 0) {
      // until the end of the file
    }
    List<String> lines =
        new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII)
            .lines()
            .toList();
    return VapidKeys.create(lines.get(0), lines.get(1));
  }

  private static VapidKeys make(FileChannel channel) throws IOException {
    VapidKeys made = VapidKeys.generate();
    ByteBuffer text =
        StandardCharsets.US_ASCII.encode(
            made.getX509PublicKey() + "\n" + made.getPkcs8PrivateKey() + "\n");
    while (text.hasRemaining()) {
      channel.write(text);
    }
    channel.force(true);
    return made;
  }
}
