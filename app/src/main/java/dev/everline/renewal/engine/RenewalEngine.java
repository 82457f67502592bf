package dev.everline.renewal.engine;

import dev.everline.catalog.Catalog;
import dev.everline.ledger.Ledger;
import dev.everline.line.LineWatch;
import dev.everline.notice.NoticeKind;
import dev.everline.notice.Notices;
import dev.everline.payment.Wallet;
import dev.everline.payment.WalletWatch;
import dev.everline.renewal.OrderDesk;
import dev.everline.renewal.Quotes;
import dev.everline.renewal.RenewalSettings;
import dev.everline.renewal.Renewals;
import dev.everline.renewal.decide.Routes;
import dev.everline.renewal.engine.call.CarrierCalls;
import dev.everline.renewal.price.Quoter;
import dev.everline.storage.ClockGuard;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Seal;
import dev.everline.storage.Transactions;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;

/**
 * The parts of the renewal engine, wired together: on the application's database, on a copy of it,
 * or on a simulation's database, each with its own clock and routes.
 *
 * @param renewals by hand
 * @param quotes what renewals cost
 * @param quoter prices all of them
 * @param orderDesk what people do with orders
 * @param heartbeat for the clock
 * @param wallet pays for renewals
 * @param notices what owners are told
 * @param lineWatch settles notices that a change of lines makes untrue
 * @param walletWatch settles notices that money in a wallet makes untrue
 * @param reachChanges wakes lines that Everline has become able or unable to pay since the last
 *     start
 */
public record RenewalEngine(
    Renewals renewals,
    Quotes quotes,
    Quoter quoter,
    OrderDesk orderDesk,
    Heartbeat heartbeat,
    Wallet wallet,
    Notices notices,
    LineWatch lineWatch,
    WalletWatch walletWatch,
    ReachChanges reachChanges) {

  /**
   * The same without metrics: what happens on a copy or in a simulation doesn't concern operators.
   *
   * @param calls runs the outside calls; {@code Runnable::run} makes them one after another
   * @param random the order in which buckets are looked at
   */
  public static RenewalEngine on(
      DataSource dataSource,
      Seal seal,
      Catalog catalog,
      Routes routes,
      RenewalSettings settings,
      Executor calls,
      Clock clock,
      RandomGenerator random) {
    // A composite without registries records nothing.
    MeterRegistry nobody = new CompositeMeterRegistry();
    return on(
        dataSource,
        seal,
        catalog,
        routes,
        settings,
        calls,
        clock,
        random,
        nobody,
        ClockGuard.none(clock));
  }

  /**
   * @param calls runs the outside calls; {@code Runnable::run} makes them one after another
   * @param random the order in which buckets are looked at
   * @param registry takes the metrics for operators
   * @param guard prevents planning by a clock that was set back
   */
  public static RenewalEngine on(
      DataSource dataSource,
      Seal seal,
      Catalog catalog,
      Routes routes,
      RenewalSettings settings,
      Executor calls,
      Clock clock,
      RandomGenerator random,
      MeterRegistry registry,
      ClockGuard guard) {
    Transactions transactions = new Transactions(dataSource);
    IdAllocator ids = new IdAllocator(dataSource);
    Ledger ledger = new Ledger(ids);
    Notices notices = new Notices(transactions, ids);
    WalletWatch covered =
        (connection, account, added, now) ->
            notices.settleNeeding(connection, account, NoticeKind.WALLET_SHORT, added, now);
    Wallet wallet = new Wallet(transactions, ledger, covered, clock);
    RenewalMeters meters = new RenewalMeters(registry);
    Rules rules = Rules.of(catalog, routes, settings);
    Tables tables = Tables.of(ids, seal, notices);
    StartOrders startOrders = new StartOrders(tables, ledger, wallet, rules);
    OpenNotices openNotices = new OpenNotices(notices, rules.decide(), routes);
    CarrierCalls carrierCalls = new CarrierCalls(routes, settings.claim(), calls, clock);
    BookAnswers bookAnswers =
        new BookAnswers(
            transactions,
            tables,
            wallet,
            new Bookings(rules, openNotices, carrierCalls),
            clock,
            meters);
    CallByHand callByHand = new CallByHand(transactions, tables, carrierCalls, bookAnswers);
    RenewalFlow flow =
        new RenewalFlow(transactions, tables, wallet, rules, startOrders, openNotices, clock);
    Quotes quotes = new Quotes(transactions, tables, rules, clock);
    return new RenewalEngine(
        new Renewals(transactions, tables, rules, quotes, startOrders, callByHand, clock, guard),
        quotes,
        rules.quoter(),
        new OrderDesk(
            transactions,
            tables,
            wallet,
            startOrders,
            callByHand,
            settings.recheck(),
            clock,
            guard),
        new Heartbeat(
            new Steps(flow, carrierCalls, bookAnswers),
            tables.lines(),
            transactions,
            settings,
            clock,
            random,
            meters,
            guard),
        wallet,
        notices,
        new NoticeReview(openNotices, tables.lines(), notices),
        covered,
        new ReachChanges(transactions, catalog, routes, clock));
  }
}
