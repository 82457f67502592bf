/** The PostgreSQL server of our own: its programs, its data folder, and who may start it. */
@NullMarked
@NamedInterface("embedded")
package dev.everline.storage.embedded;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
