package dev.everline.kernel.text;

import dev.everline.kernel.InvalidValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** The file of rejects that an earlier import has left, and no other file, makes room for a new. */
public final class EarlierRejects {

  private EarlierRejects() {}

  /**
   * Removes it where it is there. A device, such as {@code /dev/null}, is left to be written to.
   *
   * @param header its first line, by which it is known
   * @throws InvalidValue when something else has its name
   * @throws IOException when it can't be read or removed
   */
  public static void remove(Path file, String header) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    BasicFileAttributes what =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (what.isOther()) {
      return;
    }
    if (!what.isRegularFile() || !beginsWith(file, header)) {
      throw InvalidValue.of(
          "rejects file",
          file.toString(),
          "already exists and wasn't made by an earlier import",
          "move it away or choose another file");
    }
    Files.delete(file);
  }

  private static boolean beginsWith(Path file, String header) throws IOException {
    byte[] marked = (Sheet.BYTE_ORDER_MARK + header).getBytes(StandardCharsets.UTF_8);
    try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      String begins = new String(in.readNBytes(marked.length), StandardCharsets.UTF_8);
      // Older versions wrote no mark.
      return begins.startsWith(header) || begins.startsWith(Sheet.BYTE_ORDER_MARK + header);
    }
  }
}
