package dev.everline.backup;

import dev.everline.kernel.InvalidValue;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A backup that is read. It is a ZIP whose comment, its last 64 bytes, is the SHA-256 of all bytes
 * before, so that no byte can change unnoticed. What is in it is believed only after {@link
 * #verify}: names are those of the manifest and nothing else, and no entry gives more than the
 * manifest says.
 */
final class BackupFile implements AutoCloseable {

  /** Digits of the hash at the end of the file. */
  static final int SEAL_DIGITS = 64;

  static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build();

  private static final int LARGEST_MANIFEST = 4 << 20;

  /** Deflate packs nothing tighter than about 1,032 to 1. */
  private static final long TIGHTEST = 1_100;

  private static final int BUFFER = 1 << 16;

  private final Path path;
  private final ZipFile zip;
  private final Manifest manifest;

  private BackupFile(Path path, ZipFile zip, Manifest manifest) {
    this.path = path;
    this.zip = zip;
    this.manifest = manifest;
  }

  /**
   * Opens a file and reads what it says of itself.
   *
   * @throws InvalidValue when it is no backup, or one of a later layout
   */
  static BackupFile open(Path path) throws IOException {
    // A pipe would be waited for without end.
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw InvalidValue.of(
          "file", path.toString(), "is a folder, a pipe or a device", "name the file of a backup");
    }
    ZipFile zip;
    try {
      zip = new ZipFile(path.toFile(), StandardCharsets.UTF_8);
    } catch (ZipException | EOFException noZip) {
      throw refused(path, "isn't an Everline backup, or is incomplete");
    }
    try {
      return new BackupFile(path, zip, manifest(path, zip));
    } catch (IOException | RuntimeException failure) {
      zip.close();
      throw failure;
    }
  }

  private static Manifest manifest(Path path, ZipFile zip) throws IOException {
    ZipEntry entry = zip.getEntry(Manifest.NAME);
    if (entry == null) {
      throw refused(path, "isn't an Everline backup");
    }
    byte[] content;
    try (InputStream in = zip.getInputStream(entry)) {
      content = in.readNBytes(LARGEST_MANIFEST + 1);
    } catch (ZipException | EOFException damaged) {
      throw refused(path, "is damaged: its manifest can't be read");
    }
    Manifest manifest;
    try {
      manifest = content.length > LARGEST_MANIFEST ? null : JSON.readValue(content, Manifest.class);
    } catch (JacksonException malformed) {
      throw refused(path, "is damaged: its manifest can't be read");
    }
    if (manifest == null || !Manifest.FORMAT.equals(manifest.format())) {
      throw refused(path, "isn't an Everline backup");
    }
    if (manifest.formatVersion() != Manifest.FORMAT_VERSION) {
      throw InvalidValue.of(
          "file",
          path.toString(),
          "was made by a newer Everline (" + manifest.everline() + ")",
          "use that one or a newer one");
    }
    return manifest;
  }

  Manifest manifest() {
    return manifest;
  }

  /**
   * Reads all of it and compares each byte with what was written.
   *
   * @throws InvalidValue that says what is damaged
   */
  void verify(Progress progress) throws IOException {
    requireHash();
    String fault = manifest.fault();
    if (fault != null) {
      throw refused(path, "can't be used: " + fault);
    }
    requireOnlyWhatItSays();
    List<Manifest.Part> parts = manifest.parts();
    Map<String, Long> rows =
        manifest.tables().stream()
            .collect(Collectors.toMap(table -> table.part().name(), Manifest.Table::rows));
    for (int i = 0; i < parts.size(); i++) {
      Manifest.Part part = parts.get(i);
      progress.at(part.name(), i, parts.size());
      long lines = copy(part, OutputStream.nullOutputStream());
      if (rows.getOrDefault(part.name(), lines) != lines) {
        throw damaged(part);
      }
    }
  }

  private void requireHash() throws IOException {
    MessageDigest digest = Measured.sha256();
    ByteBuffer last = ByteBuffer.allocate(SEAL_DIGITS);
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      long end = file.size() - SEAL_DIGITS;
      ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
      long at = 0;
      while (at < end) {
        buffer.clear().limit((int) Math.min(BUFFER, end - at));
        int read = file.read(buffer, at);
        if (read < 0) {
          throw refused(path, "got shorter while it was read");
        }
        at += read;
        digest.update(buffer.flip());
      }
      while (last.hasRemaining() && file.read(last, end + last.position()) >= 0) {
        // until the end of the file
      }
    }
    String written = new String(last.array(), StandardCharsets.US_ASCII);
    if (!written.equals(HexFormat.of().formatHex(digest.digest()))) {
      throw refused(path, "is damaged: its bytes differ from what was written");
    }
  }

  private void requireOnlyWhatItSays() {
    Set<String> said = new HashSet<>();
    manifest.parts().forEach(part -> said.add(part.name()));
    said.add(Manifest.NAME);
    Enumeration<? extends ZipEntry> entries = zip.entries();
    while (entries.hasMoreElements()) {
      if (!said.remove(entries.nextElement().getName())) {
        throw refused(path, "can't be used: it contains something its manifest doesn't list");
      }
    }
    if (!said.isEmpty()) {
      throw refused(path, "is incomplete: a part that its manifest lists is missing");
    }
  }

  /**
   * Gives a part, and no more than the manifest says.
   *
   * @return how many lines it has: of a table, its rows
   * @throws InvalidValue when it isn't what was written
   */
  long copy(Manifest.Part part, OutputStream to) throws IOException {
    ZipEntry entry = zip.getEntry(part.name());
    if (entry == null || part.bytes() / TIGHTEST > entry.getCompressedSize()) {
      throw damaged(part);
    }
    Measured measured = new Measured(to);
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] buffer = new byte[BUFFER];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (measured.bytes() + read > part.bytes()) {
          throw damaged(part);
        }
        measured.write(buffer, 0, read);
      }
    } catch (ZipException | EOFException unreadable) {
      throw damaged(part);
    }
    measured.flush();
    if (measured.bytes() != part.bytes() || !measured.hash().equals(part.sha256())) {
      throw damaged(part);
    }
    return measured.lines();
  }

  /** A part of a size that fits into memory. */
  byte[] bytes(Manifest.Part part) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    copy(part, content);
    return content.toByteArray();
  }

  private InvalidValue damaged(Manifest.Part part) {
    return refused(path, "is damaged: '" + part.name() + "' differs from what was written");
  }

  private static InvalidValue refused(Path path, String reason) {
    return InvalidValue.of("file", path.toString(), reason, "use another backup");
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  /** The manifest of a file that may be anything; null where it is no backup. */
  static @Nullable Manifest glance(Path path) {
    try (BackupFile file = open(path)) {
      return file.manifest();
    } catch (IOException | InvalidValue notOurs) {
      return null;
    }
  }
}
