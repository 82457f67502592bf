package dev.everline.renewal;

import dev.everline.account.Accounts;
import dev.everline.carrier.Carriers;
import dev.everline.catalog.Catalog;
import dev.everline.kernel.Money;
import dev.everline.line.LineStore;
import dev.everline.line.LineWatch;
import dev.everline.notice.push.PushSubjects;
import dev.everline.payment.WalletWatch;
import dev.everline.renewal.decide.Outlook;
import dev.everline.renewal.decide.Routes;
import dev.everline.renewal.engine.CarrierHints;
import dev.everline.renewal.engine.ConfiguredRoutes;
import dev.everline.renewal.engine.Heartbeat;
import dev.everline.renewal.engine.HeartbeatRunner;
import dev.everline.renewal.engine.RenewalEngine;
import dev.everline.renewal.engine.RunawayBreaker;
import dev.everline.renewal.operate.Survey;
import dev.everline.renewal.operate.WhatIf;
import dev.everline.renewal.price.Quoter;
import dev.everline.storage.ClockGuard;
import dev.everline.storage.Database;
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
        new RunawayBreaker.Bounds(
            bound(binder, "line", usual.bounds().line()),
            bound(binder, "account", usual.bounds().account()),
            bound(binder, "day", usual.bounds().day())));
  }

  private static RunawayBreaker.Bound bound(
      Binder binder, String name, RunawayBreaker.Bound usual) {
    return new RunawayBreaker.Bound(
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
      Renewals renewals, LineStore lines, Accounts accounts, Catalog catalog) {
    return new RenewalSubjects(renewals, lines, accounts, catalog);
  }

  /** Beats in the server only; a command at the command line does just what it was asked. */
  @Bean
  @ConditionalOnWebApplication
  HeartbeatRunner heartbeatRunner(Heartbeat heartbeat, RenewalEngine engine, Database database) {
    return new HeartbeatRunner(heartbeat, engine.reachChanges(), database::recover);
  }

  /** Carriers speak to the server only, too. */
  @Bean
  @ConditionalOnWebApplication
  CarrierHints carrierHints(Renewals renewals, HeartbeatRunner heartbeatRunner) {
    return new CarrierHints(renewals, heartbeatRunner);
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
  Outlook outlook(Catalog catalog, Routes routes, RenewalSettings settings, Clock clock) {
    return new Outlook(catalog, new Quoter(catalog, settings.serviceFee()), routes, clock);
  }
}
