package dev.everline.sandbox.carrier.books;

import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * What was done to a line's money other than by a top-up. A change gives a new value under the same
 * id.
 *
 * @param id counts up over all carriers and kinds
 * @param msisdn the number whose money it was
 * @param receiver the number that a transfer goes to; 0 with the other kinds
 * @param reference the customer's own, or null when none came
 * @param amountMinor in minor units; below 0 for an adjustment that takes
 * @param status completed, or cancelled for a reservation that was let go
 * @param requestedAt milliseconds since 1970, by the sandbox's clock
 * @param settledAt the same, of its last change
 * @param body the request as it came
 */
public record BalanceAct(
    long id,
    Kind kind,
    String carrier,
    long msisdn,
    long receiver,
    @Nullable String reference,
    long amountMinor,
    Currency currency,
    TopUp.Status status,
    long requestedAt,
    long settledAt,
    String body) {

  /** The operations of TMF654, by the names of their resources. */
  public enum Kind {
    ADJUST("adjustBalance", "AdjustBalance"),
    TRANSFER("transferBalance", "TransferBalance"),
    RESERVE("reserveBalance", "ReserveBalance");

    private final String path;
    private final String type;

    Kind(String path, String type) {
      this.path = path;
      this.type = type;
    }

    /** How addresses and attributes name it. */
    public String path() {
      return path;
    }

    /** How types and events name it. */
    public String type() {
      return type;
    }
  }

  /**
   * Whether its reference can't be used again, and its money is still held where it is reserved.
   */
  public boolean stands() {
    return status == TopUp.Status.COMPLETED;
  }

  BalanceAct cancelled(long at) {
    return new BalanceAct(
        id,
        kind,
        carrier,
        msisdn,
        receiver,
        reference,
        amountMinor,
        currency,
        TopUp.Status.CANCELLED,
        requestedAt,
        at,
        body);
  }
}
