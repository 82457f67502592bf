/** A line: its card, timeline, edits and the card to share. */
@NullMarked
package dev.everline.channel.web.line;

import org.jspecify.annotations.NullMarked;
