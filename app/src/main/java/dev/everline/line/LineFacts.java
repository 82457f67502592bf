package dev.everline.line;

import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.Money;
import dev.everline.line.validity.Days;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What the rules of validity need to know of a line. Dates are days in the carrier's zone.
 *
 * @param validUntil last day of the paid period: service stops at its end; null when not known
 * @param balance money the carrier holds for the line, or null when not known
 * @param balanceExpiresOn last day of that money's own life, or null when it has none
 * @param anchorDay day of the month of a billing date or anniversary, 1 to 31; 0 when none. Kept
 *     apart from {@code validUntil} so that the 31st comes back after February
 * @param lastPaymentOn day of the last payment, or null when not known
 * @param lastActivityOn day the line was last used, or null when not known
 */
public record LineFacts(
    @Nullable LocalDate validUntil,
    @Nullable Money balance,
    @Nullable LocalDate balanceExpiresOn,
    int anchorDay,
    @Nullable LocalDate lastPaymentOn,
    @Nullable LocalDate lastActivityOn) {

  private static final int LONGEST_MONTH = 31;

  public LineFacts withValidUntil(LocalDate until) {
    return new LineFacts(
        until, balance, balanceExpiresOn, anchorDay, lastPaymentOn, lastActivityOn);
  }

  public LineFacts withAnchorDay(int day) {
    return new LineFacts(validUntil, balance, balanceExpiresOn, day, lastPaymentOn, lastActivityOn);
  }

  /**
   * The facts with an end that somebody gives: an anchor that it doesn't fall on is forgotten,
   * since the next period would otherwise go back to it.
   */
  public LineFacts withEndGiven(LocalDate until) {
    return withAnchorDay(anchorFitting(anchorDay, until)).withValidUntil(until);
  }

  /** The anchor, or 0 where the date isn't on its day, or on the last of a month without it. */
  public static int anchorFitting(int anchor, LocalDate date) {
    return date.getDayOfMonth() == Math.min(anchor, date.lengthOfMonth()) ? anchor : 0;
  }

  /**
   * A day of the month as somebody gives it, if the end can fall on it. Where the carrier shows the
   * day after the last one served, people give the day of that; and where no source says what
   * stands for a day that a short month lacks, the end was taken a day early.
   *
   * @param end the last day of service, or null when it isn't known
   * @param shownADayLater whether the carrier shows the day after it
   * @throws InvalidValue when the end can't fall on it
   */
  public static int anchorGiven(int day, @Nullable LocalDate end, boolean shownADayLater) {
    if (end == null || anchorFitting(day, end) > 0) {
      return day;
    }
    if (anchorFitting(day, end.plusDays(1)) > 0) {
      int before = day == 1 ? LONGEST_MONTH : day - 1;
      return shownADayLater ? before : day;
    }
    throw InvalidValue.of(
            LineField.ANCHOR_DAY.key(),
            Integer.toString(day),
            "doesn't fit the end date " + end,
            "leave it empty, or give " + end.getDayOfMonth())
        .as("ANCHOR_AND_END");
  }

  public LineFacts withBalance(@Nullable Money money, @Nullable LocalDate expiresOn) {
    return new LineFacts(validUntil, money, expiresOn, anchorDay, lastPaymentOn, lastActivityOn);
  }

  public LineFacts paidOn(LocalDate day) {
    LocalDate last = lastPaymentOn == null ? day : Days.later(lastPaymentOn, day);
    return new LineFacts(validUntil, balance, balanceExpiresOn, anchorDay, last, lastActivityOn);
  }
}
