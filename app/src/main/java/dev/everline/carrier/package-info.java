/**
 * Owns the ways out to carriers: the port that renewals speak to, and its connectors, one
 * sub-package each, with their limits, deadlines and breakers. Offers {@link
 * dev.everline.carrier.CarrierConnector} and the connectors by carrier. May call the kernel and the
 * catalog.
 */
@NullMarked
@ApplicationModule(
    displayName = "Carriers",
    allowedDependencies = {"kernel", "catalog"})
package dev.everline.carrier;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
