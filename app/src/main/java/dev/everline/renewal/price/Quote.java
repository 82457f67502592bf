package dev.everline.renewal.price;

import dev.everline.kernel.Money;
import dev.everline.payment.Payments;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a renewal costs, part by part, and what it buys.
 *
 * @param plan the plan renewed, or null for a flexible top-up
 * @param periods whole periods paid for; 1 for the other kinds
 * @param components every part of the price; sums to the total
 * @param topUp what the carrier is paid
 * @param total what the owner pays
 * @param validUntil the last day of service afterwards, by the rule; null when it does not change
 * @param rule the lapse rule that this follows from
 */
public record Quote(
    Kind kind,
    @Nullable String plan,
    int periods,
    List<Component> components,
    Money topUp,
    Money total,
    @Nullable LocalDate validUntil,
    String rule) {

  /** What is bought. */
  public enum Kind {
    /** One or several whole periods of the plan. */
    WHOLE_PERIOD,
    /** An amount of the owner's choice among those the carrier takes. */
    FLEXIBLE,
    /** The smallest payment that keeps the number. */
    KEEP_ALIVE
  }

  /**
   * A part of the price.
   *
   * @param name what it is
   * @param detail of which plan, state or term
   * @param amount negative for what lowers the price
   */
  public record Component(Name name, String detail, Money amount) {}

  /** The parts a price can have. */
  public enum Name {
    PLAN(Payments.Payee.CARRIER),
    /**
     * Only in orders made before terms were distinguished from periods; new quotes don't have it.
     */
    TERM_DISCOUNT(Payments.Payee.CARRIER),
    FROM_BALANCE(Payments.Payee.CARRIER),
    /**
     * The excess over the need, due to the carrier's allowed amounts; it stays in the line's
     * balance.
     */
    KEPT_IN_BALANCE(Payments.Payee.CARRIER),
    /** The state's 911 fee, taken by the carrier out of the line's balance. */
    FEE_911_BY_CARRIER(Payments.Payee.CARRIER),
    /** The state's 911 fee, collected here at the point of sale. */
    FEE_911(Payments.Payee.STATE),
    BALANCE(Payments.Payee.CARRIER),
    SERVICE_FEE(Payments.Payee.HOUSE);

    private final Payments.Payee payee;

    Name(Payments.Payee payee) {
      this.payee = payee;
    }

    Payments.Payee payee() {
      return payee;
    }
  }
}
