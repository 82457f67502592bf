package dev.everline.line;

import static dev.everline.line.RuleBuilder.aRule;

import dev.everline.catalog.Basis;
import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.Confidence;
import dev.everline.catalog.Plan;
import dev.everline.catalog.Provenance;
import dev.everline.kernel.Money;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/** A catalog of two carriers, {@code acme} and {@code bolt}, with a plan each. */
public final class TestCatalog {

  private static final Provenance SOURCE =
      new Provenance("made up for tests", "2026", Confidence.HIGH, true);

  private TestCatalog() {}

  public static Catalog get() {
    return new Catalog(
        Map.of("acme", carrier("acme", "Acme Mobile"), "bolt", carrier("bolt", "Bolt")),
        Map.of("acme-30", plan("acme-30", "acme"), "bolt-30", plan("bolt-30", "bolt")),
        Map.of("test-from-expiry", aRule(Basis.FROM_EXPIRY).rule()),
        Map.of(),
        Map.of());
  }

  private static Carrier carrier(String id, String brand) {
    return new Carrier(
        id,
        brand,
        null,
        "multi",
        ZoneId.of("America/New_York"),
        false,
        null,
        List.of(),
        List.of(),
        Map.of(),
        List.of(),
        null,
        SOURCE);
  }

  private static Plan plan(String id, String carrier) {
    return new Plan(
        id,
        carrier,
        "Thirty days",
        Plan.Kind.CAPPED,
        "test-from-expiry",
        30,
        List.of(new Plan.Price(LocalDate.of(2026, 1, 1), Money.usd(25_00), null, "test")),
        false,
        true,
        false,
        null,
        null,
        null,
        List.of(),
        null,
        false,
        SOURCE);
  }
}
