/**
 * Which bundle is in force in this installation, who may sign one, and the way from one to the
 * next: kept in the database, so that all servers agree.
 */
@NullMarked
@NamedInterface("install")
package dev.everline.catalog.install;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
