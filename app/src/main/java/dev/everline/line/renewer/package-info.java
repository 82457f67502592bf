/** Who renews a line, and the ends of validity for which that is otherwise. Pure. */
@NullMarked
@NamedInterface("renewer")
package dev.everline.line.renewer;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
