package dev.everline.channel.cli;

import org.jline.utils.WCWidth;

/** The screen that a person reads on: how wide it is, and how wide a text is on it. */
public final class Terminal {

  private static final int WIDEST_HELP = 100;
  private static final int NARROWEST = 40;

  private Terminal() {}

  /** Whether a person's terminal shows what is printed, as the launcher has seen. */
  public static boolean isPresent() {
    return Integer.getInteger("everline.columns") != null;
  }

  /** Columns of the terminal, told by the launcher; without a terminal, no limit. */
  public static int columns() {
    int columns = Integer.getInteger("everline.columns", Integer.MAX_VALUE);
    return Math.max(NARROWEST, columns);
  }

  /** Columns that help texts are wrapped at. */
  static int helpColumns() {
    return Math.min(WIDEST_HELP, columns());
  }

  /** Columns a text takes: two for an ideograph or an emoji, none for a combining mark. */
  static int width(String text) {
    return text.codePoints().map(Terminal::width).sum();
  }

  /** The text, shortened with an ellipsis where it is wider than a number of columns. */
  static String shortened(String text, int columns) {
    if (width(text) <= columns) {
      return text;
    }
    int taken = 0;
    int end = 0;
    while (end < text.length()) {
      int codePoint = text.codePointAt(end);
      int wide = width(codePoint);
      if (taken + wide > columns - 1) {
        break;
      }
      taken += wide;
      end += Character.charCount(codePoint);
    }
    return text.substring(0, end) + "…";
  }

  /** Control and direction characters would move the cursor or turn the row around. */
  public static String printable(String text) {
    return text.codePoints()
        .map(c -> Character.isISOControl(c) || isDirection(c) ? ' ' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean isDirection(int c) {
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
  }

  private static int width(int codePoint) {
    return Math.max(0, WCWidth.wcwidth(codePoint));
  }
}
