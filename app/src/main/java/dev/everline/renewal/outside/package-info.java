/**
 * Renewals that owners paid for at their carriers themselves: where they lead, their storage, and
 * their undoing.
 */
@NullMarked
@NamedInterface("outside")
package dev.everline.renewal.outside;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
