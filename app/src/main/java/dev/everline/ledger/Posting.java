package dev.everline.ledger;

import dev.everline.kernel.Money;
import org.jspecify.annotations.Nullable;

/**
 * One amount from one account to another.
 *
 * @param debit gives
 * @param credit takes
 * @param amount above zero
 * @param kind what for
 * @param orderId the renewal it belongs to, an order or one that its owner paid outside; or null
 */
public record Posting(
    LedgerKey debit, LedgerKey credit, Money amount, Kind kind, @Nullable Long orderId) {

  public Posting {
    amount.requirePositive("amount");
  }

  /** What a transfer is for. */
  public enum Kind {
    FUND,
    PROMOTE,
    RESERVE,
    CAPTURE,
    RELEASE,
    REFUND,
    WITHDRAW,
    /** Paid to a carrier from elsewhere than the wallet. */
    SPEND_OUTSIDE,
    /** That payment didn't happen after all. */
    UNDO_OUTSIDE
  }

  /** The owner's account that this moves money of, or null when none. */
  @Nullable LedgerKey wallet() {
    if (isOwners(debit)) {
      return debit;
    }
    return isOwners(credit) ? credit : null;
  }

  private static boolean isOwners(LedgerKey key) {
    return key.kind() == LedgerAccountKind.WALLET || key.kind() == LedgerAccountKind.OUTSIDE;
  }
}
