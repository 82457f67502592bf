package dev.everline.catalog.identify;

import dev.everline.kernel.text.SpreadsheetCell;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What somebody typed, pasted or scanned, made plain: a name in front and a GID1 behind taken off.
 *
 * @param plain otherwise as it was given, for the one reader of telephone numbers
 * @param compact without separators and marks of direction, in capitals; digits of one script as
 *     ASCII digits, and those of several as they are, since some look like other digits of another
 * @param named the kind that the text names in front, such as {@code IMSI:}, or null
 */
record Cleaned(
    String plain,
    String compact,
    Identification.@Nullable Kind named,
    @Nullable String gid1,
    List<String> warnings) {

  private static final Pattern GID1 =
      Pattern.compile("\\bGID1?\\s{0,9}[=:]?\\s{0,9}([0-9A-F]{1,64})\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern NAME =
      Pattern.compile(
          "^[+^]?(ICCID|CCID|QCCID|IMSI|CIMI|EID|IMEISV|IMEI|MSISDN|TEL(?!:)|PHONE|SIM)\\b"
              + "[\\s:=#.]{0,9}",
          Pattern.CASE_INSENSITIVE);

  static Cleaned of(String text) {
    List<String> warnings = new ArrayList<>();
    String visible = unquoted(text.strip(), warnings);
    String gid1 = null;
    Matcher gid = GID1.matcher(visible);
    if (gid.find()) {
      gid1 = gid.group(1);
      visible = (visible.substring(0, gid.start()) + " " + visible.substring(gid.end())).strip();
    }
    Identification.Kind named = null;
    Matcher name = NAME.matcher(visible);
    if (name.find()) {
      named = kind(name.group(1));
      visible = unquoted(visible.substring(name.end()).strip(), warnings);
    }
    String digits = asciiDigits(withoutInvisible(visible, warnings), warnings);
    return new Cleaned(visible, compact(digits), named, gid1, warnings);
  }

  boolean isDigits() {
    return !compact.isEmpty() && compact.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static Identification.Kind kind(String name) {
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "ICCID", "CCID", "QCCID", "SIM" -> Identification.Kind.ICCID;
      case "IMSI", "CIMI" -> Identification.Kind.IMSI;
      case "EID" -> Identification.Kind.EID;
      case "IMEI", "IMEISV" -> Identification.Kind.IMEI;
      default -> Identification.Kind.MSISDN;
    };
  }

  /**
   * Modems answer in quotation marks, spreadsheets put an apostrophe or a formula around digits.
   */
  private static String unquoted(String text, List<String> warnings) {
    String bare = SpreadsheetCell.digits(text);
    if (!bare.equals(text)) {
      warnings.add("What a spreadsheet or a modem had put around the digits was left out.");
    }
    return bare;
  }

  private static String withoutInvisible(String text, List<String> warnings) {
    StringBuilder visible = new StringBuilder();
    text.codePoints()
        .filter(c -> Character.getType(c) != Character.FORMAT)
        .forEach(visible::appendCodePoint);
    if (visible.length() < text.length()) {
      warnings.add(
          "Invisible characters (such as text direction marks) were ignored; compare the digits"
              + " with the card.");
    }
    return visible.toString();
  }

  private static String asciiDigits(String text, List<String> warnings) {
    long scripts =
        text.codePoints()
            .filter(Character::isDigit)
            .map(c -> c - Character.digit(c, 10))
            .distinct()
            .count();
    if (scripts > 1) {
      return text;
    }
    StringBuilder ascii = new StringBuilder();
    boolean[] changed = new boolean[1];
    text.codePoints()
        .forEach(
            c -> {
              int digit = Character.isDigit(c) ? Character.digit(c, 10) : -1;
              if (digit >= 0) {
                ascii.append((char) ('0' + digit));
                changed[0] |= c > '9';
              } else if (c == '＋') {
                ascii.append('+');
              } else {
                ascii.appendCodePoint(c);
              }
            });
    if (changed[0]) {
      warnings.add("Digits of another script were read as 0 to 9.");
    }
    return ascii.toString();
  }

  private static String compact(String text) {
    StringBuilder compact = new StringBuilder();
    text.codePoints()
        .filter(c -> !isSeparator(c))
        .forEach(c -> compact.appendCodePoint(Character.toUpperCase(c)));
    return compact.toString();
  }

  private static boolean isSeparator(int c) {
    return Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || Character.getType(c) == Character.DASH_PUNCTUATION
        || c == '.'
        || c == '/'
        || c == '('
        || c == ')';
  }
}
