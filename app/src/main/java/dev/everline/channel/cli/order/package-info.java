/** Commands that quote, buy and pay. */
@NullMarked
package dev.everline.channel.cli.order;

import org.jspecify.annotations.NullMarked;
