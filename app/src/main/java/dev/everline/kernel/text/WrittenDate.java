package dev.everline.kernel.text;

import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A date as people and spreadsheets write it, with all days that it can mean. Never guesses: where
 * it depends on the order of day and month, there is a reading for each order that fits.
 *
 * @param sure the day where it can be read in one way only, whatever the order; else null
 * @param readings the day by each order that fits; empty where the order doesn't matter, or where
 *     this is no date
 */
public record WrittenDate(@Nullable LocalDate sure, Map<DateOrder, LocalDate> readings) {

  private static final WrittenDate NONE = new WrittenDate(null, Map.of());

  private static final int LONGEST = 60;

  /** Day 0 of spreadsheets, whose leap year 1900 is of no matter after it. */
  private static final LocalDate SERIAL_ZERO = LocalDate.of(1899, 12, 30);

  private static final int FIRST_SERIAL = 36_526;
  private static final int LAST_SERIAL = 73_415;

  private static final Pattern TIME =
      Pattern.compile(
          "(?<=[0-9日号])(?:[t,]\\s*|\\s+,?\\s*|(?<=[日号]))(?:上午|下午)?\\s*[0-2]?[0-9]"
              + "(?::[0-5][0-9]){1,2}(?:[.,][0-9]{1,9})?(?:\\s*[ap]\\.?\\s?m\\.?)?$");
  private static final Pattern WEEKDAY =
      Pattern.compile(
          "^(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\\.?,?\\s+"
              + "|^(?:lun|mar|mie|jue|vie|sab|dom|lunes|martes|miercoles|jueves|viernes|sabado"
              + "|domingo)\\.?,\\s*"
              + "|\\s*(?:星期|周)[一二三四五六日天]$");
  private static final Pattern YEAR_FIRST =
      Pattern.compile(
          "([0-9]{4})\\s*[-/.年\\s]\\s*([0-9]{1,2})\\s*[-/.月\\s]\\s*([0-9]{1,2})\\s*[日号]?");
  private static final Pattern CHINESE_SHORT =
      Pattern.compile("([0-9]{2})\\s*年\\s*([0-9]{1,2})\\s*月\\s*([0-9]{1,2})\\s*[日号]?");
  private static final Pattern COMPACT = Pattern.compile("(20[0-9]{2})([0-9]{2})([0-9]{2})");
  private static final Pattern YEAR_LAST =
      Pattern.compile("([0-9]{1,2})\\s*([-/.])\\s*([0-9]{1,2})\\s*\\2\\s*([0-9]{4})");
  private static final Pattern SHORT_YEAR =
      Pattern.compile("([0-9]{1,2})\\s*([-/.])\\s*([0-9]{1,2})\\s*\\2\\s*([0-9]{2})");
  private static final Pattern SERIAL = Pattern.compile("([0-9]{5})(?:[.,][0-9]{1,15})?");
  private static final String YEAR = "([0-9]{4}|'?[0-9]{2})";
  private static final Pattern DAY_NAME_YEAR =
      Pattern.compile(
          "([0-9]{1,2})(?:st|nd|rd|th|º|o|\\.)?[-/.\\s]*(?:de\\s+)?(\\p{L}{3,12})\\.?,?[-/.\\s]+"
              + "(?:del?\\s+)?"
              + YEAR);
  private static final Pattern NAME_DAY_YEAR =
      Pattern.compile(
          "(\\p{L}{3,12})\\.?[-/.\\s]*([0-9]{1,2})(?:st|nd|rd|th)?(?:,\\s*|[-/.\\s]+)" + YEAR);
  private static final Pattern YEAR_NAME_DAY =
      Pattern.compile("([0-9]{4})[-/.\\s]*(\\p{L}{3,12})\\.?[-/.\\s]*([0-9]{1,2})");

  private static final Map<String, Integer> MONTHS = months();

  public WrittenDate {
    readings = readings.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(readings));
  }

  /** Whether this is no date at all, or none that has a year. */
  public boolean isNone() {
    return sure == null && readings.isEmpty();
  }

  /** Whether orders that fit it lead to different days. */
  public boolean isAmbiguous() {
    return new HashSet<>(readings.values()).size() > 1;
  }

  /** The day where it can be read in one way only, this date being all there is to judge by. */
  public @Nullable LocalDate alone() {
    if (sure != null || readings.isEmpty() || isAmbiguous()) {
      return sure;
    }
    return readings.values().iterator().next();
  }

  /** Reads a text; never fails. */
  public static WrittenDate of(String text) {
    LocalDate usual = iso(text);
    if (usual != null) {
      return new WrittenDate(usual, Map.of());
    }
    if (text.length() > LONGEST) {
      return NONE;
    }
    String date = plain(text);
    if (date.chars().noneMatch(c -> c >= '0' && c <= '9')) {
      return NONE;
    }
    date = WEEKDAY.matcher(date).replaceFirst("");
    date = TIME.matcher(date).replaceFirst("").strip();
    date = WEEKDAY.matcher(date).replaceFirst("");
    LocalDate sure = inOneWay(date);
    return sure == null ? byOrder(date) : new WrittenDate(sure, Map.of());
  }

  /** The usual form, which nearly all files have, without the cost of a formatter. */
  static @Nullable LocalDate iso(String text) {
    if (text.length() != 10 || text.charAt(4) != '-' || text.charAt(7) != '-') {
      return null;
    }
    int[] digits = new int[10];
    for (int i = 0; i < 10; i++) {
      digits[i] = text.charAt(i) - '0';
      if (i != 4 && i != 7 && (digits[i] < 0 || digits[i] > 9)) {
        return null;
      }
    }
    int year = digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3];
    return day(year, digits[5] * 10 + digits[6], digits[8] * 10 + digits[9]);
  }

  private static String plain(String text) {
    String bare = SpreadsheetCell.digits(text);
    String folded =
        Normalizer.normalize(bare, Normalizer.Form.NFKD)
            .replaceAll("\\p{M}", "")
            .replaceAll("[\\p{Pd}\u2212]", "-")
            .replaceAll("\\p{Cf}", "")
            .replaceAll("[\\s\\p{Z}]+", " ");
    return folded.strip().toLowerCase(Locale.ROOT);
  }

  private static @Nullable LocalDate inOneWay(String date) {
    Matcher yearFirst = YEAR_FIRST.matcher(date);
    if (yearFirst.matches()) {
      return day(number(yearFirst, 1), number(yearFirst, 2), number(yearFirst, 3));
    }
    Matcher chinese = CHINESE_SHORT.matcher(date);
    if (chinese.matches()) {
      return day(2000 + number(chinese, 1), number(chinese, 2), number(chinese, 3));
    }
    Matcher compact = COMPACT.matcher(date);
    if (compact.matches()) {
      return day(number(compact, 1), number(compact, 2), number(compact, 3));
    }
    Matcher serial = SERIAL.matcher(date);
    if (serial.matches()) {
      int days = number(serial, 1);
      return days < FIRST_SERIAL || days > LAST_SERIAL ? null : SERIAL_ZERO.plusDays(days);
    }
    return withNameOfMonth(date);
  }

  private static @Nullable LocalDate withNameOfMonth(String date) {
    Matcher dayFirst = DAY_NAME_YEAR.matcher(date);
    if (dayFirst.matches()) {
      return day(year(dayFirst.group(3)), month(dayFirst.group(2)), number(dayFirst, 1));
    }
    Matcher nameFirst = NAME_DAY_YEAR.matcher(date);
    if (nameFirst.matches()) {
      return day(year(nameFirst.group(3)), month(nameFirst.group(1)), number(nameFirst, 2));
    }
    Matcher yearFirst = YEAR_NAME_DAY.matcher(date);
    return yearFirst.matches()
        ? day(number(yearFirst, 1), month(yearFirst.group(2)), number(yearFirst, 3))
        : null;
  }

  private static WrittenDate byOrder(String date) {
    Map<DateOrder, LocalDate> readings = new EnumMap<>(DateOrder.class);
    Matcher yearLast = YEAR_LAST.matcher(date);
    Matcher shortYear = SHORT_YEAR.matcher(date);
    if (yearLast.matches()) {
      int first = number(yearLast, 1);
      int second = number(yearLast, 3);
      int year = number(yearLast, 4);
      put(readings, DateOrder.MDY, day(year, first, second));
      put(readings, DateOrder.DMY, day(year, second, first));
    } else if (shortYear.matches()) {
      int first = number(shortYear, 1);
      int second = number(shortYear, 3);
      int third = number(shortYear, 4);
      put(readings, DateOrder.MDY, day(2000 + third, first, second));
      put(readings, DateOrder.DMY, day(2000 + third, second, first));
      if (shortYear.group(1).length() == 2) {
        put(readings, DateOrder.YMD, day(2000 + first, second, third));
      }
    }
    return readings.isEmpty() ? NONE : new WrittenDate(null, readings);
  }

  private static void put(
      Map<DateOrder, LocalDate> readings, DateOrder order, @Nullable LocalDate day) {
    if (day != null) {
      readings.put(order, day);
    }
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }

  private static int year(String text) {
    String digits = text.startsWith("'") ? text.substring(1) : text;
    return Integer.parseInt(digits) + (digits.length() == 2 ? 2000 : 0);
  }

  private static int month(String name) {
    return MONTHS.getOrDefault(name, 0);
  }

  private static @Nullable LocalDate day(int year, int month, int day) {
    if (month < 1 || month > 12 || day < 1 || day > 31) {
      return null;
    }
    try {
      return LocalDate.of(year, month, day);
    } catch (DateTimeException none) {
      return null;
    }
  }

  /** English, Spanish, German, French and Portuguese; none of the names is of two months. */
  private static Map<String, Integer> months() {
    String[] names = {
      "jan january ene enero januar jaenner janv janvier janeiro",
      "feb february febr febrero februar fev fevr fevrier fevereiro",
      "mar march marzo marz maerz mrz mars marco",
      "apr april abr abril avr avril",
      "may mayo mai maio",
      "jun june junio juni juin junho",
      "jul july julio juli juil juillet julho",
      "aug august ago agosto aout",
      "sep sept september septiembre setiembre set septembre setembro",
      "oct october octubre okt oktober octobre out outubro",
      "nov november noviembre novembre novembro",
      "dec december dic diciembre dez dezember decembre dezembro"
    };
    Map<String, Integer> months = new HashMap<>();
    for (int i = 0; i < names.length; i++) {
      for (String name : names[i].split(" ", -1)) {
        months.put(name, i + 1);
      }
    }
    return Map.copyOf(months);
  }

  /** The orders that fit this date; all where its order doesn't matter. */
  public Set<DateOrder> fitting() {
    return readings.isEmpty() ? Set.of(DateOrder.values()) : readings.keySet();
  }
}
