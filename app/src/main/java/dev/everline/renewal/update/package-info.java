/**
 * Lines under another catalog: what would change for them, the change itself, and looking at them
 * again afterwards.
 */
@NullMarked
@NamedInterface("update")
package dev.everline.renewal.update;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
