package dev.everline.catalog;

import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.Money;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a line that is not paid in time, and how a payment extends it.
 *
 * @param carrier the carrier's id, or {@code any} for a rule that no single carrier owns
 * @param appliesTo which of its plans, in words
 * @param suspendedAfterDays days after the end of validity until service stops; 0 is at once
 * @param numberLostAfterDays the smallest believable number of days until the number can be lost,
 *     or null when not found
 * @param alternatives other values found, with their sources
 * @param counting from when the days to the number's loss are counted, in words
 * @param countingFrom the same as a date that the line's facts hold
 * @param balanceRole what money in the line's balance does for its plan
 * @param balanceLives how long a payment of at least an amount keeps the balance alive; empty when
 *     the balance has no life of its own; sorted by amount, smallest first
 * @param keepAlive the least payment that keeps the number, or null when not found
 * @param reactivationFee what coming back costs besides the plan, or null when not found
 * @param incomingWhileSuspended whether calls and texts still come in, or null when not found
 * @param notes more about the rule, in words, or null
 * @param printed what the carrier means by the date that people read, and when service ends
 * @param late what a payment after the end costs and gives
 * @param legacy true for rules of plans no longer sold
 * @param autopay what is known of the carrier's own autopay, or null when nothing is
 */
public record LapseRule(
    String id,
    String carrier,
    String appliesTo,
    Basis basis,
    int suspendedAfterDays,
    @Nullable Integer numberLostAfterDays,
    List<Alternative> alternatives,
    @Nullable String counting,
    CountingFrom countingFrom,
    BalanceRole balanceRole,
    List<BalanceLife> balanceLives,
    @Nullable KeepAlive keepAlive,
    @Nullable Money reactivationFee,
    @Nullable Boolean incomingWhileSuspended,
    @Nullable String notes,
    PrintedDate printed,
    LateRule late,
    boolean legacy,
    Provenance provenance,
    @Nullable Autopay autopay) {

  /** From which of a line's dates the days to the number's loss are counted. */
  public enum CountingFrom {
    /** From the end of the paid period, its due date or its suspension; the rule unless said. */
    END_OF_VALIDITY,
    /** From the day the money in the account's balance dies. */
    BALANCE_EXPIRY,
    /** From the day of the last payment. */
    LAST_PAYMENT,
    /** From the day on which the line was last used, which may lie before the end of the period. */
    LAST_USE;

    /** As in the data files: {@code balance-expiry}. */
    public String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * @throws InvalidValue when there is none of that name
     */
    public static CountingFrom parse(String key) {
      return Arrays.stream(values())
          .filter(from -> from.key().equals(key))
          .findFirst()
          .orElseThrow(
              () ->
                  InvalidValue.of(
                      "countingFrom",
                      key,
                      "is unknown",
                      "give one of " + Arrays.stream(values()).map(CountingFrom::key).toList()));
    }
  }

  /**
   * What money in a line's balance does for its plan. Only where a source says so does it pay the
   * plan: else a line would be taken for covered that lapses.
   */
  public enum BalanceRole {
    /** The carrier takes the plan's price out of it. */
    PAYS_PLAN,
    /** It pays calls and the like beside the plan, and never the plan. */
    BESIDE,
    /** It is the service itself, used up by calls and texts; there is no plan beside it. */
    IS_SERVICE,
    /** The carrier holds no money for a line. */
    NONE,
    /** No source says. */
    UNKNOWN;

    /** As in the data files: {@code pays-plan}. */
    public String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * @throws InvalidValue when there is none of that name
     */
    public static BalanceRole parse(String key) {
      return Arrays.stream(values())
          .filter(role -> role.key().equals(key))
          .findFirst()
          .orElseThrow(
              () ->
                  InvalidValue.of(
                      "balanceRole",
                      key,
                      "is unknown",
                      "give one of " + Arrays.stream(values()).map(BalanceRole::key).toList()));
    }

    /** Whether money in the balance neither pays the plan nor is the service. */
    public boolean isNotCounted() {
      return switch (this) {
        case BESIDE, NONE, UNKNOWN -> true;
        case PAYS_PLAN, IS_SERVICE -> false;
      };
    }
  }

  /**
   * Whether the plan renews itself out of the balance, so that money there covers further periods.
   */
  public boolean cyclesFromBalance() {
    return basis == Basis.PLAN_CYCLE && balanceRole == BalanceRole.PAYS_PLAN;
  }

  /**
   * Whether ends keep to a day of the month, which the last day of a short month can't tell.
   *
   * @param period of the plan, or null when not known
   */
  public boolean keepsDayOfMonth(@Nullable Length period) {
    boolean months = period != null && period.unit() == Length.Unit.MONTH;
    return basis == Basis.BILLING_DATE
        || basis == Basis.ANNIVERSARY
        || (cyclesFromBalance() && months);
  }

  /** Another number of days found for the number's loss. */
  public record Alternative(int days, String source) {}

  /**
   * A payment of at least this much lives this many days.
   *
   * @param atLeast the smallest payment of the tier
   */
  public record BalanceLife(Money atLeast, int days) {}

  /**
   * The least that keeps the number: a payment and the days it gives.
   *
   * @param confirmed false when it rests on a note that nobody has confirmed; then it is shown as
   *     such, is never the first advice, and is never paid without being asked for
   */
  public record KeepAlive(
      Money amount, int extendsDays, boolean confirmed, @Nullable String note) {}

  /** Whether the amount of a payment, not a plan's period, says how long it lasts. */
  public boolean lastsByAmount() {
    return basis == Basis.FROM_PAYMENT && !balanceLives.isEmpty();
  }

  /**
   * Days that the balance lives after a payment of this amount; 0 when the amount is below every
   * tier, and -1 when this rule's balance has no life of its own.
   */
  public int balanceLifeDays(Money payment) {
    if (balanceLives.isEmpty()) {
      return -1;
    }
    int days = 0;
    for (BalanceLife life : balanceLives) {
      if (!payment.isLessThan(life.atLeast())) {
        days = life.days();
      }
    }
    return days;
  }
}
