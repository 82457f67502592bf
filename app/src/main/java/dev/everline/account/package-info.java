/**
 * Owns accounts (households and organisations), their members and how they sign in, the API tokens
 * bound to them, and the trail of what was done. Offers {@link dev.everline.account.Accounts},
 * {@link dev.everline.account.Members}, {@link dev.everline.account.SignIn}, {@link
 * dev.everline.account.Passkeys}, {@link dev.everline.account.Providers}, {@link
 * dev.everline.account.Places}, {@link dev.everline.account.Sessions}, {@link
 * dev.everline.account.Invitations}, {@link dev.everline.account.ApiTokens} and {@link
 * dev.everline.account.AuditTrail}. May call the kernel and storage.
 */
@NullMarked
@ApplicationModule(
    displayName = "Accounts",
    allowedDependencies = {"kernel", "storage"})
package dev.everline.account;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
