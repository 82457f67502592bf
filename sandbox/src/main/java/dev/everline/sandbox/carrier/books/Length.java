package dev.everline.sandbox.carrier.books;

import dev.everline.sandbox.carrier.wire.Problem;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long a period or a term is: so many days, or so many months of the calendar. Neither is ever
 * taken for the other: 30 days are no month.
 *
 * @param count 1 or more
 * @param months whether months are counted, not days
 */
public record Length(int count, boolean months) {

  private static final int MOST_DAYS = 3_660;
  private static final int MOST_MONTHS = 120;
  private static final Pattern KEY = Pattern.compile("P([1-9][0-9]{0,3})([DM])");

  public static Length ofDays(int days) {
    return new Length(days, false);
  }

  public static Length ofMonths(int months) {
    return new Length(months, true);
  }

  /**
   * Reads what {@link #key} writes.
   *
   * @param name of the field that holds it
   * @throws Problem when it is written otherwise, or too long
   */
  public static Length parse(String key, String name) {
    Length length = parseOrNull(key);
    if (length == null) {
      throw Problem.badRequest(
          "%s must be a length such as P30D or P1M, of at most %d days or %d months"
              .formatted(name, MOST_DAYS, MOST_MONTHS));
    }
    return length;
  }

  /** The same, or null when it is written otherwise. */
  public static @Nullable Length parseOrNull(String key) {
    Matcher iso = KEY.matcher(key);
    if (!iso.matches()) {
      return null;
    }
    Length length = new Length(Integer.parseInt(iso.group(1)), iso.group(2).equals("M"));
    return length.count <= (length.months ? MOST_MONTHS : MOST_DAYS) ? length : null;
  }

  /** As ISO 8601 writes it: {@code P30D}, {@code P1M}. */
  public String key() {
    return "P" + count + (months ? "M" : "D");
  }

  Length times(int many) {
    return new Length(Math.multiplyExact(count, many), months);
  }

  /** So much later; in a month that lacks the day, its last. */
  LocalDate after(LocalDate day) {
    return months ? day.plusMonths(count) : day.plusDays(count);
  }
}
