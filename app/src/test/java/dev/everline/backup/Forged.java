package dev.everline.backup;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** A backup that somebody has taken apart, changed, and put together with a hash that fits. */
final class Forged {

  final Map<String, byte[]> entries = new LinkedHashMap<>();

  Forged(Path backup) throws IOException {
    try (ZipFile zip = new ZipFile(backup.toFile())) {
      for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
        entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
  }

  String manifest() {
    return new String(
        java.util.Objects.requireNonNull(entries.get(Manifest.NAME)), StandardCharsets.UTF_8);
  }

  void manifest(String text) {
    entries.put(Manifest.NAME, text.getBytes(StandardCharsets.UTF_8));
  }

  Path write(Path file) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setComment("0".repeat(BackupFile.SEAL_DIGITS));
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    byte[] all = bytes.toByteArray();
    int end = all.length - BackupFile.SEAL_DIGITS;
    byte[] hash = Measured.sha256().digest(Arrays.copyOf(all, end));
    System.arraycopy(
        HexFormat.of().formatHex(hash).getBytes(StandardCharsets.US_ASCII),
        0,
        all,
        end,
        BackupFile.SEAL_DIGITS);
    return Files.write(file, all);
  }

  static String hash(byte[] content) {
    return HexFormat.of().formatHex(Measured.sha256().digest(content));
  }
}
