package dev.everline.renewal;

import dev.everline.carrier.CarrierConnector;
import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.LineId;
import dev.everline.kernel.OrderId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.line.LineFacts;
import dev.everline.line.due.CarrierWakeUps;
import dev.everline.line.due.DueLine;
import dev.everline.line.renewer.RenewedBy;
import dev.everline.renewal.Renewals.Wish;
import dev.everline.renewal.decide.Decision;
import dev.everline.renewal.decide.KeepNumber;
import dev.everline.renewal.decide.LineToday;
import dev.everline.renewal.engine.Rules;
import dev.everline.renewal.engine.Tables;
import dev.everline.renewal.engine.stop.OrderRequest;
import dev.everline.renewal.engine.stop.StartFacts;
import dev.everline.renewal.engine.stop.StopRules;
import dev.everline.renewal.order.OrderDraft;
import dev.everline.renewal.order.Orders;
import dev.everline.renewal.order.Period;
import dev.everline.renewal.price.Quote;
import dev.everline.storage.Pipeline;
import dev.everline.storage.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What renewing a line would cost and give now, and what can't be renewed from here. */
public final class Quotes {

  private final Transactions transactions;
  private final Tables tables;
  private final Rules rules;
  private final Catalog catalog;
  private final Clock clock;

  public Quotes(Transactions transactions, Tables tables, Rules rules, Clock clock) {
    this.transactions = transactions;
    this.tables = tables;
    this.rules = rules;
    this.catalog = rules.catalog();
    this.clock = clock;
  }

  /**
   * The price of a renewal request for a line, and what it buys.
   *
   * @throws ProblemException NOT_FOUND, NOT_RENEWABLE, INVALID_VALUE, or PAID_ALREADY when another
   *     payment would buy nothing
   */
  public Quote quote(AccountId account, LineId id, Wish wish) {
    return switch (quotes(account, id, List.of(wish)).getFirst()) {
      case PricedWish.Priced priced -> priced.quote();
      case PricedWish.Refused refused -> throw refused.why();
    };
  }

  /** The price of a renewal request, or why it can't be bought. */
  public sealed interface PricedWish {

    Wish wish();

    record Priced(Wish wish, Quote quote) implements PricedWish {}

    /**
     * @param why as {@link Quotes#quote} throws it
     */
    record Refused(Wish wish, ProblemException why) implements PricedWish {}
  }

  /**
   * The prices of several requests for one line, in the same order and as of the same moment: the
   * line is read once, and all earlier payments for it in one round trip.
   *
   * @throws ProblemException NOT_FOUND when the account has no such line
   */
  public List<PricedWish> quotes(AccountId account, LineId id, List<Wish> wishes) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return transactions.read(
        connection -> {
          DueLine line =
              tables
                  .lines()
                  .find(connection, id)
                  .filter(found -> found.account().equals(account))
                  .orElseThrow(() -> noLine(id));
          Pipeline reading = new Pipeline(connection);
          List<Pipeline.Answer<PricedWish>> answers = new ArrayList<>(wishes.size());
          for (Wish wish : wishes) {
            answers.add(priced(reading, line, wish, now));
          }
          reading.send();
          return answers.stream().map(Pipeline.Answer::get).toList();
        });
  }

  private Pipeline.Answer<PricedWish> priced(
      Pipeline reading, DueLine line, Wish wish, Instant now) {
    Quote quote;
    try {
      quote = price(line, wish, now);
    } catch (ProblemException refused) {
      return () -> new PricedWish.Refused(wish, refused);
    }
    return earlier(reading, line, quote, now)
        .map(
            earlier -> {
              ProblemException paid = paidAlready(line, quote, earlier, now);
              return paid == null
                  ? new PricedWish.Priced(wish, quote)
                  : new PricedWish.Refused(wish, paid);
            });
  }

  /** What was already paid for the period that a quote covers. */
  private Pipeline.Answer<Orders.Earlier> earlier(
      Pipeline reading, DueLine line, Quote quote, Instant now) {
    Period period = Period.of(draft(line, quote, now), rules.coverage().day(line, now));
    return tables
        .orders()
        .earlier(reading, line.id().bucket(), Map.of(line.id(), period))
        .map(found -> found.getOrDefault(line.id(), Orders.Earlier.NOTHING));
  }

  /** Why paying a quote would buy nothing; null when it would buy days. */
  private @Nullable ProblemException paidAlready(
      DueLine line, Quote quote, Orders.Earlier earlier, Instant now) {
    return StopRules.paidAlready(
        OrderRequest.byHand(line, draft(line, quote, now), null),
        StartFacts.of(line, earlier, now));
  }

  /** Never stored, so it needs no id of its own. */
  private OrderDraft draft(DueLine line, Quote quote, Instant now) {
    return OrderDraft.of(new OrderId(0), line, quote, periodFrom(line, now), "quote", "", now, now);
  }

  /** The end of validity that a renewal now would extend. */
  LocalDate periodFrom(DueLine line, Instant now) {
    LineToday seen = rules.coverage().today(line, now);
    LocalDate covered = seen.coveredUntil();
    return line.facts().validUntil() == null || covered == null ? seen.today() : covered;
  }

  /**
   * The payment that keeps a line's number when the line can't be renewed and its owner wants the
   * number kept.
   *
   * @return empty when no payment is known for certain to keep it
   */
  public Optional<Quote> keepingNumber(AccountId account, LineId id) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return transactions
        .read(connection -> tables.lines().find(connection, id))
        .filter(line -> line.account().equals(account))
        .flatMap(line -> keepingNumber(line, now));
  }

  private Optional<Quote> keepingNumber(DueLine line, Instant now) {
    return Optional.ofNullable(
        new KeepNumber(catalog, rules.quoter())
            .quote(line, LineToday.of(line, catalog, rules.quoter(), now)));
  }

  /**
   * What the heartbeat would buy for a line as soon as its owner confirms its carrier: the line is
   * to renew automatically, and its renewal is due.
   *
   * @return empty when confirming buys nothing, or its carrier is confirmed already
   */
  public Optional<Quote> boughtOnConfirming(AccountId account, LineId id) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return transactions.read(
        connection -> {
          DueLine line = tables.lines().find(connection, id).orElse(null);
          if (line == null
              || !line.account().equals(account)
              || line.brandConfirmed()
              || line.openOrder() != null) {
            return Optional.empty();
          }
          CarrierConnector route = rules.routes().to(line.carrier()).orElse(null);
          if (route == null) {
            return Optional.empty();
          }
          Duration slowest =
              tables
                  .routeRecords()
                  .slowest(connection, now)
                  .getOrDefault(route.route(), Duration.ZERO);
          return rules.decide().decide(line.withBrandConfirmed(), slowest, true, now)
                  instanceof Decision.Renew renew
              ? Optional.of(renew.quote())
              : Optional.empty();
        });
  }

  /** What a line's renewal would cost now, or why it can't be renewed now. */
  public sealed interface Prospect {

    LineId line();

    /**
     * @param key makes this renewal idempotent, see {@link Quotes#nextRequestKey}
     * @param paidAlready whether its days are already paid, so that it would be refused now
     */
    record Offered(LineId line, Quote quote, String key, boolean paidAlready) implements Prospect {}

    record NotOffered(LineId line, Obstacle why) implements Prospect {}
  }

  /** Why a line can't be renewed now. */
  public enum Obstacle {
    GONE,
    PAUSED,
    UNDER_WAY,
    BRAND_NOT_CONFIRMED,
    NO_ROUTE,
    RENEWED_BY_CARRIER,
    NOT_RENEWABLE
  }

  /** The prospects of lines of an account, in the order of the lines. */
  public List<Prospect> prospects(AccountId account, List<LineId> ids, Wish wish) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return transactions.run(
        connection -> {
          List<Prospect> prospects = new ArrayList<>(ids.size());
          for (LineId id : ids) {
            prospects.add(prospect(connection, account, id, wish, now));
          }
          return prospects;
        });
  }

  private Prospect prospect(
      Connection connection, AccountId account, LineId id, Wish wish, Instant now)
      throws SQLException {
    DueLine line =
        tables
            .lines()
            .find(connection, id)
            .filter(found -> found.account().equals(account))
            .orElse(null);
    Obstacle obstacle =
        line == null
            ? Obstacle.GONE
            : line.paused()
                ? Obstacle.PAUSED
                : line.openOrder() != null
                    ? Obstacle.UNDER_WAY
                    : rules.routes().to(line.carrier()).isEmpty()
                        ? Obstacle.NO_ROUTE
                        : isByCarrier(line, now)
                            ? Obstacle.RENEWED_BY_CARRIER
                            : !line.brandConfirmed() ? Obstacle.BRAND_NOT_CONFIRMED : null;
    if (obstacle != null || line == null) {
      return new Prospect.NotOffered(id, obstacle == null ? Obstacle.GONE : obstacle);
    }
    try {
      Quote quote = price(line, wish, now);
      Pipeline reading = new Pipeline(connection);
      Pipeline.Answer<Orders.Earlier> earlier = earlier(reading, line, quote, now);
      reading.send();
      boolean paid = paidAlready(line, quote, earlier.get(), now) != null;
      return new Prospect.Offered(id, quote, requestKey(connection, account, id), paid);
    } catch (ProblemException notByMoney) {
      return new Prospect.NotOffered(id, Obstacle.NOT_RENEWABLE);
    }
  }

  private boolean isByCarrier(DueLine line, Instant now) {
    return rules.coverage().today(line, now).renewedBy() == RenewedBy.CARRIER;
  }

  /**
   * A request key for renewing a line. It stays the same until the line has a new order, so
   * requests from two places are one and the same request.
   */
  public String nextRequestKey(AccountId account, LineId line) {
    return transactions.run(connection -> requestKey(connection, account, line));
  }

  private String requestKey(Connection connection, AccountId account, LineId line)
      throws SQLException {
    return "next-" + line + "-" + tables.orders().marker(connection, account, line);
  }

  /** The brands of those carriers that no connected route can pay. */
  public SortedSet<String> outOfReach(Collection<String> carriers) {
    return carriers.stream()
        .filter(carrier -> rules.routes().to(carrier).isEmpty())
        .map(this::brand)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private String brand(String carrier) {
    Carrier known = catalog.carriers().get(carrier);
    return known == null ? carrier : known.brand();
  }

  /**
   * How many of an account's lines have auto-renewal on at carriers that no connected route can
   * pay.
   *
   * @return counts by the carriers' brands
   */
  public SortedMap<String, Long> wishesOutOfReach(AccountId account) {
    SortedMap<String, Long> byBrand = new TreeMap<>();
    transactions
        .run(connection -> CarrierWakeUps.wishes(connection, account))
        .forEach(
            (carrier, count) -> {
              if (rules.routes().to(carrier).isEmpty()) {
                byBrand.put(brand(carrier), count);
              }
            });
    return byBrand;
  }

  /**
   * @throws ProblemException NOT_RENEWABLE or INVALID_VALUE
   */
  Quote price(DueLine line, Wish wish, Instant now) {
    if (line.plan() == null) {
      throw new ProblemException(
          ProblemType.NOT_RENEWABLE,
          "Line " + line.id() + " has no plan; set it with 'line set --plan' first.");
    }
    LineToday seen = LineToday.of(line, catalog, rules.quoter(), now);
    LocalDate today = seen.today();
    LineFacts facts = seen.facts();
    return switch (wish.kind()) {
      case WHOLE_PERIOD -> {
        Quote quote =
            wish.term() == null
                ? rules.quoter().wholePeriods(line, facts, wish.periods(), today)
                : rules.quoter().term(line, facts, wish.term(), today);
        yield Refills.requireOne(catalog, seen, quote);
      }
      case FLEXIBLE -> {
        if (wish.amount() == null) {
          throw InvalidValue.of("amount", null, "is missing", "a flexible top-up needs its amount");
        }
        yield rules.quoter().flexible(line, facts, wish.amount(), today);
      }
      case KEEP_ALIVE -> rules.quoter().keepAlive(line, facts, today);
    };
  }

  private static ProblemException noLine(LineId id) {
    return new ProblemException(ProblemType.NOT_FOUND, "There is no line " + id + ".");
  }
}
