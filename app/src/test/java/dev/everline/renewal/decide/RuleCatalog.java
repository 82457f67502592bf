package dev.everline.renewal.decide;

import dev.everline.catalog.Basis;
import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.Plan;
import dev.everline.renewal.World;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The small world's catalog with what is rarer: a plan of unknown price, a carrier that bills. */
final class RuleCatalog {

  /** Like {@link World#METERED}, but nobody knows its price. */
  static final String UNPRICED = "unpriced";

  /** Of the carrier {@code billed}, which sends bills. */
  static final String POSTPAID = "postpaid";

  private RuleCatalog() {}

  static Catalog get() {
    Catalog world = World.catalog();
    Plan metered = world.plan(World.METERED);
    Carrier acme = world.carrier("acme");
    Map<String, Plan> plans = new HashMap<>(world.plans());
    plans.put(UNPRICED, plan(UNPRICED, "acme", metered, List.of()));
    plans.put(POSTPAID, plan(POSTPAID, "billed", metered, metered.prices()));
    Carrier billed =
        new Carrier(
            "billed",
            "Billed",
            null,
            "T-Mobile",
            acme.zone(),
            true,
            null,
            List.of(),
            List.of(),
            Map.of(),
            List.of(),
            null,
            acme.provenance());
    return new Catalog(
        Map.of("acme", acme, "billed", billed),
        plans,
        world.lapseRules(),
        world.refillAmounts(),
        world.prepaidFees());
  }

  private static Plan plan(String id, String carrier, Plan like, List<Plan.Price> prices) {
    return new Plan(
        id,
        carrier,
        id,
        like.kind(),
        Basis.FROM_PAYMENT.key(),
        30,
        prices,
        true,
        true,
        false,
        null,
        null,
        null,
        List.of(),
        null,
        false,
        like.provenance());
  }
}
