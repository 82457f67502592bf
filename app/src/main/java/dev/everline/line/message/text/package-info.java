/** A message's words: in one spelling, without what surrounds them, and with their meanings. */
@NullMarked
package dev.everline.line.message.text;

import org.jspecify.annotations.NullMarked;
