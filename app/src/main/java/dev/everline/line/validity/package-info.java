/** The rules by which validity moves, and how a line stands on a day. Pure. */
@NullMarked
@NamedInterface("validity")
package dev.everline.line.validity;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
