package dev.everline.line;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.OrderId;
import dev.everline.line.renewer.RenewedBy;
import dev.everline.line.renewer.Renewer;
import dev.everline.line.validity.LineState;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line as its owner sees it: its identity, the known facts with their sources, and the owner's
 * wishes. Its state today is not part of it; see {@link LineState}.
 *
 * @param removedAt when it was removed, or null
 * @param nextWakeAt when the heartbeat looks at it next, or null when it need not
 * @param openOrder the order under way, or null
 */
public record Line(
    LineId id,
    AccountId account,
    Identity identity,
    Subscription subscription,
    Known known,
    LineWishes wishes,
    @Nullable Instant removedAt,
    @Nullable Instant nextWakeAt,
    @Nullable OrderId openOrder,
    Instant createdAt,
    Instant changedAt) {

  /**
   * What identifies a line.
   *
   * @param msisdn its number: E.164 digits, country code first
   * @param iccid of the SIM it is in, or null when not known
   * @param label what its owner calls it; may be empty
   */
  public record Identity(String msisdn, @Nullable String iccid, String label, List<String> tags) {

    public Identity {
      tags = List.copyOf(tags);
    }

    /** Without numbers, so that it may be logged. */
    @Override
    public String toString() {
      return "Identity[]";
    }
  }

  /**
   * Whom it is with, and on what plan.
   *
   * @param carrier the carrier's id in the catalog
   * @param brandConfirmedAt when the owner confirmed that the line is this carrier's; no money is
   *     sent before
   * @param plan the plan's id in the catalog, or null when not known
   * @param planFrom who says so; null when the plan isn't known
   * @param state the US state whose fees apply, or null for the account's
   * @param currency of the balance and the ceiling
   */
  public record Subscription(
      String carrier,
      @Nullable Instant brandConfirmedAt,
      @Nullable String plan,
      @Nullable FactSource planFrom,
      @Nullable String state,
      Currency currency) {}

  /**
   * Its facts with their sources.
   *
   * @param facts what the rules of validity look at
   * @param validityFrom who says until when it is valid; null when that isn't known
   * @param balanceFrom who says the balance; null when that isn't known
   * @param renewerSaid whether anybody has said who renews it; until then its owner does
   */
  public record Known(
      LineFacts facts,
      @Nullable FactSource validityFrom,
      @Nullable FactSource balanceFrom,
      boolean renewerSaid) {}

  public String msisdn() {
    return identity.msisdn();
  }

  public @Nullable String iccid() {
    return identity.iccid();
  }

  public String label() {
    return identity.label();
  }

  public List<String> tags() {
    return identity.tags();
  }

  public String carrier() {
    return subscription.carrier();
  }

  public @Nullable Instant brandConfirmedAt() {
    return subscription.brandConfirmedAt();
  }

  public @Nullable String plan() {
    return subscription.plan();
  }

  public @Nullable FactSource planFrom() {
    return subscription.planFrom();
  }

  public @Nullable String state() {
    return subscription.state();
  }

  public Currency currency() {
    return subscription.currency();
  }

  public LineFacts facts() {
    return known.facts();
  }

  public @Nullable FactSource validityFrom() {
    return known.validityFrom();
  }

  public @Nullable FactSource balanceFrom() {
    return known.balanceFrom();
  }

  public Renewer renewer() {
    return wishes.renewer();
  }

  /** Who renews it in general; at its present end it may be otherwise, see {@link Renewer#at}. */
  public RenewedBy renewedBy() {
    return wishes.renewer().by();
  }

  public @Nullable Money priceCeiling() {
    return wishes.priceCeiling();
  }

  public IfNotRenewed ifNotRenewed() {
    return wishes.ifNotRenewed();
  }

  public @Nullable Instant pausedAt() {
    return wishes.pausedAt();
  }

  public boolean isPaused() {
    return wishes.isPaused();
  }

  /** The decision to let it go, or null. */
  public LineWishes.@Nullable LetGo letGo() {
    return wishes.letGo();
  }

  /** Removed from the account, with nothing more to be done for it. */
  Line removed(Instant now) {
    return new Line(
        id, account, identity, subscription, known, wishes, now, null, null, createdAt, now);
  }

  /** The number with all but its last four digits hidden. */
  public String maskedNumber() {
    return Msisdn.masked(msisdn());
  }

  /** Without numbers, so that it may be logged. */
  @Override
  public String toString() {
    return "Line[" + id + ", " + carrier() + ", " + plan() + "]";
  }
}
