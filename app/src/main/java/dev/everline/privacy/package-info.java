/**
 * Owns what people may ask of their data: a copy of all that is stored of an account, and its
 * erasure. Offers {@link dev.everline.privacy.AccountExport} and {@link
 * dev.everline.privacy.AccountErasure}. May call whoever keeps something of an account.
 */
@NullMarked
@ApplicationModule(
    displayName = "Privacy",
    allowedDependencies = {
      "kernel",
      "storage",
      "account",
      "ledger",
      "line",
      "line :: imports",
      "payment",
      "renewal",
      "renewal :: order",
      "renewal :: price",
      "notice",
      "notice :: push",
      "fleet"
    })
package dev.everline.privacy;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
