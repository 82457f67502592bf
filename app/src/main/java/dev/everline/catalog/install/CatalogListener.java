package dev.everline.catalog.install;

import dev.everline.catalog.Catalog;
import org.jspecify.annotations.Nullable;

/** Somebody who has to do something when the catalog has changed. */
@FunctionalInterface
public interface CatalogListener {

  /**
   * Called once at the start and after each change; again if it fails.
   *
   * @param before as it was; null at the start, when that isn't known here
   */
  void changedFrom(@Nullable Catalog before);
}
