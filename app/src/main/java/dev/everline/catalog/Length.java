package dev.everline.catalog;

import dev.everline.kernel.InvalidValue;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a period or a term is: so many days, or so many months of the calendar. The two are
 * never converted into each other to move a date: 28 days are no month, and 90 days no three.
 *
 * @param count 1 or more
 */
public record Length(int count, Unit unit) implements Comparable<Length> {

  /** What a length is counted in. */
  public enum Unit {
    DAY,
    MONTH
  }

  private static final int DAYS_OF_A_MONTH = 30;
  private static final int MOST = 9_999;
  private static final Pattern WORDS = Pattern.compile("([0-9]{1,4}) (day|month)s?");
  private static final Pattern KEY = Pattern.compile("P([1-9][0-9]{0,3})([DM])");

  /**
   * @throws InvalidValue when the count is not positive
   */
  public Length {
    if (count < 1 || count > MOST) {
      throw InvalidValue.of(
          "length", Integer.toString(count), "is out of range", "give 1 to " + MOST);
    }
  }

  public static Length ofDays(int days) {
    return new Length(days, Unit.DAY);
  }

  public static Length ofMonths(int months) {
    return new Length(months, Unit.MONTH);
  }

  /**
   * Reads what the data files have: {@code 30 days}, {@code 1 month}.
   *
   * @throws InvalidValue when it is written otherwise
   */
  public static Length parse(String raw) {
    Matcher words = WORDS.matcher(raw);
    if (!words.matches()) {
      throw InvalidValue.of(
          "length", raw, "isn't a length", "write it like '30 days' or '1 month'");
    }
    return new Length(
        Integer.parseInt(words.group(1)), words.group(2).equals("day") ? Unit.DAY : Unit.MONTH);
  }

  /**
   * Reads a {@link #key}.
   *
   * @throws InvalidValue when it is written otherwise
   */
  public static Length ofKey(String key) {
    Matcher iso = KEY.matcher(key);
    if (!iso.matches()) {
      throw InvalidValue.of("term", key, "isn't a length", "write it like P90D or P3M");
    }
    return new Length(
        Integer.parseInt(iso.group(1)), iso.group(2).equals("D") ? Unit.DAY : Unit.MONTH);
  }

  /** As ISO 8601 writes it: {@code P90D}, {@code P3M}. */
  public String key() {
    return "P" + count + (unit == Unit.DAY ? "D" : "M");
  }

  /**
   * Whether people mean this length by another: carriers call 30, 360 or 365 days a month or a year
   * and sell them by that name.
   */
  public boolean isCalled(Length other) {
    if (equals(other)) {
      return true;
    }
    Length months = unit == Unit.MONTH ? this : other;
    Length days = unit == Unit.DAY ? this : other;
    if (months.unit != Unit.MONTH || days.unit != Unit.DAY) {
      return false;
    }
    return days.count == months.count * DAYS_OF_A_MONTH
        || (months.count % 12 == 0 && days.count == months.count / 12 * 365);
  }

  /** So many of it, one after another. */
  public Length times(int times) {
    return new Length(Math.multiplyExact(count, times), unit);
  }

  /**
   * About how many days it is, for comparing prices and as a bound; a month is taken as 30. No date
   * is counted by it.
   */
  public int approxDays() {
    return unit == Unit.DAY ? count : Math.multiplyExact(count, DAYS_OF_A_MONTH);
  }

  /** Months for a fee that is taken by the month: begun months count. */
  public int feeMonths() {
    return unit == Unit.MONTH ? count : Math.max(1, Math.ceilDiv(count, DAYS_OF_A_MONTH + 1));
  }

  @Override
  public int compareTo(Length other) {
    int byDays = Integer.compare(approxDays(), other.approxDays());
    return byDays != 0 ? byDays : unit.compareTo(other.unit);
  }

  /** As in the data files and in English text: {@code 30 days}, {@code 1 month}. */
  @Override
  public String toString() {
    return count + " " + unit.name().toLowerCase(Locale.ROOT) + (count == 1 ? "" : "s");
  }
}
