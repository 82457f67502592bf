package dev.everline.kernel.text;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Keeps words that look like a number, a date or a truth value from being turned into one by a
 * spreadsheet: a label {@code 007} would come back as 7, and {@code 1-2} as a day in January. An
 * apostrophe is put before them, and {@link #read} takes just that one away again. What would be
 * computed is the affair of {@link FormulaGuard}, behind this.
 */
public final class SpreadsheetText {

  private static final char GUARD = '\'';

  /** Of a number's digits, in a cell of the usual width. */
  private static final int LONGEST_SHOWN = 11;

  private static final Pattern FOURTH = Pattern.compile("(?<=\\G.{4})(?=.)");
  private static final Pattern NOT_LETTERS = Pattern.compile("[^\\p{L}]+");

  /** Words that may stand in numbers, dates and times; all others make a text a text. */
  private static final Set<String> RECKONED =
      Set.of(
          "e",
          "am",
          "pm",
          "a",
          "p",
          "m",
          "t",
          "z",
          "h",
          "de",
          "usd",
          "us",
          "st",
          "nd",
          "rd",
          "th",
          "年",
          "月",
          "日",
          "号",
          "时",
          "分",
          "秒",
          "上午",
          "下午",
          "jan",
          "january",
          "feb",
          "february",
          "mar",
          "march",
          "apr",
          "april",
          "may",
          "jun",
          "june",
          "jul",
          "july",
          "aug",
          "august",
          "sep",
          "sept",
          "september",
          "oct",
          "october",
          "nov",
          "november",
          "dec",
          "december",
          "ene",
          "enero",
          "febrero",
          "marzo",
          "abr",
          "abril",
          "mayo",
          "junio",
          "julio",
          "ago",
          "agosto",
          "septiembre",
          "octubre",
          "noviembre",
          "dic",
          "diciembre",
          "januar",
          "februar",
          "märz",
          "mrz",
          "mai",
          "juni",
          "juli",
          "okt",
          "oktober",
          "dez",
          "dezember");

  private static final Set<String> TRUTH =
      Set.of("true", "false", "verdadero", "falso", "wahr", "falsch", "vrai", "faux");

  private SpreadsheetText() {}

  /** The text as it can be given to a spreadsheet, before {@link FormulaGuard} sees it. */
  public static String kept(String text) {
    return wouldChange(text) ? GUARD + text : text;
  }

  /**
   * The text of a cell that was {@link #kept} and guarded, or that somebody gave to a spreadsheet
   * as {@code ="…"} to keep it from being changed.
   */
  public static String read(String cell) {
    if (!cell.isEmpty() && cell.charAt(0) == '=') {
      return SpreadsheetCell.digits(cell);
    }
    String text = FormulaGuard.unguarded(cell);
    return !text.isEmpty() && text.charAt(0) == GUARD && wouldChange(text.substring(1))
        ? text.substring(1)
        : text;
  }

  /** With a blank after every fourth digit where a spreadsheet would round or shorten a number. */
  public static String digits(String digits) {
    return digits.length() <= LONGEST_SHOWN ? digits : FOURTH.matcher(digits).replaceAll(" ");
  }

  private static boolean wouldChange(String text) {
    if (FormulaGuard.guardsBeginning(text)) {
      return false;
    }
    int at = 0;
    while (at < text.length() && text.charAt(at) == GUARD) {
      at++;
    }
    String bare = text.substring(at).strip();
    boolean digits = bare.codePoints().anyMatch(Character::isDigit);
    String[] words = NOT_LETTERS.split(bare.toLowerCase(Locale.ROOT), -1);
    boolean reckoned =
        Arrays.stream(words).allMatch(word -> word.isEmpty() || RECKONED.contains(word));
    return (digits && reckoned) || TRUTH.contains(bare.toLowerCase(Locale.ROOT));
  }
}
