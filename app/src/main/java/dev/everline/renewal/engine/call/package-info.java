/** The outside calls of renewing: to which carrier, for how long, and what came of them. */
@NullMarked
package dev.everline.renewal.engine.call;

import org.jspecify.annotations.NullMarked;
