package dev.everline.renewal;

import dev.everline.account.Accounts;
import dev.everline.carrier.Carriers;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.install.BundleSettings;
import dev.everline.catalog.install.BundleSource;
import dev.everline.catalog.install.Bundles;
import dev.everline.catalog.install.CatalogInUse;
import dev.everline.catalog.install.CatalogWatch;
import dev.everline.kernel.Money;
import dev.everline.kernel.setting.SettingNames;
import dev.everline.ledger.Ledger;
import dev.everline.line.LineService;
import dev.everline.line.LineStore;
import dev.everline.line.LineWatch;
import dev.everline.line.due.DueLines;
import dev.everline.notice.push.PushSubjects;
import dev.everline.payment.WalletWatch;
import dev.everline.renewal.decide.Outlook;
import dev.everline.renewal.decide.Routes;
import dev.everline.renewal.engine.CarrierHints;
import dev.everline.renewal.engine.Heartbeat;
import dev.everline.renewal.engine.HeartbeatRunner;
import dev.everline.renewal.engine.RenewalEngine;
import dev.everline.renewal.engine.call.ConfiguredRoutes;
import dev.everline.renewal.engine.stop.SpendingLimits;
import dev.everline.renewal.operate.Survey;
import dev.everline.renewal.operate.WhatIf;
import dev.everline.renewal.order.Orders;
import dev.everline.renewal.outside.OutsideRenewals;
import dev.everline.renewal.update.CatalogUpdates;
import dev.everline.renewal.update.CatalogWakeUps;
import dev.everline.renewal.update.DailyCatalogCheck;
import dev.everline.storage.AccountData;
import dev.everline.storage.ClockGuard;
import dev.everline.storage.Database;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Seal;
import dev.everline.storage.Transactions;
import io.micrometer.core.instrument.MeterRegistry;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/** Settings {@code everline.renewal.*} and the engine on the application's database. */
@Configuration(proxyBeanMethods = false)
class RenewalConfiguration {

  @Bean
  RenewalSettings renewalSettings(Environment environment) {
    RenewalSettings usual = RenewalSettings.defaults();
    Binder binder = Binder.get(environment);
    return new RenewalSettings(
        setting(binder, "batch", Integer.class, usual.batch()),
        setting(binder, "lanes", Integer.class, usual.lanes()),
        setting(binder, "claim", Duration.class, usual.claim()),
        setting(binder, "recheck", Duration.class, usual.recheck()),
        setting(binder, "tell-ahead", Duration.class, usual.tellAhead()),
        setting(binder, "max-calls", Integer.class, usual.maxCalls()),
        setting(binder, "max-orders", Integer.class, usual.maxOrders()),
        Money.of(setting(binder, "service-fee-usd", BigDecimal.class, BigDecimal.ZERO), Money.USD),
        new SpendingLimits(
            limit(binder, "line", usual.limits().line()),
            limit(binder, "account", usual.limits().account()),
            limit(binder, "day", usual.limits().day())));
  }

  private static SpendingLimits.Limit limit(
      Binder binder, String name, SpendingLimits.Limit usual) {
    return new SpendingLimits.Limit(
        setting(binder, "breaker." + name + ".count", Integer.class, usual.count()),
        setting(binder, "breaker." + name + ".minor", Long.class, usual.minor()));
  }

  private static <T> T setting(Binder binder, String name, Class<T> type, T usual) {
    return binder.bind("everline.renewal." + name, type).orElse(usual);
  }

  @Bean(destroyMethod = "close")
  ExecutorService carrierCalls() {
    return Executors.newVirtualThreadPerTaskExecutor();
  }

  @Bean
  Routes routes(Carriers carriers) {
    return new ConfiguredRoutes(carriers);
  }

  @Bean
  RenewalEngine renewalEngine(
      DataSource dataSource,
      Seal seal,
      Catalog catalog,
      Routes routes,
      RenewalSettings settings,
      ExecutorService carrierCalls,
      Clock clock,
      MeterRegistry registry,
      ClockGuard guard) {
    return RenewalEngine.on(
        dataSource,
        seal,
        catalog,
        routes,
        settings,
        carrierCalls,
        clock,
        new SplittableRandom(),
        registry,
        guard);
  }

  @Bean
  Renewals renewals(RenewalEngine engine) {
    return engine.renewals();
  }

  @Bean
  Quotes quotes(RenewalEngine engine) {
    return engine.quotes();
  }

  @Bean
  OrderDesk orderDesk(RenewalEngine engine) {
    return engine.orderDesk();
  }

  @Bean
  Heartbeat heartbeat(RenewalEngine engine) {
    return engine.heartbeat();
  }

  @Bean
  LineWatch lineWatch(RenewalEngine engine) {
    return engine.lineWatch();
  }

  @Bean
  WalletWatch walletWatch(RenewalEngine engine) {
    return engine.walletWatch();
  }

  @Bean
  PushSubjects pushSubjects(
      OrderDesk orderDesk, LineStore lines, Accounts accounts, Catalog catalog) {
    return new RenewalSubjects(orderDesk, lines, accounts, catalog);
  }

  /**
   * The heartbeat runs in the server only; commands at the command line do just what they are
   * asked.
   */
  @Bean
  @ConditionalOnWebApplication
  HeartbeatRunner heartbeatRunner(Heartbeat heartbeat, RenewalEngine engine, Database database) {
    return new HeartbeatRunner(heartbeat, engine.reachChanges(), database::recover);
  }

  /** Carriers call the server only. */
  @Bean
  @ConditionalOnWebApplication
  CarrierHints carrierHints(Renewals renewals, HeartbeatRunner heartbeatRunner) {
    return new CarrierHints(renewals, heartbeatRunner);
  }

  @Bean
  CatalogUpdates catalogUpdates(
      Transactions transactions,
      Bundles bundles,
      CatalogInUse inUse,
      Seal seal,
      Routes routes,
      RenewalSettings settings,
      Clock clock) {
    return new CatalogUpdates(transactions, bundles, inUse, seal, routes, settings, clock);
  }

  @Bean
  @ConditionalOnWebApplication
  CatalogWakeUps catalogWakeUps(
      Transactions transactions, Catalog catalog, Clock clock, HeartbeatRunner heartbeatRunner) {
    return new CatalogWakeUps(transactions, catalog, clock, heartbeatRunner::wake);
  }

  @Bean
  @ConditionalOnWebApplication
  DailyCatalogCheck dailyCatalogCheck(
      BundleSettings bundleSettings,
      BundleSource source,
      Bundles bundles,
      CatalogUpdates updates,
      CatalogWatch watch) {
    return new DailyCatalogCheck(bundleSettings, source, bundles, updates, watch);
  }

  @Bean
  Survey survey(DataSource dataSource, Clock clock) {
    return new Survey(new Transactions(dataSource), clock);
  }

  @Bean
  WhatIf whatIf(
      DataSource dataSource,
      Seal seal,
      Catalog catalog,
      Routes routes,
      RenewalSettings settings,
      Clock clock) {
    return new WhatIf(dataSource, seal, catalog, routes, settings, clock);
  }

  @Bean
  Outlook outlook(Catalog catalog, RenewalEngine engine, Routes routes, Clock clock) {
    return new Outlook(catalog, engine.quoter(), routes, clock);
  }

  @Bean
  OutsideRenewals outsideRenewals(
      DataSource dataSource,
      LineService lines,
      RenewalEngine engine,
      Seal seal,
      Ledger ledger,
      IdAllocator ids,
      Catalog catalog,
      Clock clock) {
    return new OutsideRenewals(
        new Transactions(dataSource),
        new OutsideRenewals.Parts(
            lines,
            new DueLines(seal),
            new Orders(),
            engine.notices(),
            ledger,
            ids,
            catalog,
            engine.quoter()),
        clock);
  }

  @Bean
  @Order(40)
  AccountData orderData(OrderDesk orderDesk, OutsideRenewals outsideRenewals) {
    return new OrderData(orderDesk, outsideRenewals);
  }

  @Bean
  static SettingNames renewalSettingNames() {
    return SettingNames.below(
        "everline.renewal",
        "batch",
        "lanes",
        "claim",
        "recheck",
        "tell-ahead",
        "max-calls",
        "max-orders",
        "service-fee-usd",
        "breaker.line.count",
        "breaker.line.minor",
        "breaker.account.count",
        "breaker.account.minor",
        "breaker.day.count",
        "breaker.day.minor");
  }
}
