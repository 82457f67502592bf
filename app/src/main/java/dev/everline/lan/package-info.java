/**
 * Owns the way from the home network to this installation: its name there, the certificates that
 * prove it, the announcement of where it leads. Offers {@link dev.everline.lan.HomeNetwork}. May
 * call the kernel.
 */
@NullMarked
@ApplicationModule(
    displayName = "Home network",
    allowedDependencies = {"kernel"})
package dev.everline.lan;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
