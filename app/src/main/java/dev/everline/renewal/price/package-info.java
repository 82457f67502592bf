/** What a renewal costs: the quote and the rules by which each of its parts is priced. Pure. */
@NullMarked
@NamedInterface("price")
package dev.everline.renewal.price;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
