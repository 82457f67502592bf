/**
 * Owns renewals: quotes, orders and their states, the decision what a line needs, the heartbeat
 * that acts on it, retries, reconciliation of orders in doubt, and the stop rules. Offers {@link
 * dev.everline.renewal.Quotes}, {@link dev.everline.renewal.Renewals} and {@link
 * dev.everline.renewal.OrderDesk} for people, {@link dev.everline.renewal.outside.OutsideRenewals}
 * for what they paid elsewhere, and {@link dev.everline.renewal.engine.Heartbeat} for the clock.
 * May call lines, payments and carriers and all below them.
 */
@NullMarked
@ApplicationModule(
    displayName = "Renewals",
    allowedDependencies = {
      "kernel",
      "storage",
      "catalog",
      "catalog :: bundle",
      "catalog :: install",
      "ledger",
      "account",
      "notice",
      "notice :: push",
      "line",
      "line :: due",
      "line :: renewer",
      "line :: validity",
      "payment",
      "carrier"
    })
package dev.everline.renewal;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
