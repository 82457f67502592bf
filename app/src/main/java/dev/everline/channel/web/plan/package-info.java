/** The catalog: carriers, plans, comparison and price history. */
@NullMarked
package dev.everline.channel.web.plan;

import org.jspecify.annotations.NullMarked;
