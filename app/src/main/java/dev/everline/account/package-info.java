/**
 * Owns accounts (households and organisations) and the API tokens bound to them. Offers {@link
 * dev.everline.account.Accounts} and {@link dev.everline.account.ApiTokens}. May call the kernel
 * and storage.
 */
@NullMarked
@ApplicationModule(
    displayName = "Accounts",
    allowedDependencies = {"kernel", "storage"})
package dev.everline.account;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
