/** Reads the text messages that carriers send. */
@NullMarked
@NamedInterface("message")
package dev.everline.line.message;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
