package dev.everline.simulation;

import static dev.everline.fixture.CarrierBuilder.aCarrier;
import static dev.everline.fixture.CatalogBuilder.aCatalog;
import static dev.everline.fixture.PlanBuilder.aPlan;
import static dev.everline.fixture.RuleBuilder.aRule;

import dev.everline.catalog.Basis;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.LateRule;
import dev.everline.catalog.Length;
import dev.everline.catalog.RefillAmounts;
import dev.everline.fixture.CatalogBuilder;
import dev.everline.fixture.PlanBuilder;
import dev.everline.fixture.RuleBuilder;
import dev.everline.kernel.Money;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Carriers that don't exist, with plans of every basis and of several lengths, so that much is due
 * in few simulated weeks. One of them has no route.
 */
final class FictionalCatalog {

  static final String WITHOUT_ROUTE = "nowhere";
  static final List<String> CARRIERS = List.of("acme", "pacific", WITHOUT_ROUTE);

  /** Sold with every plan, for less than its days cost by periods. */
  static final Length TERM = Length.ofDays(90);

  private static final int[] LENGTHS = {7, 10, 30};

  /** By which a payment after the end counts its own day, and costs a fee at one carrier. */
  private static final Set<Basis> LATE = EnumSet.of(Basis.FROM_EXPIRY, Basis.BILLING_DATE);

  private FictionalCatalog() {}

  static Catalog make() {
    CatalogBuilder catalog =
        aCatalog()
            .with(aCarrier("acme").countingIn(ZoneId.of("America/New_York")))
            .with(aCarrier("pacific").countingIn(ZoneId.of("America/Los_Angeles")))
            .with(aCarrier(WITHOUT_ROUTE).countingIn(ZoneId.of("America/Chicago")))
            .fee("TX", "2");
    for (String carrier : CARRIERS) {
      for (Basis basis : Basis.values()) {
        catalog.with(rule(carrier, basis));
        for (int days : LENGTHS) {
          catalog.with(plan(carrier, basis, days));
        }
      }
    }
    return catalog
        .with(
            new RefillAmounts(
                "acme",
                RefillAmounts.Kind.RANGE,
                List.of(),
                Money.usd(5_00),
                Money.usd(100_00),
                null,
                CatalogBuilder.FICTION))
        .with(
            new RefillAmounts(
                "pacific",
                RefillAmounts.Kind.FIXED,
                List.of(Money.usd(10_00), Money.usd(15_00), Money.usd(25_00), Money.usd(50_00)),
                null,
                null,
                null,
                CatalogBuilder.FICTION))
        .catalog();
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

  private static PlanBuilder plan(String carrier, Basis basis, int days) {
    Money price = Money.usd(days == 30 ? 25_00 : days + 2_49);
    return aPlan(planId(carrier, basis, days))
        .by(carrier)
        .named("Fiction " + basis.key() + " " + days)
        .unlimited()
        .under(carrier + "-" + basis.key())
        .days(days)
        .price(price)
        .taxesIncluded(basis != Basis.FROM_PAYMENT && basis != Basis.PLAN_CYCLE)
        .term(3, price.times(3).minus(Money.usd(1_00)));
  }

  private static RuleBuilder rule(String carrier, Basis basis) {
    RuleBuilder rule =
        aRule(basis)
            .named(carrier + "-" + basis.key())
            .by(carrier)
            .lostAfter(daysToLoss(carrier, basis))
            .keepAlive("5", 30);
    if (carrier.equals("pacific")) {
      rule.autopayDaysBefore(basis == Basis.FROM_PAYMENT ? 0 : 2);
    }
    if (carrier.equals("pacific") && LATE.contains(basis)) {
      rule.late(
          new LateRule(
              true,
              LateRule.ShortMonth.UNKNOWN,
              List.of(new LateRule.Fee(1, Money.usd(2_00)), new LateRule.Fee(5, Money.usd(4_00)))));
    }
    boolean balanceLives = basis == Basis.PLAN_CYCLE && carrier.equals("acme");
    return balanceLives ? rule.life("10", 30).life("25", 90) : rule;
  }

  /** One of the carriers gives numbers up so soon that it happens within a simulation. */
  private static int daysToLoss(String carrier, Basis basis) {
    if (basis == Basis.ACTIVITY) {
      return 30;
    }
    return carrier.equals("pacific") ? 6 : 60;
  }
}
