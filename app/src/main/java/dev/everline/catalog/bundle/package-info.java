/**
 * Catalog bundles as files: what is in one, how it is signed and by whom, and how one is made.
 * Pure; knows no database and no network.
 */
@NullMarked
@NamedInterface("bundle")
package dev.everline.catalog.bundle;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
