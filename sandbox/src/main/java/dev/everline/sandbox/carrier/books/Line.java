package dev.everline.sandbox.carrier.books;

import dev.everline.sandbox.carrier.wire.Problem;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A line as its carrier knows it. Days are held as numbers since 1970, so that a million lines fit
 * in little memory.
 *
 * @param msisdn the number, E.164 digits
 * @param validUntilDay last day served, or {@link #NEVER}
 * @param balanceMinor money the carrier holds, in minor units
 * @param balanceEndDay last day that money lives, or {@link #NEVER} when it has no end
 * @param anchorDay day of the month that dates come back to, 1 to 31; 0 when there is none yet
 */
public record Line(
    Terms terms,
    long msisdn,
    int validUntilDay,
    long balanceMinor,
    int balanceEndDay,
    int anchorDay) {

  /** Stands for a date that is not there. */
  static final int NEVER = Integer.MIN_VALUE;

  private static final long LAST_DAY = LocalDate.of(9999, 12, 31).toEpochDay();

  public static int day(@Nullable LocalDate date) {
    return date == null ? NEVER : Math.toIntExact(date.toEpochDay());
  }

  public static @Nullable LocalDate date(int day) {
    return day == NEVER ? null : LocalDate.ofEpochDay(day);
  }

  public @Nullable LocalDate validUntil() {
    return date(validUntilDay);
  }

  public @Nullable LocalDate balanceExpiresOn() {
    return date(balanceEndDay);
  }

  Line withValidUntil(LocalDate until) {
    if (until.toEpochDay() > LAST_DAY) {
      throw Problem.refused("tooFarAhead", "The paid period would end after the year 9999.");
    }
    return new Line(terms, msisdn, day(until), balanceMinor, balanceEndDay, anchorDay);
  }

  Line withBalance(long minor, @Nullable LocalDate expiresOn) {
    return new Line(terms, msisdn, validUntilDay, minor, day(expiresOn), anchorDay);
  }

  Line withAnchorDay(int anchor) {
    return new Line(terms, msisdn, validUntilDay, balanceMinor, balanceEndDay, anchor);
  }

  /** The money that is still alive on a day. */
  public boolean holdsLiveMoney(LocalDate on) {
    return balanceEndDay == NEVER || balanceEndDay >= on.toEpochDay();
  }
}
