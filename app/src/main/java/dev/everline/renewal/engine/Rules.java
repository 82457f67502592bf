package dev.everline.renewal.engine;

import dev.everline.catalog.Catalog;
import dev.everline.renewal.RenewalSettings;
import dev.everline.renewal.decide.Decide;
import dev.everline.renewal.decide.Routes;
import dev.everline.renewal.order.Aftermath;
import dev.everline.renewal.order.Coverage;
import dev.everline.renewal.price.Quoter;

/**
 * What renewals are based on: the catalog, the routes, and the pure rules over them; created once.
 */
public record Rules(
    Catalog catalog,
    Routes routes,
    RenewalSettings settings,
    Quoter quoter,
    Decide decide,
    Coverage coverage,
    Aftermath aftermath) {

  static Rules of(Catalog catalog, Routes routes, RenewalSettings settings) {
    Quoter quoter = new Quoter(catalog, settings.serviceFee());
    return new Rules(
        catalog,
        routes,
        settings,
        quoter,
        new Decide(catalog, quoter, settings),
        new Coverage(catalog, quoter),
        new Aftermath(catalog, quoter));
  }
}
