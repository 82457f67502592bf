/**
 * What the carriers know, durably: lines, top-ups, other acts on balances, settings and the clock,
 * in memory and in a journal, and the carriers' rules for moving them. Knows nothing of HTTP.
 */
@NullMarked
package dev.everline.sandbox.carrier.books;

import org.jspecify.annotations.NullMarked;
