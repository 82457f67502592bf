/**
 * Owns the few values every room speaks in: money, ids that carry their bucket, and problems with a
 * remedy. Offers them as plain immutable types. Calls nobody.
 */
@NullMarked
@ApplicationModule(
    displayName = "Kernel",
    allowedDependencies = {})
package dev.everline.kernel;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
