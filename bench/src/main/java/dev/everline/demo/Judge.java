package dev.everline.demo;

import dev.everline.catalog.Catalog;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Plan;
import dev.everline.kernel.Money;
import dev.everline.line.renewer.RenewedBy;
import dev.everline.line.validity.Timeline;
import dev.everline.renewal.price.Quoter;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Judges the fate of each line by its carrier's records and by the notices its owner got and when.
 * A line may lapse, but never without notice.
 */
final class Judge {

  private final Catalog catalog;
  private final Quoter quoter;
  private final Map<Long, List<DemoBooks.DemoNotice>> notices;
  private final Instant now;

  Judge(Catalog catalog, List<DemoBooks.DemoNotice> notices, Instant now) {
    this.catalog = catalog;
    this.quoter = new Quoter(catalog, Money.usd(0));
    this.notices = notices.stream().collect(Collectors.groupingBy(DemoBooks.DemoNotice::line));
    this.now = now;
  }

  ZoneId zone(DemoLine line) {
    return catalog.carrier(line.carrier()).zone();
  }

  /** Whether a payment by Everline can keep the line, so that the sandbox has it. */
  boolean isRenewable(DemoLine line) {
    Plan plan = line.plan() == null ? null : catalog.plans().get(line.plan());
    return plan != null
        && line.renewedBy() != RenewedBy.CARRIER
        && line.facts().validUntil() != null
        && plan.period() != null
        && catalog.lapseRule(plan.lapseRule()).basis().isRenewable()
        && need(line) != null;
  }

  /** What a period costs, or null when not known. */
  @Nullable Money need(DemoLine line) {
    Plan plan = line.plan() == null ? null : catalog.plans().get(line.plan());
    return plan == null
        ? null
        : quoter.need(plan, line.state(), LocalDate.ofInstant(now, zone(line)));
  }

  /**
   * @param servedUntil the last day by the carrier's records, or null when it has no such line
   */
  LineFate fate(DemoLine line, @Nullable LocalDate servedUntil) {
    if (!isRenewable(line)) {
      boolean knows =
          line.renewedBy() != RenewedBy.EVERLINE || line.paused() || !noticesOf(line).isEmpty();
      return knows || isServed(line, line.facts().validUntil())
          ? new LineFate.NotOurs()
          : new LineFate.Silent(line.facts().validUntil());
    }
    if (isServed(line, servedUntil)) {
      return new LineFate.Kept();
    }
    if (servedUntil == null) {
      return new LineFate.Silent(null);
    }
    if (line.paused()) {
      return new LineFate.Lapsed("paused by its owner", servedUntil);
    }
    DemoBooks.DemoNotice first = noticeBeforeEnd(line, servedUntil);
    return first == null
        ? new LineFate.Silent(servedUntil)
        : new LineFate.Lapsed(reason(first.kind()), servedUntil);
  }

  private boolean isServed(DemoLine line, @Nullable LocalDate until) {
    Plan plan = line.plan() == null ? null : catalog.plans().get(line.plan());
    LapseRule rule = plan == null ? null : catalog.lapseRule(plan.lapseRule());
    int grace = rule == null ? 0 : rule.suspendedAfterDays();
    return until != null && !LocalDate.ofInstant(now, zone(line)).isAfter(until.plusDays(grace));
  }

  /**
   * The first notice about this end that its owner got while they could still act; null when none.
   */
  DemoBooks.@Nullable DemoNotice noticeBeforeEnd(DemoLine line, LocalDate end) {
    Instant expiry = end.plusDays(1).atStartOfDay(zone(line)).toInstant();
    for (DemoBooks.DemoNotice one : noticesOf(line)) {
      if (one.forDate().equals(end) && one.at().isBefore(expiry)) {
        return one;
      }
    }
    return null;
  }

  /** The day from which its number may be lost; null when not known. */
  @Nullable LocalDate numberMayBeLostOn(DemoLine line) {
    Plan plan = line.plan() == null ? null : catalog.plans().get(line.plan());
    if (plan == null) {
      return null;
    }
    LocalDate today = LocalDate.ofInstant(now, zone(line));
    Timeline timeline =
        Timeline.of(
            line.facts(),
            catalog.lapseRule(plan.lapseRule()),
            plan.period(),
            plan.servedFromBalance(),
            need(line),
            null,
            List.of(),
            today);
    return timeline.milestones().stream()
        .filter(milestone -> milestone.kind() == Timeline.Kind.NUMBER_MAY_BE_LOST)
        .map(Timeline.Milestone::date)
        .findFirst()
        .orElse(null);
  }

  List<DemoBooks.DemoNotice> noticesOf(DemoLine line) {
    return notices.getOrDefault(line.id(), List.of());
  }

  private static String reason(String kind) {
    return switch (kind) {
      case "WALLET_SHORT" -> "the wallet was short of money, the owner was notified";
      case "EXPIRES_SOON" -> "its owner renews it, and was reminded";
      case "BRAND_NOT_CONFIRMED" -> "brand never confirmed, the owner was notified";
      case "PRICE_ABOVE_CEILING" -> "price above the owner's ceiling, the owner was notified";
      case "CARRIER_REFUSED", "GAVE_UP" -> "refused by the carrier, the owner was notified";
      default -> kind.toLowerCase(Locale.ROOT).replace('_', ' ') + ", the owner was notified";
    };
  }
}
