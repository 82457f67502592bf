/**
 * Owns the words that people read: messages in every language, and how dates, amounts and durations
 * are written in each. May call the kernel.
 */
@NullMarked
@ApplicationModule(
    displayName = "Words",
    allowedDependencies = {"kernel"})
package dev.everline.words;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
