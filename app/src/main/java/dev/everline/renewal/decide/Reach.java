package dev.everline.renewal.decide;

import dev.everline.catalog.Carrier;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Plan;
import dev.everline.notice.NoticeKind;
import org.jspecify.annotations.Nullable;

/**
 * Whether Everline can renew a line from here, and if it can't, the one reason why. Every door and
 * the heartbeat ask this, so that no two of them promise different things.
 */
public final class Reach {

  private Reach() {}

  /**
   * What keeps Everline from renewing a line; of several, the one that its owner can do least
   * about.
   */
  public enum Cause {
    /** A bill, or using it, keeps the line: nothing can be paid ahead. */
    KEPT_OTHERWISE(true),
    /** No connected route pays this carrier. */
    NO_ROUTE(true),
    PLAN_NOT_KNOWN(true),
    PRICE_NOT_KNOWN(false),
    BRAND_NOT_CONFIRMED(false);

    private final boolean ownersAffair;

    Cause(boolean ownersAffair) {
      this.ownersAffair = ownersAffair;
    }

    /**
     * Whether the owner is reminded of the line's end like of one they renew themselves. They are
     * told of the others only when the end is near, since one click removes those.
     */
    boolean isOwnersAffair() {
      return ownersAffair;
    }

    NoticeKind notice() {
      return switch (this) {
        case KEPT_OTHERWISE -> NoticeKind.KEPT_OTHERWISE;
        case NO_ROUTE -> NoticeKind.NO_ROUTE;
        case PLAN_NOT_KNOWN -> NoticeKind.PLAN_NOT_KNOWN;
        case PRICE_NOT_KNOWN -> NoticeKind.PRICE_NOT_KNOWN;
        case BRAND_NOT_CONFIRMED -> NoticeKind.BRAND_NOT_CONFIRMED;
      };
    }
  }

  /**
   * What keeps a line from being renewed, whatever the time and the wallet.
   *
   * @param hasRoute whether a connected route pays the carrier
   * @return null when nothing does
   */
  static @Nullable Cause obstacle(LineToday today, boolean hasRoute, boolean brandConfirmed) {
    return obstacle(
        today.carrier(), today.plan(), today.rule(), today.isPriced(), hasRoute, brandConfirmed);
  }

  /**
   * The same of a line of which only that much is looked at.
   *
   * @param carrier null when the catalog doesn't have it
   * @param plan null when the line's plan isn't known; {@code rule} is null likewise
   * @param priced whether the plan's price and period are known
   */
  static @Nullable Cause obstacle(
      @Nullable Carrier carrier,
      @Nullable Plan plan,
      @Nullable LapseRule rule,
      boolean priced,
      boolean hasRoute,
      boolean brandConfirmed) {
    boolean billed = carrier != null && carrier.postpaid();
    if (billed || (rule != null && !rule.basis().isRenewable())) {
      return Cause.KEPT_OTHERWISE;
    }
    if (!hasRoute) {
      return Cause.NO_ROUTE;
    }
    if (carrier == null || plan == null) {
      return Cause.PLAN_NOT_KNOWN;
    }
    if (!priced) {
      return Cause.PRICE_NOT_KNOWN;
    }
    return brandConfirmed ? null : Cause.BRAND_NOT_CONFIRMED;
  }
}
