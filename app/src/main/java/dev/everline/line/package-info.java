/**
 * Owns lines: their SIM identity and its history, plan, validity, balance and activity, each with
 * source and age, and the rules by which validity moves. Offers the line store, the pure rules of
 * validity and the timeline, the import from files, and the reader of carriers' text messages. May
 * call the kernel, storage and the catalog.
 */
@NullMarked
@ApplicationModule(
    displayName = "Lines",
    allowedDependencies = {
      "kernel",
      "storage",
      "catalog",
      "catalog :: identify",
      "catalog :: install",
      "catalog :: link"
    })
package dev.everline.line;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
