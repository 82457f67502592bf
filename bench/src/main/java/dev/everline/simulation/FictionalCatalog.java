package dev.everline.simulation;

import dev.everline.catalog.Basis;
import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.Confidence;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Plan;
import dev.everline.catalog.PrepaidFee;
import dev.everline.catalog.Provenance;
import dev.everline.catalog.RefillAmounts;
import dev.everline.kernel.Money;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Carriers that don't exist, with plans of every basis and of several lengths, so that much is due
 * in few simulated weeks. One of them has no route.
 */
final class FictionalCatalog {

  static final String WITHOUT_ROUTE = "nowhere";
  static final List<String> CARRIERS = List.of("acme", "pacific", WITHOUT_ROUTE);

  private static final int[] LENGTHS = {7, 10, 30};
  private static final Provenance FICTION =
      new Provenance("fiction", "2026-01-01", Confidence.HIGH, true);

  private FictionalCatalog() {}

  static Catalog make() {
    Map<String, Carrier> carriers = new HashMap<>();
    Map<String, Plan> plans = new HashMap<>();
    Map<String, LapseRule> rules = new HashMap<>();
    carriers.put("acme", carrier("acme", "America/New_York"));
    carriers.put("pacific", carrier("pacific", "America/Los_Angeles"));
    carriers.put(WITHOUT_ROUTE, carrier(WITHOUT_ROUTE, "America/Chicago"));
    for (String carrier : CARRIERS) {
      for (Basis basis : Basis.values()) {
        LapseRule rule = rule(carrier, basis);
        rules.put(rule.id(), rule);
        for (int days : LENGTHS) {
          Plan plan = plan(carrier, basis, days);
          plans.put(plan.id(), plan);
        }
      }
    }
    RefillAmounts range =
        new RefillAmounts(
            "acme",
            RefillAmounts.Kind.RANGE,
            List.of(),
            Money.usd(5_00),
            Money.usd(100_00),
            FICTION);
    RefillAmounts fixed =
        new RefillAmounts(
            "pacific",
            RefillAmounts.Kind.FIXED,
            List.of(Money.usd(10_00), Money.usd(15_00), Money.usd(25_00), Money.usd(50_00)),
            null,
            null,
            FICTION);
    return new Catalog(
        carriers,
        plans,
        rules,
        Map.of("acme", range, "pacific", fixed),
        Map.of(
            "TX",
            new PrepaidFee(
                "TX", "Texas", PrepaidFee.Method.PERCENT, null, new BigDecimal("2"), FICTION)));
  }

  /** The plans of a carrier, in an order that is always the same. */
  static List<String> plansOf(String carrier) {
    List<String> plans = new ArrayList<>();
    for (Basis basis : Basis.values()) {
      for (int days : LENGTHS) {
        plans.add(planId(carrier, basis, days));
      }
    }
    return plans;
  }

  private static String planId(String carrier, Basis basis, int days) {
    return carrier + "-" + basis.key() + "-" + days;
  }

  private static Plan plan(String carrier, Basis basis, int days) {
    Money price = Money.usd(days == 30 ? 25_00 : days + 2_49);
    return new Plan(
        planId(carrier, basis, days),
        carrier,
        "Fiction " + basis.key() + " " + days,
        Plan.Kind.UNLIMITED,
        carrier + "-" + basis.key(),
        days,
        List.of(new Plan.Price(LocalDate.of(2026, 1, 1), price, null, "fiction")),
        false,
        basis != Basis.FROM_PAYMENT && basis != Basis.PLAN_CYCLE,
        true,
        null,
        null,
        null,
        List.of(new Plan.Term(3, price.times(3).minus(Money.usd(1_00)), Plan.Audience.ANY, null)),
        null,
        false,
        FICTION);
  }

  private static LapseRule rule(String carrier, Basis basis) {
    boolean balanceLives = basis == Basis.PLAN_CYCLE && carrier.equals("acme");
    return new LapseRule(
        carrier + "-" + basis.key(),
        carrier,
        "all",
        basis,
        0,
        daysToLoss(carrier, basis),
        List.of(),
        null,
        LapseRule.CountingFrom.END_OF_VALIDITY,
        LapseRule.BalanceRole.PAYS_PLAN,
        balanceLives
            ? List.of(
                new LapseRule.BalanceLife(Money.usd(10_00), 30),
                new LapseRule.BalanceLife(Money.usd(25_00), 90))
            : List.of(),
        new LapseRule.KeepAlive(Money.usd(5_00), 30, null),
        null,
        null,
        null,
        false,
        FICTION);
  }

  /** One of the carriers gives numbers up so soon that it happens within a simulation. */
  private static int daysToLoss(String carrier, Basis basis) {
    if (basis == Basis.ACTIVITY) {
      return 30;
    }
    return carrier.equals("pacific") ? 6 : 60;
  }

  private static Carrier carrier(String id, String zone) {
    return new Carrier(
        id,
        id,
        null,
        "T-Mobile",
        ZoneId.of(zone),
        false,
        null,
        List.of(),
        List.of(),
        Map.of(),
        List.of(),
        null,
        FICTION);
  }
}
