/** Tables in files, row by row: CSV in its encodings, and the sheets of workbooks. */
@NullMarked
@NamedInterface("sheet")
package dev.everline.line.sheet;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
