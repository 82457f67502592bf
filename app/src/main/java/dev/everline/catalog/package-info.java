/**
 * Owns what is known of carriers, plans, lapse rules, refill amounts, dial codes, fees and the
 * prefixes that identify a SIM: data files, each record with its source, date and confidence.
 * Offers {@link dev.everline.catalog.Catalog} and its records, and the identification of what is
 * printed on a SIM; and the bundles by which all that changes while servers run. May call the
 * kernel and storage.
 */
@NullMarked
@ApplicationModule(
    displayName = "Catalog",
    allowedDependencies = {"kernel", "storage"})
package dev.everline.catalog;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
