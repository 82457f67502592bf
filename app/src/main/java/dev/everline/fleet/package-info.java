/**
 * Owns what is done with many lines at once: finding them by their state, acts on many of them with
 * their preview, progress and outcome line by line, and imports from an uploaded file. Offers
 * {@link dev.everline.fleet.FleetLines} and {@link dev.everline.fleet.Jobs}. May call renewals,
 * lines and payments and all below them.
 */
@NullMarked
@ApplicationModule(
    displayName = "Fleet",
    allowedDependencies = {
      "kernel",
      "storage",
      "storage :: key",
      "catalog",
      "notice",
      "line",
      "line :: imports",
      "line :: sheet",
      "line :: renewer",
      "line :: validity",
      "payment",
      "renewal",
      "renewal :: decide",
      "renewal :: order",
      "renewal :: price"
    })
package dev.everline.fleet;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
