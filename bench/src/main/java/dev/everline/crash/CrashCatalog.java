package dev.everline.crash;

import static dev.everline.fixture.CarrierBuilder.aCarrier;
import static dev.everline.fixture.CatalogBuilder.aCatalog;
import static dev.everline.fixture.PlanBuilder.aPlan;
import static dev.everline.fixture.RuleBuilder.aRule;

import dev.everline.catalog.Basis;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.LapseRule.BalanceRole;
import dev.everline.kernel.Money;
import java.time.LocalDate;
import java.time.ZoneId;

/** One fictional carrier with one plan, so that every line costs the same and is due alike. */
final class CrashCatalog {

  static final String CARRIER = "crashco";
  static final String PLAN = "crash-30";
  static final Money PRICE = Money.usd(25_00);
  static final int DAYS = 30;
  static final ZoneId ZONE = ZoneId.of("America/New_York");

  private CrashCatalog() {}

  static Catalog make() {
    return aCatalog()
        .with(aCarrier(CARRIER).branded("Crash").countingIn(ZONE))
        .with(
            aRule(Basis.FROM_EXPIRY)
                .named("crash")
                .by(CARRIER)
                .lostAfter(60)
                .balance(BalanceRole.UNKNOWN))
        .with(
            aPlan(PLAN)
                .named("Crash 30")
                .by(CARRIER)
                .unlimited()
                .under("crash")
                .days(DAYS)
                .price(LocalDate.of(2020, 1, 1), PRICE))
        .catalog();
  }
}
