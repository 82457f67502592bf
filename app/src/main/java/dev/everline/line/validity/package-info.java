/** The rules by which validity moves, and the state of a line on a day. Pure. */
@NullMarked
@NamedInterface("validity")
package dev.everline.line.validity;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
