package dev.everline.renewal.outside;

import dev.everline.kernel.Money;
import dev.everline.ledger.Ledger;
import dev.everline.ledger.LedgerAccountKind;
import dev.everline.ledger.LedgerKey;
import dev.everline.ledger.Posting;
import dev.everline.storage.Pipeline;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the ledger has a renewal outside: a pair of its own that touches no wallet; pure.
 *
 * @param posting null where the sum isn't known, so that nothing can be booked
 */
record Booking(@Nullable Posting posting) {

  static Booking spent(OutsideRenewal renewal) {
    return of(renewal, Posting.Kind.SPEND_OUTSIDE);
  }

  /** The ledger is only added to: what is undone is booked the other way round. */
  static Booking undone(OutsideRenewal renewal) {
    return of(renewal, Posting.Kind.UNDO_OUTSIDE);
  }

  private static Booking of(OutsideRenewal renewal, Posting.Kind kind) {
    Money amount = renewal.paid().amount();
    if (amount == null) {
      return new Booking(null);
    }
    String currency = amount.currency().getCurrencyCode();
    LedgerKey owner = LedgerKey.outside(renewal.account(), currency);
    LedgerKey carrier =
        LedgerKey.house(LedgerAccountKind.PAID_OUTSIDE, renewal.carrier(), currency);
    boolean spent = kind == Posting.Kind.SPEND_OUTSIDE;
    return new Booking(
        new Posting(
            spent ? owner : carrier, spent ? carrier : owner, amount, kind, renewal.id().value()));
  }

  void post(Pipeline pipeline, Ledger ledger, int bucket, Instant now) throws SQLException {
    if (posting != null) {
      ledger.lock(pipeline.connection(), bucket);
      ledger.post(pipeline, bucket, List.of(posting), now);
    }
  }
}
