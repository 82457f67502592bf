package dev.everline.channel.web.line;

import dev.everline.catalog.Catalog;
import dev.everline.catalog.Confidence;
import dev.everline.catalog.Length;
import dev.everline.catalog.Plan;
import dev.everline.catalog.PrintedDate;
import dev.everline.channel.web.frame.Visit;
import dev.everline.channel.web.line.SharePages.Fact;
import dev.everline.kernel.Money;
import dev.everline.line.Line;
import dev.everline.line.LineFacts;
import dev.everline.line.LineField;
import dev.everline.line.message.CarrierMessage;
import dev.everline.line.message.Statement;
import dev.everline.line.message.Statement.About;
import dev.everline.line.message.Statement.What;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a carrier's message says that could be noted for a line, and what is doubtful about it. */
final class MessageFacts {

  /** How far an end may lie ahead where nothing bounds it. */
  static final int NO_BOUND = Integer.MAX_VALUE;

  /** Carriers' dates differ by some days from ours; more than that isn't one renewal. */
  private static final int SLACK = 10;

  /** Where the plan isn't known, the longest terms last a year. */
  private static final int LONGEST = 366;

  /** Service is off on the day that such words name; "renew to avoid suspension" names none. */
  private static final Pattern SUSPENSION =
      Pattern.compile(
          "will be (?:suspended|cut off|turned off|shut off|deactivated|interrupted|paused)"
              + "|se (?:suspender|desactivar|interrumpir|cortar|pausar)[aá]\\b"
              + "|(?:将|会)[^，。；]{0,16}(?:停机|停用|中断|暂停)",
          Pattern.CASE_INSENSITIVE);

  private MessageFacts() {}

  /**
   * @param line the one that the message is about, or null when that can't be told
   * @param today where the reader is
   */
  static List<Fact> of(
      Visit visit, CarrierMessage found, @Nullable Line line, Catalog catalog, LocalDate today) {
    LineFacts now = line == null ? null : line.facts();
    List<Fact> facts = new ArrayList<>();
    PrintedDate printed = printed(found, line, catalog);
    Optional<Statement> end = found.end();
    if (end.isPresent()) {
      facts.add(end(visit, found, end.get(), line, catalog, today));
    } else {
      renewal(found)
          .ifPresent(
              said -> {
                LocalDate date = Objects.requireNonNull(said.date());
                String doubt = doubt(date, end(now), today, daysOfOneRenewal(line, catalog));
                // A renewal that has failed, or is about to, doesn't lead to that day.
                boolean meant =
                    printed.means() != PrintedDate.Means.UNKNOWN
                        && found.statements().stream().noneMatch(MessageFacts::isFailure);
                facts.add(
                    new Fact(
                        LineField.VALID_UNTIL.key(),
                        "fact.renewal-date",
                        date.toString(),
                        visit.date(date),
                        shown(visit, end(now)),
                        doubt,
                        meant && isSure(found, said) && doubt == null));
              });
    }
    found
        .balance()
        .ifPresent(
            said ->
                facts.add(
                    new Fact(
                        LineField.BALANCE.key(),
                        "fact.balance",
                        amount(said).toDecimal().toPlainString(),
                        visit.money(amount(said)),
                        now == null || now.balance() == null ? null : visit.money(now.balance()),
                        null,
                        isSure(found, said))));
    found
        .balanceEnd()
        .ifPresent(
            said -> {
              LocalDate date = Objects.requireNonNull(said.date());
              LocalDate known = now == null ? null : now.balanceExpiresOn();
              String doubt = doubt(date, known, today, NO_BOUND);
              facts.add(
                  new Fact(
                      LineField.BALANCE_EXPIRES_ON.key(),
                      "fact.balance-expires",
                      date.toString(),
                      visit.date(date),
                      shown(visit, known),
                      doubt,
                      isSure(found, said) && doubt == null));
            });
    return facts;
  }

  private static Fact end(
      Visit visit,
      CarrierMessage found,
      Statement said,
      @Nullable Line line,
      Catalog catalog,
      LocalDate today) {
    LocalDate known = line == null ? null : line.facts().validUntil();
    LocalDate date = Objects.requireNonNull(said.date());
    LocalDate given = date;
    LocalDate last = date;
    if (SUSPENSION.matcher(said.words()).find()) {
      last = date.minusDays(1);
      given = printed(found, line, catalog).shownFor(last);
    }
    String doubt = doubt(last, known, today, daysOfOneRenewal(line, catalog));
    return new Fact(
        LineField.VALID_UNTIL.key(),
        "fact.valid-until",
        given.toString(),
        visit.date(last),
        shown(visit, known),
        doubt,
        isSure(found, said) && doubt == null);
  }

  private static boolean isFailure(Statement said) {
    return switch (said.what()) {
      case AUTOPAY_FAILED, SHORT, SUSPENDED -> true;
      default -> false;
    };
  }

  /** When its carrier renews it next: the date that people read in its app. */
  private static Optional<Statement> renewal(CarrierMessage found) {
    return found.statements().stream()
        .filter(each -> each.what() == What.RENEWAL_DUE && each.date() != null)
        .filter(each -> each.about() == About.LINE || each.about() == About.PLAN)
        .findFirst();
  }

  private static PrintedDate printed(CarrierMessage found, @Nullable Line line, Catalog catalog) {
    String carrier = line == null ? found.carrier() : line.carrier();
    return carrier == null
        ? PrintedDate.UNKNOWN
        : catalog.printedDate(carrier, line == null ? null : line.plan());
  }

  /**
   * Why a date is asked about before it is noted, as a message's key; null when nothing is
   * doubtful.
   *
   * @param known what the line has now, or null
   * @param longest the most days that one renewal buys
   */
  static @Nullable String doubt(
      LocalDate date, @Nullable LocalDate known, LocalDate today, int longest) {
    if (date.isBefore(today)) {
      return "share.doubt-past";
    }
    if (known == null) {
      return null;
    }
    LocalDate from = known.isBefore(today) ? today : known;
    boolean far = longest != NO_BOUND && date.isAfter(from.plusDays((long) longest + SLACK));
    return date.isBefore(known) ? "share.doubt-earlier" : far ? "share.doubt-far" : null;
  }

  static int daysOfOneRenewal(@Nullable Line line, Catalog catalog) {
    String id = line == null ? null : line.plan();
    Plan plan = id == null ? null : catalog.plans().get(id);
    Length period = plan == null ? null : plan.period();
    return period == null ? LONGEST : period.approxDays();
  }

  private static @Nullable LocalDate end(@Nullable LineFacts facts) {
    return facts == null ? null : facts.validUntil();
  }

  private static @Nullable String shown(Visit visit, @Nullable LocalDate date) {
    return date == null ? null : visit.date(date);
  }

  private static Money amount(Statement said) {
    return Objects.requireNonNull(said.amount());
  }

  private static boolean isSure(CarrierMessage found, Statement said) {
    return said.confidence() == Confidence.HIGH && !found.hidesALink();
  }
}
