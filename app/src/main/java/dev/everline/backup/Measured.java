package dev.everline.backup;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Counts and hashes what goes through it, and its lines; closing it leaves the stream open. */
final class Measured extends FilterOutputStream {

  private final MessageDigest digest = sha256();
  private long bytes;
  private long lines;

  Measured(OutputStream out) {
    super(out);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] buffer, int from, int length) throws IOException {
    out.write(buffer, from, length);
    digest.update(buffer, from, length);
    bytes += length;
    for (int i = from; i < from + length; i++) {
      if (buffer[i] == '\n') {
        lines++;
      }
    }
  }

  @Override
  public void close() throws IOException {
    flush();
  }

  long bytes() {
    return bytes;
  }

  /** Of rows that {@code COPY} writes as text, one each. */
  long lines() {
    return lines;
  }

  /** Of all that went through; asked once, at the end. */
  String hash() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
