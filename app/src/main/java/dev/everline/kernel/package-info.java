/**
 * Owns the few values every module speaks in: money, ids that carry their bucket, and problems with
 * a remedy. Offers them as plain immutable types, in all its packages. Calls nobody.
 */
@NullMarked
@ApplicationModule(
    displayName = "Kernel",
    type = ApplicationModule.Type.OPEN,
    allowedDependencies = {})
package dev.everline.kernel;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
