package dev.everline.line;

import dev.everline.kernel.InvalidValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The fallback: what an owner wants done when a line with auto-renewal can't be renewed as they
 * wish, because the price is above their ceiling, the money is missing or the carrier refuses. They
 * are told in either case.
 */
public enum IfNotRenewed {
  /** The owner is told, and nothing is paid. */
  TELL,
  /**
   * The smallest payment that keeps the number is made before it can be lost, within the ceiling.
   */
  KEEP_NUMBER;

  private static final int LONGEST = 20;

  /** As in files, on the command line and in the API: {@code keep_number}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads a key; hyphens and blanks count as underscores, and case doesn't matter.
   *
   * @param field the field named in an error
   * @throws InvalidValue when it is none
   */
  static IfNotRenewed parse(String field, String text) {
    String key =
        text.length() > LONGEST
            ? ""
            : text.toLowerCase(Locale.ROOT).replace(' ', '_').replace('-', '_');
    List<String> keys = Arrays.stream(values()).map(IfNotRenewed::key).toList();
    int which = keys.indexOf(key);
    if (which < 0) {
      throw InvalidValue.of(field, text, "is unknown", "write one of " + keys)
          .as("NO_SUCH_CHOICE", String.join(", ", keys));
    }
    return values()[which];
  }
}
