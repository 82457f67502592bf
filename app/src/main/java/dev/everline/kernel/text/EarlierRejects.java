package dev.everline.kernel.text;

import dev.everline.kernel.InvalidValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Predicate;

/** The file of rejects that an earlier import has left, and no other file, makes room for a new. */
public final class EarlierRejects {

  private static final int LONGEST_HEADER = 1 << 16;

  private EarlierRejects() {}

  /**
   * Removes it where it is there. A device, such as {@code /dev/null}, is left to be written to.
   *
   * @param header its first line, by which it is known
   * @throws InvalidValue when something else has its name
   * @throws IOException when it can't be read or removed
   */
  public static void remove(Path file, String header) throws IOException {
    remove(file, first -> first.startsWith(header));
  }

  /**
   * The same for a file whose first line is known otherwise, in whatever encoding.
   *
   * @throws InvalidValue when something else has its name
   * @throws IOException when it can't be read or removed
   */
  public static void remove(Path file, Predicate<String> header) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    BasicFileAttributes what =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (what.isOther()) {
      return;
    }
    if (!what.isRegularFile() || !header.test(firstLine(file))) {
      throw InvalidValue.of(
          "rejects file",
          file.toString(),
          "already exists and wasn't made by an earlier import",
          "move it away or choose another file");
    }
    Files.delete(file);
  }

  /** Read as single bytes: what it is known by has only letters that all encodings share. */
  private static String firstLine(Path file) throws IOException {
    try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      String begins =
          new String(in.readNBytes(LONGEST_HEADER), StandardCharsets.ISO_8859_1)
              .replace("\0", "")
              // A mark of UTF-8 or UTF-16; older versions wrote none.
              .replaceFirst("^(\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)", "");
      return begins.lines().findFirst().orElse("");
    }
  }
}
