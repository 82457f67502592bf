package dev.everline.bench;

import org.jspecify.annotations.Nullable;

/**
 * A figure measured.
 *
 * @param name of the benchmark
 * @param what was measured, in words
 * @param value measured
 * @param unit of the value
 * @param baseline what it is held against in the same run, in words, or null
 * @param ratio to that baseline, or null
 * @param bar what is to be reached, in words
 * @param reached whether it was
 */
record Figure(
    String name,
    String what,
    double value,
    String unit,
    @Nullable String baseline,
    @Nullable Double ratio,
    String bar,
    boolean reached) {}
