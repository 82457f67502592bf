/** Orders and their states, where they are stored, and what comes next for one. Knows no engine. */
@NullMarked
@NamedInterface("order")
package dev.everline.renewal.order;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
