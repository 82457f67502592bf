/** Lines from files: reading, checking, previewing, importing. */
@NullMarked
@NamedInterface("imports")
package dev.everline.line.imports;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
