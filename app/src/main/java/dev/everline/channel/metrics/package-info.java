/**
 * Owns the operators' door to what the server measures: a port of its own, closed unless it is
 * configured, and the measures that are read from the database. Offers nothing to other modules.
 * May call every module below.
 */
@NullMarked
@ApplicationModule(displayName = "Measures")
package dev.everline.channel.metrics;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
