/** What a renewal costs: the quote and the rules that price each of its parts. Pure. */
@NullMarked
@NamedInterface("price")
package dev.everline.renewal.price;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
