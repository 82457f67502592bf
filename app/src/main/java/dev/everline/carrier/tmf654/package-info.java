/**
 * Owns the connector to servers that speak TM Forum's Prepay Balance Management API (TMF654,
 * version 4). Offers {@link dev.everline.carrier.tmf654.Tmf654Connector}, made from {@link
 * dev.everline.carrier.tmf654.Tmf654Settings} or by the configuration. May call what its parent
 * may.
 */
@NullMarked
@NamedInterface("tmf654")
package dev.everline.carrier.tmf654;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
