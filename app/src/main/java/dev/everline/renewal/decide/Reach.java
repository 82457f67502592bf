package dev.everline.renewal.decide;

import dev.everline.catalog.Carrier;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Plan;
import dev.everline.notice.NoticeKind;
import org.jspecify.annotations.Nullable;

/**
 * Whether Everline can renew a line from here, and if it can't, the one reason why. Every interface
 * and the heartbeat use this, so that no two of them promise different things.
 */
public final class Reach {

  private Reach() {}

  /**
   * What prevents Everline from renewing a line; of several obstacles, the one that its owner can
   * do least about.
   */
  public enum Cause {
    /** The line is kept by paying its bill or by using it: nothing can be paid in advance. */
    KEPT_OTHERWISE(true),
    /** No connected route serves this carrier. */
    NO_ROUTE(true),
    PLAN_NOT_KNOWN(true),
    PRICE_NOT_KNOWN(false),
    BRAND_NOT_CONFIRMED(false);

    private final boolean ownersAffair;

    Cause(boolean ownersAffair) {
      this.ownersAffair = ownersAffair;
    }

    /**
     * Whether the owner is reminded of the line's end as for a line they renew themselves. Of other
     * obstacles they are told only when the end is near, since one click removes those.
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
   * What prevents a line from being renewed, regardless of the time and the wallet.
   *
   * @param hasRoute whether a connected route serves the carrier
   * @return null when nothing does
   */
  static @Nullable Cause obstacle(LineToday today, boolean hasRoute, boolean brandConfirmed) {
    return obstacle(
        today.carrier(), today.plan(), today.rule(), today.isPriced(), hasRoute, brandConfirmed);
  }

  /**
   * The same for a line of which only these values are read.
   *
   * @param carrier null when the catalog doesn't have it
   * @param plan null when the line's plan isn't known; then {@code rule} is null too
   * @param priced whether the plan's price and period are known
   */
  static @Nullable Cause obstacle(
      @Nullable Carrier carrier,
      @Nullable Plan plan,
      @Nullable LapseRule rule,
      boolean priced,
      boolean hasRoute,
      boolean brandConfirmed) {
    boolean keptOtherwise =
        carrier != null && (carrier.postpaid() || !carrier.service().kind().isRenewable());
    if (keptOtherwise || (rule != null && !rule.basis().isRenewable())) {
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
