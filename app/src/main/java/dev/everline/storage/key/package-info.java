/**
 * The file of keys that seals personal data, its check and its rotation, and files that are sealed
 * whole.
 */
@NullMarked
@NamedInterface("key")
package dev.everline.storage.key;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
