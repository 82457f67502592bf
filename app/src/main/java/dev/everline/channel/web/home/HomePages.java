package dev.everline.channel.web.home;

import dev.everline.catalog.Catalog;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.SpendDrawing;
import dev.everline.channel.web.frame.Visit;
import dev.everline.channel.web.line.LineCard;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.line.Line;
import dev.everline.line.LineFilter;
import dev.everline.line.LineStore;
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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.View;

/**
 * What needs somebody, by when and at what cost; what the next days bring; how each line stands.
 */
@ServesPages
final class HomePages {

  private static final int CARDS = 24;
  private static final int NEEDS = 24;
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
   * A line's card, and whether an item above it is about the line.
   *
   * @param look a calm colour only where nothing is open
   */
  record Tile(LineCard card, boolean needed, String look) {

    static Tile of(LineCard card, boolean needed) {
      if (card.lettingGo()) {
        return new Tile(card, needed, "letting-go");
      }
      String urgency = card.urgency().name().toLowerCase(Locale.ROOT);
      return new Tile(card, needed, needed && card.urgency() == Urgency.CALM ? "open" : urgency);
    }
  }

  /**
   * @param needs what needs somebody, the most urgent first
   * @param needing how many lines do
   * @param moreNeeds whether some of that isn't shown
   * @param ahead what the next days bring, or null where there are too many lines
   * @param tiles the most urgent first
   * @param more lines that have no card here
   * @param many whether only the lines were looked at of which there is something to tell
   * @param reaches whether Everline can pay any carrier from here
   * @param balance in the wallet, or null where it says nothing
   * @param spending by month, the present one last
   * @param restored while nothing is paid after a restore; else null
   */
  record HomePage(
      List<Need> needs,
      long needing,
      boolean moreNeeds,
      @Nullable MonthAhead ahead,
      List<Tile> tiles,
      long more,
      boolean many,
      boolean reaches,
      @Nullable Money balance,
      SpendDrawing spending,
      @Nullable RestoreMark restored) {

    boolean isEmpty() {
      return tiles.isEmpty() && !many;
    }
  }

  @GetMapping("/")
  View home(Visit visit) {
    long all = lines.count(visit.accountId());
    boolean many = all > LineStore.LARGEST_PAGE;
    List<Notice> open = notices.list(visit.accountId(), true, many ? NOTICES : MOST_NOTICES);
    List<Line> found =
        many
            ? lines.find(visit.accountId(), open.stream().map(Notice::line).distinct().toList())
            : lines.list(visit.accountId(), LineFilter.ALL, null, LineStore.LARGEST_PAGE).lines();
    Map<LineId, Line> byId = new HashMap<>();
    List<LineCard> cards = new ArrayList<>();
    for (Line line : found) {
      byId.put(line.id(), line);
      cards.add(LineCard.of(line, outlook.of(line, visit.state()), catalog));
    }
    cards.sort(LineCard.BY_URGENCY);
    Needs needs =
        Needs.of(
            cards,
            open.stream().collect(Collectors.groupingBy(Notice::line)),
            catalog,
            clock.instant());
    List<LineCard> shown = cards.subList(0, Math.min(CARDS, cards.size()));
    boolean reaches = outlook.reachesAnyCarrier();
    Money balance = wallet.balance(visit.accountId(), Money.USD);
    HomePage home =
        new HomePage(
            needs.items().stream()
                .limit(NEEDS)
                .map(need -> priced(need, byId, visit.state()))
                .toList(),
            needs.lines().size(),
            many || needs.items().size() > NEEDS,
            many ? null : ahead(visit, cards),
            shown.stream().map(card -> Tile.of(card, needs.lines().contains(card.id()))).toList(),
            all - shown.size(),
            many,
            reaches,
            reaches || !balance.isZero() ? balance : null,
            spending(visit),
            renewals.heldSinceRestore().orElse(null));
    return pages.show("home/home", visit, home);
  }

  /** What the reader's next days bring. */
  private MonthAhead ahead(Visit visit, List<LineCard> cards) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), visit.words().zone());
    Agenda agenda = new Agenda(today, today, today.plusDays(MonthAhead.DAYS - 1), MonthAhead.KINDS);
    cards.forEach(card -> agenda.add(card.outlook(), card.paused(), card));
    return MonthAhead.of(agenda, today, visit.words().language().locale());
  }

  /** With what keeping the number costs, where it can be lost soon. */
  private Need priced(Need need, Map<LineId, Line> byId, @Nullable String state) {
    if (!(need instanceof Need.OfLine one) || one.loss() == null || one.card().canBeRemindedOf()) {
      return need;
    }
    Line line = byId.get(one.card().id());
    if (line == null || one.card().outlook().line().plan() == null) {
      return need;
    }
    return one.with(outlook.timeline(line, state).leastCost());
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
}
