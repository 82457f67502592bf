package dev.everline.channel.web.fleet;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Tells a picture by its first bytes, for people who send one of their table. */
final class Picture {

  /** As many bytes as are looked at. */
  static final int MARK = 12;

  /** PNG, JPEG, GIF; HEIC and its kin name themselves after a length. */
  private static final List<String> MARKS = List.of("\u0089PNG", "\u00ff\u00d8\u00ff", "GIF8");

  private Picture() {}

  static boolean begins(byte[] first) {
    String text = new String(first, StandardCharsets.ISO_8859_1);
    return MARKS.stream().anyMatch(text::startsWith)
        || text.startsWith("ftyp", 4)
        || (text.startsWith("RIFF") && text.startsWith("WEBP", 8));
  }
}
