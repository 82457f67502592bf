package dev.everline.ledger;

import dev.everline.kernel.AccountId;

/**
 * Names an account of the ledger within a bucket.
 *
 * @param owner the owner's account id, or 0 for Everline's own accounts
 * @param subject what it is about: a carrier, a state; empty for most
 * @param currency ISO 4217
 */
public record LedgerKey(long owner, LedgerAccountKind kind, String subject, String currency) {

  public static LedgerKey wallet(AccountId owner, String currency) {
    return new LedgerKey(owner.value(), LedgerAccountKind.WALLET, "", currency);
  }

  /** The money reserved for an owner's orders under way. */
  public static LedgerKey clearing(String currency) {
    return house(LedgerAccountKind.CLEARING, "", currency);
  }

  /** What an owner paid from elsewhere than their wallet. */
  public static LedgerKey outside(AccountId owner, String currency) {
    return new LedgerKey(owner.value(), LedgerAccountKind.OUTSIDE, "", currency);
  }

  public static LedgerKey house(LedgerAccountKind kind, String subject, String currency) {
    return new LedgerKey(0, kind, subject, currency);
  }
}
