package dev.everline.line.sheet;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** What a workbook's cell holds, as text that reads the same as in a CSV file. */
final class CellText {

  /** The most that a cell can hold in a spreadsheet, and a little more. */
  private static final int LONGEST = 33_000;

  /** A spreadsheet keeps so many digits of a number. */
  private static final MathContext DIGITS = new MathContext(15, RoundingMode.HALF_UP);

  private static final BigDecimal ALL_DIGITS = BigDecimal.TEN.pow(15);

  private static final int LARGEST_EXPONENT = 320;

  private static final LocalDate DAY_ZERO = LocalDate.of(1899, 12, 30);
  private static final LocalDate DAY_ZERO_OF_1904 = LocalDate.of(1904, 1, 1);
  private static final BigDecimal LAST_DAY = BigDecimal.valueOf(2_958_465);

  private static final Pattern ESCAPED = Pattern.compile("_x([0-9A-Fa-f]{4})_");

  private CellText() {}

  /**
   * The text up to the end of an element, in all its runs; hints for its pronunciation are no part
   * of it.
   */
  static String read(XMLStreamReader xml, String element) throws XMLStreamException {
    StringBuilder text = new StringBuilder();
    int hints = 0;
    boolean inText = false;
    while (xml.hasNext()) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          hints += xml.getLocalName().equals("rPh") ? 1 : 0;
          inText = xml.getLocalName().equals("t");
        }
        case XMLStreamConstants.END_ELEMENT -> {
          if (xml.getLocalName().equals(element)) {
            return unescaped(text.toString());
          }
          hints -= xml.getLocalName().equals("rPh") ? 1 : 0;
          inText = false;
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.SPACE -> {
          if (inText && hints == 0) {
            append(text, xml);
          }
        }
        default -> {
          // Nothing else is text.
        }
      }
    }
    return unescaped(text.toString());
  }

  static void append(StringBuilder text, XMLStreamReader xml) {
    if (text.length() < LONGEST) {
      text.append(xml.getText(), 0, Math.min(xml.getTextLength(), LONGEST - text.length()));
    }
  }

  private static String unescaped(String text) {
    return text.contains("_x")
        ? ESCAPED
            .matcher(text)
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(
                        String.valueOf((char) Integer.parseInt(found.group(1), 16))))
        : text;
  }

  /**
   * A number, without the noise of its binary form. One that has more digits than a spreadsheet
   * keeps is written by its exponent, as a CSV file would have it, so that what was lost is seen.
   */
  static String number(String value) {
    BigDecimal number = decimal(value);
    if (number == null) {
      return value;
    }
    BigDecimal kept = number.round(DIGITS).stripTrailingZeros();
    if (kept.abs().compareTo(ALL_DIGITS) >= 0) {
      String digits = kept.unscaledValue().abs().toString();
      int exponent = kept.precision() - kept.scale() - 1;
      String mantissa = digits.charAt(0) + (digits.length() > 1 ? "." + digits.substring(1) : "");
      return (kept.signum() < 0 ? "-" : "") + mantissa + "E+" + exponent;
    }
    return kept.toPlainString();
  }

  /** A number that its cell shows as a date. */
  static String date(String value, boolean from1904) {
    BigDecimal days = decimal(value);
    if (days == null || days.compareTo(BigDecimal.ONE) < 0 || days.compareTo(LAST_DAY) > 0) {
      return number(value);
    }
    return (from1904 ? DAY_ZERO_OF_1904 : DAY_ZERO).plusDays(days.longValue()).toString();
  }

  private static @Nullable BigDecimal decimal(String value) {
    if (value.length() > 40) {
      return null;
    }
    try {
      BigDecimal number = new BigDecimal(value.strip());
      boolean plausible =
          Math.abs((long) number.precision() - number.scale()) <= LARGEST_EXPONENT
              && Math.abs((long) number.scale()) <= LARGEST_EXPONENT * 2;
      return plausible ? number : null;
    } catch (NumberFormatException none) {
      return null;
    }
  }
}
