/**
 * Owns what people may ask of their data: a copy of all that is stored of an account, and its
 * erasure. Offers {@link dev.everline.privacy.AccountExport} and {@link
 * dev.everline.privacy.AccountErasure}. Takes what each module brings of an account; may call
 * accounts, lines and storage.
 */
@NullMarked
@ApplicationModule(
    displayName = "Privacy",
    allowedDependencies = {"kernel", "storage", "account", "line"})
package dev.everline.privacy;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
