/**
 * What a line needs, and when: the decision, its reminders, the keep-alive and the outlook. Pure.
 */
@NullMarked
@NamedInterface("decide")
package dev.everline.renewal.decide;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
