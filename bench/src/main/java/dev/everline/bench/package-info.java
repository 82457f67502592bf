/** Benchmarks of the whole product and of its hot rules. */
@NullMarked
package dev.everline.bench;

import org.jspecify.annotations.NullMarked;
