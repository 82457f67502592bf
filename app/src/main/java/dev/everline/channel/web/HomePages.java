package dev.everline.channel.web;

import dev.everline.catalog.Catalog;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import dev.everline.line.Line;
import dev.everline.line.LineFilter;
import dev.everline.line.LineStore;
import dev.everline.line.Timeline;
import dev.everline.payment.Wallet;
import dev.everline.renewal.Decision;
import dev.everline.renewal.Outlook;
import dev.everline.renewal.Renewals;
import dev.everline.renewal.Urgency;
import dev.everline.storage.RestoreMark;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.View;

/** Which line needs its owner, by when, and at what cost. */
@ServesPages
final class HomePages {

  private static final int CARDS = 24;
  private static final int NOTICES = 50;

  /** The loss of a number is warned of from so many days before. */
  private static final int WARNED_DAYS = 30;

  private final LineStore lines;
  private final Catalog catalog;
  private final Outlook outlook;
  private final Wallet wallet;
  private final Renewals renewals;
  private final Clock clock;
  private final Pages pages;

  HomePages(
      LineStore lines,
      Catalog catalog,
      Outlook outlook,
      Wallet wallet,
      Renewals renewals,
      Clock clock,
      Pages pages) {
    this.lines = lines;
    this.catalog = catalog;
    this.outlook = outlook;
    this.wallet = wallet;
    this.renewals = renewals;
    this.clock = clock;
    this.pages = pages;
  }

  /**
   * A number that can be lost.
   *
   * @param from the first day on which it may be
   * @param fact false for a figure that nobody vouches for
   * @param least the cheapest known way to keep it, or null
   */
  record Risk(LineCard card, LocalDate from, boolean fact, Timeline.@Nullable LeastCost least) {}

  /**
   * @param cards the most urgent first
   * @param more lines that have no card here
   * @param many whether only the lines were looked at of which there is something to tell
   * @param spending by month, the present one last
   * @param coming what will be renewed by itself next, the next first
   * @param needs what Everline can't do alone, the newest first
   * @param notices the same, with their lines
   * @param restored while nothing is paid after a restore; else null
   */
  record Home(
      List<LineCard> cards,
      long more,
      boolean many,
      List<Risk> risks,
      List<LineCard> coming,
      List<Renewals.Told> needs,
      List<Notice> notices,
      Money balance,
      SpendDrawing spending,
      @Nullable RestoreMark restored) {}

  /**
   * Something the reader was told, and what they can do about it.
   *
   * @param page where that is done
   * @param button a message's key
   */
  record Notice(Renewals.Told told, LineCard card, String page, String button) {

    static Notice of(Renewals.Told told, LineCard card) {
      String line = "/lines/" + card.id();
      return switch (Decision.Told.valueOf(told.kind())) {
        case WALLET_SHORT -> new Notice(told, card, "/money", "told-do.fill");
        case BRAND_NOT_CONFIRMED -> new Notice(told, card, line, "told-do.confirm");
        case PLAN_NOT_KNOWN, VALIDITY_NOT_KNOWN, PRICE_NOT_KNOWN, HELD_SINCE_RESTORE ->
            new Notice(told, card, line + "/edit", "told-do.edit");
        case EXPIRES_SOON, NUMBER_AT_RISK, NO_ROUTE, BALANCE_USED_UP ->
            new Notice(
                told, card, line + "/renew", card.isOutOfReach() ? "card.how" : "card.renew");
        case NUMBER_MAY_BE_LOST,
            PRICE_ABOVE_CEILING,
            NUMBER_KEPT,
            NUMBER_NOT_KEPT,
            KEPT_OTHERWISE,
            CARRIER_REFUSED,
            NOT_RENEWED_YET,
            STILL_IN_DOUBT,
            PARKED,
            NO_CHANGE_AT_CARRIER,
            GAVE_UP ->
            new Notice(told, card, line, "told-do.look");
      };
    }
  }

  @GetMapping("/")
  View home(Visit visit) {
    List<Renewals.Told> needs = renewals.told(visit.accountId(), true, NOTICES);
    long all = lines.count(visit.accountId());
    boolean many = all > LineStore.LARGEST_PAGE;
    List<Line> found =
        many
            ? lines.find(
                visit.accountId(), needs.stream().map(Renewals.Told::line).distinct().toList())
            : lines.list(visit.accountId(), LineFilter.ALL, null, LineStore.LARGEST_PAGE).lines();
    List<LineCard> cards = new ArrayList<>();
    List<Risk> risks = new ArrayList<>();
    for (Line line : found) {
      LineCard card = LineCard.of(line, outlook.of(line, visit.state()), catalog);
      cards.add(card);
      risk(line, card, visit.state()).ifPresent(risks::add);
    }
    Map<LineId, LineCard> byLine =
        cards.stream().collect(Collectors.toMap(LineCard::id, Function.identity()));
    List<Notice> notices =
        needs.stream()
            .filter(told -> byLine.containsKey(told.line()))
            .map(told -> Notice.of(told, Objects.requireNonNull(byLine.get(told.line()))))
            .toList();
    cards.sort(LineCard.BY_URGENCY);
    risks.sort(Comparator.comparing(Risk::from));
    List<LineCard> shown = cards.subList(0, Math.min(CARDS, cards.size()));
    List<LineCard> coming =
        cards.stream()
            .filter(card -> card.renewsItself() && !card.paused() && card.coveredUntil() != null)
            .filter(card -> card.urgency() == Urgency.CALM)
            .limit(5)
            .toList();
    Home home =
        new Home(
            shown,
            all - shown.size(),
            many,
            risks,
            coming,
            needs,
            notices,
            wallet.balance(visit.accountId(), Money.USD),
            spending(visit),
            renewals.heldSinceRestore().orElse(null));
    return pages.show("home", visit, home);
  }

  /** On the reader's calendar. */
  private SpendDrawing spending(Visit visit) {
    ZoneId zone = visit.words().zone();
    YearMonth now = YearMonth.from(LocalDate.ofInstant(clock.instant(), zone));
    return SpendDrawing.of(
        renewals.spentByMonth(visit.accountId(), zone, Money.USD), now, zone, Money.USD);
  }

  private Optional<Risk> risk(Line line, LineCard card, @Nullable String state) {
    if (line.isPaused() || line.plan() == null || card.urgency() == Urgency.CALM) {
      return Optional.empty();
    }
    Timeline timeline;
    try {
      timeline = outlook.timeline(line, state);
    } catch (ProblemException unknownPlan) {
      return Optional.empty();
    }
    return timeline.milestones().stream()
        .filter(event -> event.kind() == Timeline.Kind.NUMBER_MAY_BE_LOST)
        .filter(event -> !event.date().isAfter(timeline.today().plusDays(WARNED_DAYS)))
        .findFirst()
        .map(event -> new Risk(card, event.date(), event.fact(), timeline.leastCost()));
  }
}
