package dev.everline.renewal.engine;

import dev.everline.catalog.Carrier;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.ledger.Ledger;
import dev.everline.line.due.DueLine;
import dev.everline.notice.NoticeKind;
import dev.everline.payment.Payments;
import dev.everline.renewal.RenewalSettings;
import dev.everline.renewal.decide.LineToday;
import dev.everline.renewal.engine.call.CarrierCall;
import dev.everline.renewal.engine.stop.OrderRequest;
import dev.everline.renewal.engine.stop.Spent;
import dev.everline.renewal.engine.stop.StartFacts;
import dev.everline.renewal.engine.stop.Stop;
import dev.everline.renewal.engine.stop.StopRules;
import dev.everline.renewal.order.Coverage;
import dev.everline.renewal.order.Order;
import dev.everline.renewal.order.OrderDraft;
import dev.everline.renewal.order.Orders;
import dev.everline.renewal.order.Period;
import dev.everline.renewal.price.QuoteText;
import dev.everline.storage.Pipeline;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The one place where an order begins, no matter who asks for it: the heartbeat for a batch, a
 * person for a batch of one, or a person who releases a held order. {@link StopRules} lists what
 * may stop it; what passes is paid for and stored with its intent to ask the carrier.
 *
 * <p>The caller holds the rows of the lines; the bucket's ledger is locked here.
 */
public final class StartOrders {

  private final Tables tables;
  private final Ledger ledger;
  private final Payments payments;
  private final Rules rules;
  private final RenewalSettings settings;
  private final StopRules stopRules;

  StartOrders(Tables tables, Ledger ledger, Payments payments, Rules rules) {
    this.tables = tables;
    this.ledger = ledger;
    this.payments = payments;
    this.rules = rules;
    this.settings = rules.settings();
    this.stopRules = StopRules.of(settings.limits());
  }

  /**
   * Starts the orders that no rule stops.
   *
   * @param pipeline takes what is to be written; the caller writes the lines and sends it
   * @param requests of one bucket, one per line
   * @return the outcome of each, in the same order
   */
  public List<Start> start(Pipeline pipeline, int bucket, List<OrderRequest> requests, Instant now)
      throws SQLException {
    if (requests.isEmpty()) {
      return List.of();
    }
    Batch batch = gather(pipeline.connection(), bucket, requests, now);
    List<Start> starts = new ArrayList<>(requests.size());
    List<Order> stored = new ArrayList<>(requests.size());
    List<Order> held = new ArrayList<>();
    List<Order> asking = new ArrayList<>();
    List<CarrierCall> calls = new ArrayList<>(requests.size());
    for (OrderRequest request : requests) {
      StartFacts facts = batch.factsOf(request);
      switch (stopRules.first(request, facts)) {
        case Stop.Pass pass -> {
          Order before = request.held();
          Order order = before == null ? numbered(request, facts).asking() : before.released(now);
          batch.charge(order);
          CarrierCall call = new CarrierCall(claimed(request.line(), order, now), order, true);
          calls.add(call);
          starts.add(new Start.Begun(call));
          if (before == null) {
            stored.add(order);
          } else {
            held.add(before);
            asking.add(order);
          }
        }
        case Stop.Hold why -> {
          Order order = numbered(request, facts).heldForApproval(why.reason());
          stored.add(order);
          DueLine line = request.line();
          starts.add(
              new Start.HeldForApproval(
                  line.claimedUntil(now, order.id()).wakingAt(order.deadline()), order));
        }
        case Stop.Decline decline -> {
          OrderRequest asNumbered = request.withAttempt(facts.earlier().next());
          starts.add(new Start.Declined(asNumbered, decline.missing()));
        }
        case Stop.Skip skip -> starts.add(new Start.Skipped(request, skip));
      }
    }
    tables.orders().insert(pipeline, bucket, stored, now);
    tables.orders().move(pipeline, bucket, held, asking);
    pay(pipeline, bucket, calls, now);
    tables.spendDays().add(pipeline, bucket, batch.charged(), batch.day);
    return starts;
  }

  private static OrderDraft numbered(OrderRequest request, StartFacts facts) {
    return request.order().withAttempt(facts.earlier().next());
  }

  /** If this process dies now, the line is looked at again as soon as the claim ends. */
  private DueLine claimed(DueLine line, Order order, Instant now) {
    return line.charged(LocalDate.ofInstant(now, ZoneOffset.UTC), order.total().minor())
        .wakingAt(now)
        .claimedUntil(now.plus(settings.claim()), order.id());
  }

  /** Sets the money aside; that it is available was checked under the ledger's lock. */
  private void pay(Pipeline pipeline, int bucket, List<CarrierCall> calls, Instant now)
      throws SQLException {
    List<LineId> told = new ArrayList<>();
    List<Payments.Charge> charges = new ArrayList<>(calls.size());
    for (CarrierCall call : calls) {
      charges.add(QuoteText.charge(call.order()));
      if (call.line().reminded().notifiedFor() != null) {
        told.add(call.line().id());
      }
    }
    for (Payments.Authorisation answer : payments.authorise(pipeline, bucket, charges, now)) {
      switch (answer) {
        case Payments.Authorised authorised -> {}
        case Payments.Declined declined ->
            throw new IllegalStateException(
                "order " + declined.order() + " passed as covered by the wallet, but isn't");
      }
    }
    tables.notices().settle(pipeline, bucket, told, NoticeKind.WALLET_SHORT, now);
  }

  private Batch gather(Connection connection, int bucket, List<OrderRequest> requests, Instant now)
      throws SQLException {
    LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
    Set<Long> accounts = new HashSet<>();
    Set<Currency> currencies = new HashSet<>();
    Map<LineId, Period> periods = new HashMap<>();
    Spent wished = Spent.NOTHING;
    for (OrderRequest request : requests) {
      OrderDraft order = request.draft();
      if (order != null) {
        accounts.add(order.account().value());
        currencies.add(order.total().currency());
        periods.put(order.line(), Period.of(order, rules.coverage().day(request.line(), now)));
        wished = wished.and(order.total().minor());
      }
    }
    Pipeline reading = new Pipeline(connection);
    ledger.lock(reading, bucket);
    Pipeline.Answer<Map<Long, Spent>> spent = tables.spendDays().of(reading, bucket, accounts, day);
    Pipeline.Answer<Map<LineId, Orders.Earlier>> earlier =
        tables.orders().earlier(reading, bucket, periods);
    Map<Currency, Pipeline.Answer<Map<Long, Money>>> wallets =
        currencies.stream()
            .collect(
                Collectors.toMap(
                    currency -> currency,
                    currency -> payments.available(reading, bucket, accounts, currency)));
    reading.send();
    Batch batch = new Batch(now, day, tables.hold().isOn(connection), earlier.get());
    batch.spent.putAll(spent.get());
    wallets.forEach(
        (currency, found) ->
            found.get().forEach((id, money) -> batch.wallets.put(new Purse(id, currency), money)));
    batch.all = tables.spendDays().ofAll(connection, day, wished, settings.limits().day(), now);
    return batch;
  }

  private record Purse(long account, Currency currency) {}

  /** What is known about a batch, and what has been charged for it so far. */
  private final class Batch {
    private final Instant now;
    private final LocalDate day;
    private final boolean paymentsHeld;
    private final Map<LineId, Orders.Earlier> earlier;
    private final Map<Long, Spent> spent = new HashMap<>();
    private final Map<Purse, Money> wallets = new HashMap<>();
    private final Map<Long, Spent> charged = new HashMap<>();
    private Spent all = Spent.NOTHING;

    Batch(Instant now, LocalDate day, boolean paymentsHeld, Map<LineId, Orders.Earlier> earlier) {
      this.now = now;
      this.day = day;
      this.paymentsHeld = paymentsHeld;
      this.earlier = earlier;
    }

    StartFacts factsOf(OrderRequest request) {
      DueLine line = request.line();
      AccountId account = line.account();
      Carrier carrier = rules.catalog().carriers().get(line.carrier());
      // Coverage is compared only for orders that waited; the others were made from it just now.
      Order held = request.held();
      LineToday today = held == null ? null : rules.coverage().today(line, now);
      return new StartFacts(
          now,
          day,
          paymentsHeld,
          rules.routes().to(line.carrier()).isPresent(),
          carrier == null ? line.carrier() : carrier.brand(),
          today == null ? null : today.coveredUntil(),
          held == null || today == null || Coverage.isAsOrdered(today, held),
          earlier.getOrDefault(line.id(), Orders.Earlier.NOTHING),
          spent.getOrDefault(account.value(), Spent.NOTHING),
          all,
          wallet(
              account,
              request.draft() == null ? line.currency() : request.draft().total().currency()));
    }

    private Money wallet(AccountId account, Currency currency) {
      return wallets.getOrDefault(new Purse(account.value(), currency), Money.zero(currency));
    }

    void charge(Order order) {
      long account = order.account().value();
      Spent one = new Spent(1, order.total().minor());
      spent.merge(account, one, Spent::plus);
      charged.merge(account, one, Spent::plus);
      all = all.plus(one);
      Purse purse = new Purse(account, order.total().currency());
      wallets.put(purse, wallet(order.account(), purse.currency()).minus(order.total()));
    }

    Map<Long, Spent> charged() {
      return charged;
    }
  }
}
