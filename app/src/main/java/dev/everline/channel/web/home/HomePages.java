package dev.everline.channel.web.home;

import dev.everline.catalog.Catalog;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.SpendDrawing;
import dev.everline.channel.web.frame.Visit;
import dev.everline.channel.web.line.LineCard;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import dev.everline.line.Line;
import dev.everline.line.LineFilter;
import dev.everline.line.LineStore;
import dev.everline.line.validity.Timeline;
import dev.everline.notice.Notice;
import dev.everline.notice.Notices;
import dev.everline.payment.Wallet;
import dev.everline.renewal.OrderDesk;
import dev.everline.renewal.Renewals;
import dev.everline.renewal.decide.Outlook;
import dev.everline.renewal.decide.Urgency;
import dev.everline.storage.RestoreMark;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.View;

/** Which line needs its owner, by when, and at what cost. */
@ServesPages
final class HomePages {

  private static final int CARDS = 24;
  private static final int NOTICES = 50;

  /** More than the lines of an account whose lines are all looked at can have open. */
  private static final int MOST_NOTICES = 10 * LineStore.LARGEST_PAGE;

  private final LineStore lines;
  private final Catalog catalog;
  private final Outlook outlook;
  private final Wallet wallet;
  private final Renewals renewals;
  private final OrderDesk orderDesk;
  private final Notices notices;
  private final Clock clock;
  private final Pages pages;

  HomePages(
      LineStore lines,
      Catalog catalog,
      Outlook outlook,
      Wallet wallet,
      Renewals renewals,
      OrderDesk orderDesk,
      Notices notices,
      Clock clock,
      Pages pages) {
    this.lines = lines;
    this.catalog = catalog;
    this.outlook = outlook;
    this.wallet = wallet;
    this.renewals = renewals;
    this.orderDesk = orderDesk;
    this.notices = notices;
    this.clock = clock;
    this.pages = pages;
  }

  /**
   * A number that can be lost.
   *
   * @param from the first day on which it may be
   * @param fact false for a figure without a reliable source
   * @param least the cheapest known way to keep it, or null
   * @param today in its carrier's zone
   */
  record Risk(
      LineCard card,
      LocalDate from,
      boolean fact,
      Timeline.@Nullable LeastCost least,
      LocalDate today) {

    boolean isLost() {
      return card.urgency() == Urgency.LOST;
    }
  }

  /**
   * @param cards the most urgent first
   * @param more lines that have no card here
   * @param many whether only the lines were looked at of which there is something to tell
   * @param spending by month, the present one last
   * @param coming what will be renewed by itself next, the next first
   * @param needs what Everline can't do alone, the most urgent first
   * @param needing how many lines need somebody; more than there are items where they are many
   * @param restored while nothing is paid after a restore; else null
   */
  record HomePage(
      List<LineCard> cards,
      long more,
      boolean many,
      List<Risk> risks,
      List<LineCard> coming,
      List<Need> needs,
      long needing,
      Money balance,
      SpendDrawing spending,
      @Nullable RestoreMark restored) {}

  @GetMapping("/")
  View home(Visit visit) {
    long all = lines.count(visit.accountId());
    boolean many = all > LineStore.LARGEST_PAGE;
    List<Notice> open = notices.list(visit.accountId(), true, many ? NOTICES : MOST_NOTICES);
    List<Line> found =
        many
            ? lines.find(visit.accountId(), open.stream().map(Notice::line).distinct().toList())
            : lines.list(visit.accountId(), LineFilter.ALL, null, LineStore.LARGEST_PAGE).lines();
    List<LineCard> cards = new ArrayList<>();
    List<Risk> risks = new ArrayList<>();
    for (Line line : found) {
      LineCard card = LineCard.of(line, outlook.of(line, visit.state()), catalog);
      cards.add(card);
      risk(line, card, visit.state()).ifPresent(risks::add);
    }
    Map<LineId, List<Notice>> byLine = open.stream().collect(Collectors.groupingBy(Notice::line));
    List<Need> needs =
        cards.stream()
            .filter(card -> card.urgency().needsOwner() || byLine.containsKey(card.id()))
            .map(card -> Need.of(card, byLine.getOrDefault(card.id(), List.of()), clock.instant()))
            .sorted(Need.BY_URGENCY)
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
    HomePage home =
        new HomePage(
            shown,
            all - shown.size(),
            many,
            risks,
            coming,
            needs.subList(0, Math.min(NOTICES, needs.size())),
            needs.size(),
            wallet.balance(visit.accountId(), Money.USD),
            spending(visit),
            renewals.heldSinceRestore().orElse(null));
    return pages.show("home/home", visit, home);
  }

  /** On the reader's calendar. */
  private SpendDrawing spending(Visit visit) {
    ZoneId zone = visit.words().zone();
    YearMonth now = YearMonth.from(LocalDate.ofInstant(clock.instant(), zone));
    YearMonth since =
        visit.account() == null
            ? now
            : YearMonth.from(LocalDate.ofInstant(visit.account().createdAt(), zone));
    return SpendDrawing.of(
        orderDesk.spentByMonth(visit.accountId(), zone, Money.USD), since, now, zone, Money.USD);
  }

  private Optional<Risk> risk(Line line, LineCard card, @Nullable String state) {
    // What the autopay probably renewed is asked about, not warned of.
    if (line.isPaused()
        || line.plan() == null
        || card.urgency() == Urgency.CALM
        || card.isByCarrier()) {
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
        .filter(event -> !event.date().isAfter(timeline.today().plusDays(LineCard.WARNED_DAYS)))
        .findFirst()
        .map(
            event ->
                new Risk(card, event.date(), event.fact(), timeline.leastCost(), timeline.today()));
  }
}
