package dev.everline.line.sheet;

import dev.everline.kernel.InvalidValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What a file is, by how it begins and whatever its name ends in. */
enum FileKind {
  TEXT,
  /** A ZIP, such as a workbook. */
  ZIP;

  private static final int LOOKED_AT = 512;

  /**
   * @throws InvalidValue when the file is of a kind that isn't read; it says which and what to do
   */
  static FileKind of(InputStream file) throws IOException {
    byte[] begins = file.readNBytes(LOOKED_AT);
    if (begins(begins, 'P', 'K', 3, 4)) {
      return ZIP;
    }
    if (begins(begins, 0xd0, 0xcf, 0x11, 0xe0)) {
      throw NoTable.OLD_EXCEL.because("is an old Excel file (.xls) or is protected by a password");
    }
    if (begins(begins, '%', 'P', 'D', 'F')) {
      throw NoTable.PDF.because("is a PDF");
    }
    if (begins(begins, 0x1f, 0x8b) || begins(begins, 'P', 'K')) {
      throw NoTable.ARCHIVE.because("is an archive");
    }
    String text = new String(begins, StandardCharsets.ISO_8859_1).strip().toLowerCase(Locale.ROOT);
    if (text.startsWith("<!doctype html")
        || text.startsWith("<html")
        || text.startsWith("<table")
        || text.startsWith("<?xml")) {
      throw NoTable.WEB_PAGE.because("is a web page or XML, whatever its name says");
    }
    boolean marked = begins(begins, 0xff, 0xfe) || begins(begins, 0xfe, 0xff);
    if (!marked && text.indexOf('\0') >= 0 && isWide(begins)) {
      throw NoTable.UTF_16_UNMARKED.because("is UTF-16 without its byte order mark");
    }
    return TEXT;
  }

  /** Whether every second byte at the beginning is zero, as in UTF-16. */
  private static boolean isWide(byte[] bytes) {
    int zeros = 0;
    for (int i = 0; i < Math.min(bytes.length, 40); i++) {
      zeros += bytes[i] == 0 ? 1 : 0;
    }
    return zeros >= Math.min(bytes.length, 40) / 2 - 2;
  }

  private static boolean begins(byte[] bytes, int... with) {
    if (bytes.length < with.length) {
      return false;
    }
    for (int i = 0; i < with.length; i++) {
      if ((bytes[i] & 0xff) != with[i]) {
        return false;
      }
    }
    return true;
  }
}
