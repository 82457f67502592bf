/**
 * Owns how renewals are paid: the port of authorise, capture, release and refund, and the wallet
 * behind it. Offers {@link dev.everline.payment.Payments} and {@link dev.everline.payment.Wallet}.
 * May call the kernel, storage and the ledger.
 */
@NullMarked
@ApplicationModule(
    displayName = "Payments",
    allowedDependencies = {"kernel", "storage", "ledger"})
package dev.everline.payment;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
