/**
 * Orders and their states, their storage, and the next step for an order. Independent of the
 * engine.
 */
@NullMarked
@NamedInterface("order")
package dev.everline.renewal.order;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
