/** The outside calls of renewals: to which carrier, how long they may take, and their outcomes. */
@NullMarked
package dev.everline.renewal.engine.call;

import org.jspecify.annotations.NullMarked;
