package dev.everline.catalog.bundle;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An archive in the ustar format of POSIX, always written the same way: plain files only, without
 * times, owners or compression, so that the same files give the same bytes. What is read must be
 * written just so: there is no room for links, folders, foreign paths, or anything after the end.
 */
final class Tape {

  private static final int BLOCK = 512;
  private static final int LONGEST_NAME = 99;
  private static final int SIZE_AT = 124;
  private static final int SIZE_DIGITS = 11;
  private static final int CHECKSUM_AT = 148;

  private Tape() {}

  static byte[] write(Map<String, byte[]> files) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    files.forEach(
        (name, content) -> {
          out.writeBytes(header(name, content.length));
          out.writeBytes(content);
          out.writeBytes(new byte[padding(content.length)]);
        });
    out.writeBytes(new byte[2 * BLOCK]);
    return out.toByteArray();
  }

  /**
   * The files, in their order.
   *
   * @return null when the bytes aren't as {@link #write} writes them
   */
  static @Nullable Map<String, byte[]> read(byte[] tape) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    int at = 0;
    while (at + BLOCK <= tape.length && tape[at] != 0) {
      byte[] header = Arrays.copyOfRange(tape, at, at + BLOCK);
      String name = name(header);
      int size = size(header);
      at += BLOCK;
      if (name == null || size < 0 || size > tape.length - at) {
        return null;
      }
      int end = at + size;
      if (!Arrays.equals(header, header(name, size)) || padding(size) > tape.length - end) {
        return null;
      }
      for (int i = end; i < end + padding(size); i++) {
        if (tape[i] != 0) {
          return null;
        }
      }
      if (files.put(name, Arrays.copyOfRange(tape, at, end)) != null) {
        return null;
      }
      at = end + padding(size);
    }
    return Arrays.equals(Arrays.copyOfRange(tape, at, tape.length), new byte[2 * BLOCK])
        ? files
        : null;
  }

  private static @Nullable String name(byte[] header) {
    int end = 0;
    while (end <= LONGEST_NAME && header[end] != 0) {
      if (header[end] < ' ' || header[end] == 0x7F) {
        return null;
      }
      end++;
    }
    return end > LONGEST_NAME ? null : new String(header, 0, end, StandardCharsets.US_ASCII);
  }

  private static int size(byte[] header) {
    int size = 0;
    for (int i = SIZE_AT; i < SIZE_AT + SIZE_DIGITS; i++) {
      int digit = header[i] - '0';
      if (digit < 0 || digit > 7 || size > Integer.MAX_VALUE >> 4) {
        return -1;
      }
      size = size << 3 | digit;
    }
    return size;
  }

  private static byte[] header(String name, int size) {
    byte[] header = new byte[BLOCK];
    put(header, 0, name);
    put(header, 100, "0000644\0");
    put(header, 108, "0000000\0");
    put(header, 116, "0000000\0");
    put(header, SIZE_AT, String.format(Locale.ROOT, "%011o", size));
    put(header, 136, "00000000000");
    put(header, CHECKSUM_AT, "        ");
    put(header, 156, "0");
    put(header, 257, "ustar\0" + "00");
    int sum = 0;
    for (byte each : header) {
      sum += each & 0xFF;
    }
    put(header, CHECKSUM_AT, String.format(Locale.ROOT, "%06o\0 ", sum));
    return header;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  private static int padding(int size) {
    return (BLOCK - size % BLOCK) % BLOCK;
  }
}
