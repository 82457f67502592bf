/**
 * Judges addresses: which are a carrier's own, by which record of the catalog, and which only look
 * like one. Pure: asks no network and no database.
 */
@NullMarked
@NamedInterface("link")
package dev.everline.catalog.link;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
