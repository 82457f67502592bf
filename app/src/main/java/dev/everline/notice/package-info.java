/**
 * Owns notices: what the members of accounts are told, and where. Offers {@link
 * dev.everline.notice.Notices} to modules that know a cause or show notices, and {@code push},
 * which sends them to devices. Knows lines, accounts and orders only by their ids. May call the
 * kernel, storage and words.
 */
@NullMarked
@ApplicationModule(
    displayName = "Notices",
    allowedDependencies = {"kernel", "storage", "words"})
package dev.everline.notice;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
