package dev.everline.channel.web.line;

import dev.everline.catalog.Basis;
import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Length;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.line.Line;
import dev.everline.line.renewer.RenewedBy;
import dev.everline.line.validity.LineState;
import dev.everline.line.validity.LineStatus;
import dev.everline.renewal.decide.ExpectedCharge;
import dev.everline.renewal.decide.Outlook;
import dev.everline.renewal.decide.Reach;
import dev.everline.renewal.decide.Urgency;
import dev.everline.words.Words;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A line at a glance: whether it needs its owner, by when, and what that costs.
 *
 * @param title its label, or its masked number where it has none
 * @param brand its carrier's name
 * @param zone in which its carrier counts days
 * @param lettingGo whether its owner has decided to lose it; then it is paused too
 * @param outlook how it stands today, and what Everline can do for it
 */
public record LineCard(
    LineId id,
    String title,
    String number,
    String brand,
    ZoneId zone,
    Outlook.Standing outlook,
    boolean paused,
    boolean lettingGo,
    boolean brandConfirmed,
    boolean underWay,
    Urgency urgency) {

  /** A period most plans have; a ring is full from there on. */
  private static final long FULL_RING = 30;

  /** The loss of a number is warned of from so many days before. */
  public static final int WARNED_DAYS = 30;

  /** The one that needs its owner most comes first. */
  public static final Comparator<LineCard> BY_URGENCY =
      Comparator.comparing(LineCard::urgency)
          .thenComparingLong(card -> card.daysLeft() == null ? Long.MAX_VALUE : card.daysLeft())
          .thenComparing(LineCard::title);

  public static LineCard of(Line line, Outlook.Standing standing, Catalog catalog) {
    Carrier carrier = catalog.carriers().get(line.carrier());
    return new LineCard(
        line.id(),
        line.label().isBlank() ? line.maskedNumber() : line.label(),
        line.maskedNumber(),
        carrier == null ? line.carrier() : carrier.brand(),
        carrier == null ? ZoneOffset.UTC : carrier.zone(),
        standing,
        line.isPaused(),
        line.letGo() != null,
        line.brandConfirmedAt() != null,
        line.openOrder() != null,
        Urgency.of(standing, line.isPaused()));
  }

  public LineState state() {
    return outlook.state();
  }

  /** Whether service has stopped because the balance that pays for it is used up. */
  public boolean isOutOfBalance() {
    return outlook.suspendedBy() == LineStatus.Cause.BALANCE;
  }

  /** The last day that is paid for; null when not known. */
  public @Nullable LocalDate coveredUntil() {
    return outlook.coveredUntil();
  }

  /** Until what is paid ends; below zero when it has; null when not known. */
  public @Nullable Long daysLeft() {
    return outlook.daysLeft();
  }

  /** Whether taxes may come on top of what it costs. */
  public boolean isTaxOnTop() {
    return outlook.isTaxOnTop();
  }

  /** What the carrier takes for a period; null when not known. */
  public @Nullable Money need() {
    return outlook.need();
  }

  /** What a period costs and how long it is, as far as both are known. */
  public String cost(Words words) {
    Money need = need();
    Length period = outlook.line().period();
    if (need == null) {
      return words.say("card.no-cost");
    }
    String cost =
        period != null && period.unit() == Length.Unit.DAY
            ? words.say("card.cost-days", words.money(need), period.count())
            : words.say("card.cost", words.money(need));
    Money refill = outlook.leastRefill();
    return refill == null ? cost : words.say("card.refill", cost, words.money(refill));
  }

  /** Why Everline can't renew it from here, or null when it can. */
  public Reach.@Nullable Cause obstacle() {
    return outlook.obstacle();
  }

  /** Whether Everline may and can see to it. */
  public boolean renewsItself() {
    return renewedBy() == RenewedBy.EVERLINE && obstacle() == null;
  }

  /** Who renews it at its present end. */
  public RenewedBy renewedBy() {
    return outlook.line().renewedBy();
  }

  /** Whether its carrier's own autopay is to renew it, so that nothing is paid from here. */
  public boolean isByCarrier() {
    return outlook.charge() != null;
  }

  /** Who renews it, in a word: a message's key. */
  public String renewedByKey() {
    return renewedBy() == RenewedBy.EVERLINE && obstacle() != null
        ? "renewed-by.EVERLINE-no-effect"
        : "renewed-by." + renewedBy();
  }

  /** Whether nothing can be paid for it from here, whatever its owner does. */
  public boolean isOutOfReach() {
    return obstacle() == Reach.Cause.NO_ROUTE || obstacle() == Reach.Cause.KEPT_OTHERWISE;
  }

  /** Whether calling, texting or data keep it, and no payment does. */
  public boolean isKeptByUse() {
    LapseRule rule = outlook.line().rule();
    return rule != null && rule.basis() == Basis.ACTIVITY;
  }

  /** Whether its end is known and still to come. */
  public boolean canBeRemindedOf() {
    Long days = daysLeft();
    return days != null && days >= 0;
  }

  /** How it stands, in a sentence that says what to do where something is to be done. */
  public String standing(Words words) {
    if (lettingGo) {
      return lettingGo(words);
    }
    if (paused) {
      return words.say("card.paused");
    }
    if (underWay) {
      return words.say("card.under-way");
    }
    if (isOutOfBalance()) {
      return words.say("card.out-of-balance");
    }
    LocalDate end = coveredUntil();
    if (end == null) {
      LocalDate lost = isKeptByUse() ? outlook.numberMayBeLostOn() : null;
      return lost != null
          ? words.say("card.use-by", words.date(lost.minusDays(1)))
          : words.say(isKeptByUse() ? "card.use-unknown" : "card.no-date");
    }
    ExpectedCharge charge = outlook.charge();
    if (charge != null) {
      return byAutopay(words, charge, end);
    }
    return switch (urgency) {
      case SOON -> endsSoon(words, end);
      case LAPSED ->
          words.say(
              isOutOfReach() ? "card.LAPSED-elsewhere" : "card.LAPSED", words.date(end), brand);
      case LOST -> words.say("notice.NUMBER_MAY_BE_LOST", brand);
      case UNKNOWN ->
          words.say(canBeRemindedOf() ? "card.UNKNOWN" : "card.UNKNOWN-over", words.date(end));
      case UNCONFIRMED, CALM, PAUSED -> words.say("card." + urgency.name(), words.date(end));
    };
  }

  /** That its owner has decided to lose it, and when that is. */
  private String lettingGo(Words words) {
    LocalDate lost = outlook.numberMayBeLostOn();
    LocalDate end = coveredUntil();
    String until =
        lost != null
            ? words.say("card.lost-from", words.date(lost))
            : end == null ? null : words.say("card.served-until", words.date(end));
    return words.sentences(words.say("card.letting-go"), until);
  }

  /** How it stands while its carrier's own autopay is to renew it. */
  private String byAutopay(Words words, ExpectedCharge charge, LocalDate end) {
    LocalDate last = lastDayOf(charge);
    Instant from = charge.from();
    boolean oneDay = from != null && LocalDate.ofInstant(from, zone).equals(last);
    String when = words.say(oneDay ? "autopay.on" : "autopay.by", words.date(last));
    if (urgency == Urgency.UNCONFIRMED) {
      return words.say("autopay.check", brand, when);
    }
    return state() == LineState.UNCONFIRMED
        ? words.say("autopay.awaited", brand, when)
        : words.say("autopay.coming", words.date(end), brand, when);
  }

  /** The day on which the last try of a charge is over. */
  private LocalDate lastDayOf(ExpectedCharge charge) {
    return LocalDate.ofInstant(charge.to().minusMillis(1), zone);
  }

  private String endsSoon(Words words, LocalDate end) {
    Long left = daysLeft();
    long days = left == null ? Long.MAX_VALUE : left;
    if (days > 1) {
      return words.say(
          isOutOfReach() ? "card.SOON-elsewhere" : "card.SOON", words.date(end), brand);
    }
    String key =
        days == 1
            ? isOutOfReach() ? "card.ends-tomorrow-elsewhere" : "card.ends-tomorrow"
            : isOutOfReach() ? "card.ends-today-elsewhere" : "card.ends-today";
    return words.say(key, words.dayThere(end, zone), brand);
  }

  /** What is said of its renewal, as a message's key: it never promises what can't be done yet. */
  public String renewal() {
    if (renewedBy() != RenewedBy.EVERLINE) {
      return renewedBy() == RenewedBy.CARRIER
          ? "card.autopay"
          : hasFailed() ? "card.autopay-failed" : "card.auto-off";
    }
    return switch (obstacle()) {
      case null -> "card.auto-on";
      case NO_ROUTE -> "card.auto-no-route";
      case KEPT_OTHERWISE -> "card.auto-kept-otherwise";
      case PLAN_NOT_KNOWN -> "card.auto-planless";
      case PRICE_NOT_KNOWN -> "card.auto-unpriced";
      case BRAND_NOT_CONFIRMED -> "card.auto-blocked";
    };
  }

  /** The same where its owner decides on it. */
  String renewalWish() {
    if (renewedBy() != RenewedBy.EVERLINE) {
      return renewedBy() == RenewedBy.CARRIER
          ? "line.autopay"
          : hasFailed()
              ? "line.autopay-failed"
              : canBeRemindedOf() ? "line.auto-off" : "line.auto-off-unreminded";
    }
    return switch (obstacle()) {
      case null -> "line.auto-on";
      case NO_ROUTE -> canBeRemindedOf() ? "line.auto-no-route" : "line.auto-no-route-unreminded";
      case KEPT_OTHERWISE -> "line.auto-kept-otherwise";
      case PLAN_NOT_KNOWN -> "line.auto-planless";
      case PRICE_NOT_KNOWN -> "line.auto-unpriced";
      case BRAND_NOT_CONFIRMED -> "line.auto-blocked";
    };
  }

  /** Whether its carrier's own autopay failed for its present end, as its owner said. */
  boolean hasFailed() {
    return outlook.line().renewer().failedAt(coveredUntil());
  }

  /** The first letters of the brand, for a mark drawn by us. */
  public String mark() {
    int[] letters = brand.codePoints().filter(Character::isLetterOrDigit).limit(2).toArray();
    return new String(letters, 0, letters.length);
  }

  /** Of the mark's ground; told by the brand's name, and not the brand's own colour. */
  public int hue() {
    return Math.floorMod(brand.hashCode(), 8);
  }

  /** How much of the ring is drawn, of 100. */
  public long ring() {
    Long days = daysLeft();
    return days == null ? 0 : Math.clamp(days * 100 / FULL_RING, 0, 100);
  }
}
