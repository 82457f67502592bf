package dev.everline.renewal.price;

import dev.everline.catalog.Length;
import dev.everline.kernel.Money;
import dev.everline.payment.Payments;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a renewal costs, part by part, and what it buys.
 *
 * @param plan the plan renewed, or null for a flexible top-up
 * @param periods whole periods paid for; 1 for a term and for the other kinds
 * @param term the term paid for, in place of periods; else null
 * @param components every part of the price; sums to the total
 * @param topUp what the carrier is paid
 * @param total what the owner pays
 * @param validUntil the last day of service afterwards, by the rule; null when it does not change
 * @param rule the lapse rule that this follows from
 * @param remarks what must be known before paying
 */
public record Quote(
    Kind kind,
    @Nullable String plan,
    int periods,
    @Nullable Length term,
    List<Component> components,
    Money topUp,
    Money total,
    @Nullable LocalDate validUntil,
    String rule,
    List<Remark> remarks) {

  /** What is bought. */
  public enum Kind {
    /** One or several whole periods of the plan, or a term of it. */
    WHOLE_PERIOD,
    /** An amount of the owner's choice among those the carrier takes. */
    FLEXIBLE,
    /** The smallest payment that keeps the number. */
    KEEP_ALIVE
  }

  /**
   * Something to know before paying.
   *
   * @param days where it speaks of days, else null
   * @param from where it speaks of an amount, or the least of several; else null
   * @param to the most of several, else null
   */
  public record Remark(
      Warning warning, @Nullable Integer days, @Nullable Money from, @Nullable Money to) {

    static Remark of(Warning warning) {
      return new Remark(warning, null, null, null);
    }

    static Remark ofDays(Warning warning, long days) {
      return new Remark(warning, Math.toIntExact(days), null, null);
    }
  }

  /** What a remark says. */
  public enum Warning {
    /** The carrier keeps the old date: a late payment buys only so many days. */
    BUYS_ONLY_DAYS,
    /** The new period starts today: so many days that are paid for already are lost. */
    LOSES_DAYS,
    /** The new date falls on a day that some month lacks, and no source says what stands for it. */
    DATE_UNCERTAIN,
    /**
     * The present end is the last of a short month and the line's day of the month isn't known: the
     * new date may be up to three days later.
     */
    ANCHOR_UNKNOWN,
    /** Taxes come on top and the state isn't known; its 911 fee would be from … to …. */
    STATE_UNKNOWN,
    /** Sales tax and the like come on top, and nobody here knows how much. */
    TAX_ON_TOP,
    /** The carrier adds a fee of its own, from … to …, which is not in the sum. */
    OWN_FEE,
    /** No source says whether the price includes taxes. */
    TAX_UNKNOWN,
    /** The largest amount that the carrier takes is not confirmed. */
    MOST_UNCONFIRMED,
    /** That this keeps the number rests on a note that nobody has confirmed. */
    KEEPING_UNCONFIRMED
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
    /** A term of the plan, at its own price. */
    TERM(Payments.Payee.CARRIER),
    /** What the carrier charges for coming back after the end. */
    REACTIVATION(Payments.Payee.CARRIER),
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
    /**
     * Kept in the balance for the state's 911 fee, by the dearest state, while the line's state
     * isn't known.
     */
    KEPT_FOR_FEES(Payments.Payee.CARRIER),
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
