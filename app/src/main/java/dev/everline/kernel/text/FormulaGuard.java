package dev.everline.kernel.text;

import java.text.Normalizer;

/**
 * Keeps text from being computed by a spreadsheet that opens it as a cell of a CSV file: an
 * apostrophe is put before what would be taken for a formula, and {@link #unguarded} takes just
 * that apostrophe away again, so that what is exported and imported is unchanged.
 *
 * <p>A formula may begin with a full-width sign, and after blanks, characters that nobody sees, or
 * quotation marks. It may also begin in the middle of a text, where a spreadsheet that expects
 * semicolons or tabs between cells would split it.
 */
public final class FormulaGuard {

  private static final char GUARD = '\'';
  private static final String SEPARATORS = ";\t\r\n";
  private static final String LINE_CONTROLS = "\t\r\n";
  private static final String QUOTES = "'\"`´‘’“”＇＂";

  /** Letters and signs by their class, and blank on every screen. */
  private static final String UNSEEN = "\u115f\u1160\u3164\uffa0\u2800";

  private static final String BEGINNINGS = "=+-@|%−";

  private FormulaGuard() {}

  /** The text with an apostrophe before each formula. */
  public static String guarded(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 1);
    for (int from = 0, to; from <= text.length(); from = to + 1) {
      to = end(text, from);
      if (isFormula(text, from, to, from == 0)) {
        safe.append(GUARD);
      }
      safe.append(text, from, Math.min(text.length(), to + 1));
    }
    return safe.toString();
  }

  /** The text that was {@link #guarded}, or what somebody wrote so in a spreadsheet. */
  public static String unguarded(String cell) {
    if (cell.indexOf(GUARD) < 0) {
      return cell;
    }
    StringBuilder text = new StringBuilder(cell.length());
    for (int from = 0, to; from <= cell.length(); from = to + 1) {
      to = end(cell, from);
      boolean guarded =
          from < to && cell.charAt(from) == GUARD && isFormula(cell, from + 1, to, from == 0);
      text.append(cell, guarded ? from + 1 : from, Math.min(cell.length(), to + 1));
    }
    return text.toString();
  }

  /** Whether the text gets an apostrophe at its very beginning. */
  static boolean guardsBeginning(String text) {
    return isFormula(text, 0, end(text, 0), true);
  }

  /** The end of the part that a spreadsheet could make a cell of its own. */
  private static int end(String text, int from) {
    int to = from;
    while (to < text.length() && SEPARATORS.indexOf(text.charAt(to)) < 0) {
      to++;
    }
    return to;
  }

  private static boolean isFormula(String text, int from, int to, boolean first) {
    int at = from;
    while (at < to && isPassedOver(text.codePointAt(at))) {
      at += Character.charCount(text.codePointAt(at));
    }
    if (at >= to) {
      // Some spreadsheets pass over a leading tab or line break and compute what follows.
      return first && to < text.length() && LINE_CONTROLS.indexOf(text.charAt(to)) >= 0;
    }
    String sign =
        Normalizer.normalize(Character.toString(text.codePointAt(at)), Normalizer.Form.NFKC);
    return !sign.isEmpty() && BEGINNINGS.indexOf(sign.charAt(0)) >= 0;
  }

  private static boolean isPassedOver(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.UNASSIGNED ->
          true;
      default -> QUOTES.indexOf(c) >= 0 || UNSEEN.indexOf(c) >= 0;
    };
  }
}
