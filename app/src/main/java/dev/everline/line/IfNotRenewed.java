package dev.everline.line;

import dev.everline.kernel.InvalidValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What an owner wants done for a line that renews by itself, when it can't be renewed as he wishes:
 * above his ceiling, without the money, refused by its carrier. He is told in either case.
 */
public enum IfNotRenewed {
  /** He is told, and nothing is paid. */
  TELL,
  /** The least that keeps the number is paid before it can be lost, within his ceiling. */
  KEEP_NUMBER;

  private static final int LONGEST = 20;

  /** As in files, on the command line and in the API: {@code keep_number}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads a key; hyphens and blanks may stand for underscores, and capitals don't matter.
   *
   * @param field of which an error is
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
