/**
 * Imports plans from the broadband labels that providers publish as CSV (FCC 22-86, 47 CFR 8.1(a)),
 * in either of the two column sets in use.
 */
@NullMarked
@NamedInterface("label")
package dev.everline.catalog.label;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
