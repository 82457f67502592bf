/**
 * What may stop an order before any money moves: named rules, each pure and with its own test.
 * {@link dev.everline.renewal.engine.stop.StopRules} lists them in the order in which they are
 * checked.
 */
@NullMarked
package dev.everline.renewal.engine.stop;

import org.jspecify.annotations.NullMarked;
