package dev.everline.line;

import dev.everline.catalog.PrintedDate;
import dev.everline.kernel.Money;
import dev.everline.line.renewer.RenewedBy;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values given for a line, checked field by field; null where nothing was given. */
public record LineDraft(
    Identity identity,
    Subscription subscription,
    Facts facts,
    Wishes wishes,
    @Nullable Instant asOf) {

  /** What identifies a line. */
  public record Identity(
      @Nullable String msisdn,
      @Nullable String iccid,
      @Nullable String label,
      @Nullable List<String> tags) {

    /** Without numbers, so that it may be logged. */
    @Override
    public String toString() {
      return "Identity[]";
    }
  }

  /** Whom it is with, and on what plan. */
  public record Subscription(
      @Nullable String carrier,
      @Nullable Boolean brandConfirmed,
      @Nullable String plan,
      @Nullable String state,
      @Nullable Currency currency) {}

  /**
   * What the rules of validity look at.
   *
   * @param endAsShown the end as the carrier shows it, see {@link PrintedDate}
   * @param lastDay the last day of service, given as such in place of that
   */
  public record Facts(
      @Nullable LocalDate endAsShown,
      @Nullable LocalDate lastDay,
      @Nullable Money balance,
      @Nullable LocalDate balanceExpiresOn,
      @Nullable Integer anchorDay,
      @Nullable LocalDate lastPaymentOn,
      @Nullable LocalDate lastActivityOn) {

    /**
     * The last day of service, or null where nothing was given.
     *
     * @param printed what the line's carrier means by its dates
     */
    @Nullable LocalDate lastDay(PrintedDate printed) {
      return endAsShown == null ? lastDay : printed.lastDayOf(endAsShown);
    }
  }

  /** What they want done for it. */
  public record Wishes(
      @Nullable RenewedBy renewedBy,
      @Nullable Money priceCeiling,
      @Nullable IfNotRenewed ifNotRenewed,
      @Nullable Boolean paused) {}

  /**
   * The same with its last day of service, by what its carrier means by the date given.
   *
   * @throws dev.everline.kernel.InvalidValue when that day can't fall on the anchor day given
   */
  public LineDraft settled(PrintedDate printed) {
    LocalDate last = facts.lastDay(printed);
    Integer anchor = facts.anchorDay();
    if (anchor != null) {
      anchor = LineFacts.anchorGiven(anchor, last, printed.differs());
    }
    return new LineDraft(
        identity,
        subscription,
        new Facts(
            null,
            last,
            facts.balance(),
            facts.balanceExpiresOn(),
            anchor,
            facts.lastPaymentOn(),
            facts.lastActivityOn()),
        wishes,
        asOf);
  }

  @Override
  public String toString() {
    return "LineDraft[" + subscription.carrier() + "]";
  }
}
