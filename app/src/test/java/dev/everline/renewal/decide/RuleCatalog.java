package dev.everline.renewal.decide;

import static dev.everline.fixture.CarrierBuilder.aCarrier;
import static dev.everline.fixture.CatalogBuilder.aCatalogLike;
import static dev.everline.fixture.PlanBuilder.aPlan;

import dev.everline.catalog.Basis;
import dev.everline.catalog.Catalog;
import dev.everline.renewal.World;
import java.util.List;

/** The small world's catalog with what is rarer: a plan of unknown price, a carrier that bills. */
final class RuleCatalog {

  /** Like {@link World#METERED}, but nobody knows its price. */
  static final String UNPRICED = "unpriced";

  /** Of the carrier {@code billed}, which sends bills. */
  static final String POSTPAID = "postpaid";

  private RuleCatalog() {}

  static Catalog get() {
    return aCatalogLike(World.catalog())
        .with(aPlan(UNPRICED).metered().under(Basis.FROM_PAYMENT.key()).prices(List.of()))
        .with(aCarrier("billed").branded("Billed").postpaid())
        .with(aPlan(POSTPAID).by("billed").metered().under(Basis.FROM_PAYMENT.key()))
        .catalog();
  }
}
