package dev.everline.crash;

import dev.everline.catalog.Basis;
import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.Confidence;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Plan;
import dev.everline.catalog.Provenance;
import dev.everline.kernel.Money;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/** One fictional carrier with one plan, so that every line costs the same and is due alike. */
final class CrashCatalog {

  static final String CARRIER = "crashco";
  static final String PLAN = "crash-30";
  static final Money PRICE = Money.usd(25_00);
  static final int DAYS = 30;
  static final ZoneId ZONE = ZoneId.of("America/New_York");

  private static final Provenance FICTION =
      new Provenance("fiction", "2026-01-01", Confidence.HIGH, true);

  private CrashCatalog() {}

  static Catalog make() {
    LapseRule rule =
        new LapseRule(
            "crash",
            CARRIER,
            "all",
            Basis.FROM_EXPIRY,
            0,
            60,
            List.of(),
            null,
            LapseRule.CountingFrom.END_OF_VALIDITY,
            LapseRule.BalanceRole.UNKNOWN,
            List.of(),
            null,
            null,
            null,
            null,
            false,
            FICTION);
    Plan plan =
        new Plan(
            PLAN,
            CARRIER,
            "Crash 30",
            Plan.Kind.UNLIMITED,
            rule.id(),
            DAYS,
            List.of(new Plan.Price(LocalDate.of(2020, 1, 1), PRICE, null, "fiction")),
            false,
            true,
            true,
            null,
            null,
            null,
            List.of(),
            null,
            false,
            FICTION);
    Carrier carrier =
        new Carrier(
            CARRIER,
            "Crash",
            null,
            "T-Mobile",
            ZONE,
            false,
            null,
            List.of(),
            List.of(),
            Map.of(),
            List.of(),
            null,
            FICTION);
    return new Catalog(
        Map.of(CARRIER, carrier), Map.of(PLAN, plan), Map.of(rule.id(), rule), Map.of(), Map.of());
  }
}
