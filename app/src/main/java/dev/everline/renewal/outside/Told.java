package dev.everline.renewal.outside;

import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import java.time.LocalDate;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * What an owner tells of a renewal that they paid for outside.
 *
 * @param amount null when they don't know it
 * @param on the day of payment in the carrier's zone; null for today
 * @param until the new last day served; null to have it computed
 * @param seen the line's end as they had it before them; null when they hadn't
 */
public record Told(
    @Nullable Money amount,
    @Nullable LocalDate on,
    PaidAt at,
    @Nullable LocalDate until,
    @Nullable Seen seen) {

  /** Nobody tells of an older payment; a year that is mistyped is likelier. */
  private static final int DAYS_BACK = 366;

  /** More than any term costs. */
  private static final Money MOST = Money.usd(5_000_00);

  /**
   * The end of a line when somebody looked at it.
   *
   * @param end null when it wasn't known
   */
  public record Seen(@Nullable LocalDate end) {}

  String fingerprint(LineId line) {
    return "outside " + line + " " + amount + " " + on + " " + at + " " + until;
  }

  LocalDate paidOn(LocalDate today) {
    LocalDate day = on == null ? today : on;
    if (day.isAfter(today)) {
      throw InvalidValue.of(
              "paid_on", day.toString(), "is still to come", "give " + today + " or an earlier day")
          .as("IN_THE_FUTURE");
    }
    if (day.isBefore(today.minusDays(DAYS_BACK))) {
      throw InvalidValue.of("paid_on", day.toString(), "is more than a year ago", "check its year")
          .as("LONG_AGO");
    }
    return day;
  }

  void requireAmountIn(Currency currency) {
    if (amount == null) {
      return;
    }
    amount.requirePositive("paid");
    if (!amount.currency().equals(currency)) {
      throw InvalidValue.of(
          "paid",
          amount.toString(),
          "isn't in the line's currency",
          "give it in " + currency.getCurrencyCode());
    }
    if (amount.minor() > MOST.minor()) {
      throw InvalidValue.of(
              "paid", amount.toString(), "is more than any renewal costs", "check its digits")
          .as("AMOUNT_TOO_LARGE");
    }
  }
}
