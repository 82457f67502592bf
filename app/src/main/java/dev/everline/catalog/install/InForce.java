package dev.everline.catalog.install;

import org.jspecify.annotations.Nullable;

/**
 * What is in force.
 *
 * @param number of the change that put it in force; 0 when there never was one
 * @param bundle null: none, the built-in catalog alone
 */
public record InForce(long number, @Nullable KeptBundle bundle) {}
