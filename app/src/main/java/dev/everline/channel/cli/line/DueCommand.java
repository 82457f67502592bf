package dev.everline.channel.cli.line;

import dev.everline.account.Account;
import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.channel.cli.AccountOption;
import dev.everline.channel.cli.Json;
import dev.everline.channel.cli.Services;
import dev.everline.channel.cli.Table;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.line.Line;
import dev.everline.line.LineFilter;
import dev.everline.line.LinePage;
import dev.everline.line.LineStore;
import dev.everline.line.renewer.RenewedBy;
import dev.everline.notice.Notice;
import dev.everline.notice.NoticeKind;
import dev.everline.notice.Notices;
import dev.everline.renewal.decide.Outlook;
import dev.everline.renewal.decide.Outlook.Standing;
import dev.everline.renewal.decide.Reach;
import dev.everline.renewal.decide.Urgency;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows which lines end soon and what the owner must do. */
@Command(
    name = "due",
    description = "Shows the lines that end soon, and what needs your attention.",
    mixinStandardHelpOptions = true)
public final class DueCommand implements Callable<Integer> {

  private static final int MOST_DAYS = 3_660;
  private static final int NOTICES_SHOWN = 10_000;

  private final Services services;

  @Mixin private AccountOption whose = new AccountOption();

  @Option(names = "--days", paramLabel = "N", description = "Days to look ahead; default 14.")
  private int days = 14;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  public DueCommand(Services services) {
    this.services = services;
  }

  /** What is due, as programs see it. */
  record Due(List<Ending> lines, List<Notice> notices, List<Needing> linesThatNeedYou) {}

  /**
   * A line that needs its owner, once, however many notices it has.
   *
   * @param notices the kinds of those that are open; empty where only its dates say that it needs
   *     somebody
   * @param needed money that would help, or null
   * @param actBy the first deadline that hasn't passed, or null
   */
  record Needing(
      LineId line,
      String name,
      Urgency urgency,
      @Nullable LocalDate coveredUntil,
      List<NoticeKind> notices,
      @Nullable Money needed,
      @Nullable Instant actBy) {

    private static final Comparator<Needing> MOST_URGENT_FIRST =
        Comparator.comparingInt(
                (Needing one) ->
                    one.urgency() == Urgency.LOST ? 0 : one.urgency() == Urgency.LAPSED ? 1 : 2)
            .thenComparing(Needing::coveredUntil, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(Needing::name);

    /** In words. */
    String why() {
      List<String> words = new ArrayList<>();
      switch (urgency) {
        case LOST -> words.add(NoticeText.of(NoticeKind.NUMBER_MAY_BE_LOST));
        case LAPSED -> words.add("no service");
        case UNCONFIRMED -> words.add(NoticeText.of(NoticeKind.AUTOPAY_UNCONFIRMED));
        case SOON -> words.add(NoticeText.of(NoticeKind.EXPIRES_SOON));
        case UNKNOWN ->
            words.add(
                coveredUntil == null
                    ? NoticeText.of(NoticeKind.VALIDITY_NOT_KNOWN)
                    : "what comes after its end is unknown");
        case CALM, PAUSED -> {
          // only its notices
        }
      }
      if (urgency != Urgency.LOST) {
        notices.stream().map(NoticeText::of).forEach(words::add);
      }
      return String.join("; ", words.stream().distinct().toList());
    }
  }

  /**
   * A line that ends soon.
   *
   * @param renewedBy who renews it at this end
   * @param renewsByItself whether Everline is to, and can
   * @param obstacle why Everline can't, or null when it can
   */
  record Ending(
      LineId line,
      String label,
      String carrier,
      @Nullable LocalDate validUntil,
      RenewedBy renewedBy,
      boolean renewsByItself,
      Reach.@Nullable Cause obstacle) {}

  @Override
  public Integer call() {
    if (days < 0 || days > MOST_DAYS) {
      throw InvalidValue.of(
          "days", Integer.toString(days), "is out of range", "give 0 to " + MOST_DAYS);
    }
    Account account = whose.of(services);
    List<Notice> notices = services.get(Notices.class).list(account.id(), true, NOTICES_SHOWN);
    Map<LineId, List<Notice>> noticesOf =
        notices.stream().collect(Collectors.groupingBy(Notice::line));
    Instant now = services.get(Clock.class).instant();
    Outlook outlook = services.get(Outlook.class);
    List<Ending> ending = new ArrayList<>();
    List<Needing> needing = new ArrayList<>();
    Map<LineId, ZoneId> zones = new HashMap<>();
    forEachLine(
        account,
        line -> {
          ZoneId zone = zoneOf(line, account);
          zones.put(line.id(), zone);
          Standing standing = outlook.of(line, account.state());
          Urgency urgency = Urgency.of(standing, line.isPaused());
          if (urgency.needsOwner() || noticesOf.containsKey(line.id())) {
            needing.add(
                needing(line, standing, urgency, noticesOf.getOrDefault(line.id(), List.of())));
          }
          LocalDate until = line.facts().validUntil();
          if (!line.isPaused() && until != null && endsInTime(until, now, zone)) {
            ending.add(ending(line, standing));
          }
        });
    ending.sort(
        Comparator.comparing(Ending::validUntil, Comparator.nullsLast(Comparator.naturalOrder())));
    needing.sort(Needing.MOST_URGENT_FIRST);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      new Json().print(out, new Due(ending, notices, needing));
    } else {
      printEnding(
          out,
          ending,
          line ->
              DayThere.of(
                  line.validUntil(),
                  zones.getOrDefault(line.line(), account.zone()),
                  account.zone(),
                  now));
      printNeeding(out, needing, line -> zones.getOrDefault(line, account.zone()));
    }
    return 0;
  }

  private boolean endsInTime(LocalDate until, Instant now, ZoneId there) {
    return !until.isAfter(LocalDate.ofInstant(now, there).plusDays(days));
  }

  private void forEachLine(Account account, Consumer<Line> act) {
    LineStore store = services.get(LineStore.class);
    LineId after = null;
    do {
      LinePage page = store.list(account.id(), LineFilter.ALL, after, LineStore.LARGEST_PAGE);
      page.lines().forEach(act);
      after = page.next();
    } while (after != null);
  }

  private ZoneId zoneOf(Line line, Account account) {
    Carrier carrier = services.get(Catalog.class).carriers().get(line.carrier());
    return carrier == null ? account.zone() : carrier.zone();
  }

  private static Ending ending(Line line, Standing standing) {
    Reach.Cause obstacle = standing.obstacle();
    return new Ending(
        line.id(),
        line.label(),
        line.carrier(),
        line.facts().validUntil(),
        standing.line().renewedBy(),
        standing.line().renewedBy() == RenewedBy.EVERLINE && obstacle == null,
        obstacle);
  }

  private static void printEnding(
      PrintWriter out, List<Ending> ending, Function<Ending, @Nullable String> dayOf) {
    Table table =
        new Table().left("Line").left("Label").left("Carrier").left("Valid until").left("Renews");
    ending.forEach(
        line ->
            table.row(
                line.line(),
                line.label(),
                line.carrier(),
                dayOf.apply(line),
                line.renewsByItself()
                    ? "automatically"
                    : line.renewedBy() == RenewedBy.CARRIER
                        ? "by its carrier's autopay"
                        : line.obstacle() == Reach.Cause.NO_ROUTE
                            ? "manually: Everline can't pay " + line.carrier() + " from here"
                            : "manually"));
    table.print(out);
  }

  private static void printNeeding(
      PrintWriter out, List<Needing> needing, Function<LineId, ZoneId> zoneOf) {
    if (needing.isEmpty()) {
      return;
    }
    out.println();
    Table needs =
        new Table()
            .left("Needs attention")
            .left("Name")
            .left("Why")
            .left("Paid until")
            .right("Needed")
            .left("Act by");
    needing.forEach(
        one ->
            needs.row(
                one.line(),
                one.name(),
                one.why(),
                one.coveredUntil(),
                one.needed(),
                actBy(one, zoneOf.apply(one.line()))));
    needs.print(out);
  }

  private Needing needing(Line line, Standing standing, Urgency urgency, List<Notice> notices) {
    Instant now = services.get(Clock.class).instant();
    return new Needing(
        line.id(),
        NoticeText.name(line),
        urgency,
        standing.coveredUntil(),
        notices.stream().map(Notice::kind).distinct().toList(),
        notices.stream().map(Notice::needed).filter(Objects::nonNull).findFirst().orElse(null),
        urgency == Urgency.LOST
            ? null
            : notices.stream()
                .map(Notice::actBy)
                .filter(Objects::nonNull)
                .filter(now::isBefore)
                .min(Comparator.naturalOrder())
                .orElse(null));
  }

  /** The last minute to act, by the carrier's clock. */
  private static @Nullable String actBy(Needing needing, ZoneId zone) {
    Instant by = needing.actBy();
    return by == null
        ? null
        : DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm VV")
            .format(by.minus(Duration.ofMinutes(1)).atZone(zone));
  }
}
