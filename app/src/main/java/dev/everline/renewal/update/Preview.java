package dev.everline.renewal.update;

import dev.everline.catalog.bundle.VerifyingKey;
import dev.everline.catalog.install.CatalogDiff;
import dev.everline.catalog.install.KeptBundle;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What another catalog would change here.
 *
 * @param after the last change to the catalog when this was looked at; the change that is made upon
 *     it is made only if there was no other since
 * @param bundle to be used, or null for the built-in catalog alone
 * @param note of its maker, or null
 * @param nextKey by which its maker will sign later bundles, or null
 * @param changes of the catalog's values
 * @param files whose text differs
 * @param overridden files of the bundle in whose place the owner's own are used
 * @param lines what becomes of lines
 * @param at when it was looked at
 */
public record Preview(
    long after,
    @Nullable KeptBundle bundle,
    @Nullable String note,
    @Nullable VerifyingKey nextKey,
    List<CatalogDiff.Change> changes,
    List<String> files,
    List<String> overridden,
    Lines lines,
    Instant at) {

  /**
   * What becomes of lines.
   *
   * @param looked how many are with a carrier of which something changes
   * @param changed for how many of them something changes
   * @param price for how many a period's price changes
   * @param lastDay for how many the last day of service changes
   * @param numberLost for how many the day changes on which the number may be lost
   * @param endangered for how many that day comes earlier
   * @param withoutPlan how many are on a plan that is gone
   * @param withoutCarrier how many are with a carrier that is gone
   * @param shown the first of those for which something changes, those in danger first
   */
  public record Lines(
      long looked,
      long changed,
      long price,
      long lastDay,
      long numberLost,
      long endangered,
      long withoutPlan,
      long withoutCarrier,
      List<LineEffect> shown) {}
}
