/** Due lists and claims of lines. Only renewal may use it. */
@NullMarked
@NamedInterface("due")
package dev.everline.line.due;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
