package dev.everline.ledger;

/**
 * The kinds of account in the ledger. A balance is credits less debits, so what Everline owes is
 * positive, what it holds or gave is negative, and all balances of a currency sum to zero.
 */
public enum LedgerAccountKind {
  /** Money that came in from outside: the bank's side of wallet top-ups. */
  FUNDING,
  /** What an owner has to spend. Never negative. */
  WALLET,
  /** Reserved for orders under way. Never negative. */
  CLEARING,
  /** Owed to a carrier for renewals made; its subject is the carrier. */
  CARRIER_PAYABLE,
  /** Owed to a state; its subject is the state. */
  TAX_PAYABLE,
  /** Fees earned. */
  FEE_INCOME,
  /** Given away: credit, discounts. */
  PROMOTION,
  /** Money on its way back to owners; zero at rest. */
  REFUND,
  /** What an owner paid to carriers from elsewhere than their wallet. Never positive. */
  OUTSIDE,
  /** What a carrier was paid so: the other side of it; its subject is the carrier. */
  PAID_OUTSIDE
}
