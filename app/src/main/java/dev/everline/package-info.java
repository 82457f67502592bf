/**
 * The application: its entry point and what puts the modules together. A module is a package
 * directly under this one (or under {@code channel}); the floors they stand on are in {@code
 * docs/architecture.md}.
 */
@NullMarked
package dev.everline;

import org.jspecify.annotations.NullMarked;
