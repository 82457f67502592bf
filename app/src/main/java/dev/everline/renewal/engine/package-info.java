/** The heartbeat and what it drives: starting orders, calling carriers, booking their answers. */
@NullMarked
@NamedInterface("engine")
package dev.everline.renewal.engine;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
