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
 * @param orderId the renewal order it belongs to, or null
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
    WITHDRAW
  }

  /** The wallet that this moves money of, or null when none. */
  @Nullable LedgerKey wallet() {
    if (debit.kind() == LedgerAccountKind.WALLET) {
      return debit;
    }
    return credit.kind() == LedgerAccountKind.WALLET ? credit : null;
  }
}
