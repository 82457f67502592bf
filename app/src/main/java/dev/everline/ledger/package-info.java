/**
 * Owns the double-entry ledger: its accounts, its transfers and the proof that it balances. Offers
 * {@link dev.everline.ledger.Ledger} to post within the caller's transaction, and {@link
 * dev.everline.ledger.LedgerCheck}. May call the kernel and storage.
 */
@NullMarked
@ApplicationModule(
    displayName = "Ledger",
    allowedDependencies = {"kernel", "storage"})
package dev.everline.ledger;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
