package dev.everline.sandbox.carrier.books;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A top-up that the carrier has taken in. A change gives a new value under the same id.
 *
 * @param id counts up over all carriers
 * @param terms those of the line when it was asked for
 * @param reference the customer's own, or null when none came
 * @param bought what it buys
 * @param validBefore last day served before it, as in {@link Line#validUntilDay}
 * @param validAfter last day served after it
 * @param body the request as it came, kept only when it holds more than the other fields tell
 */
public record TopUp(
    long id,
    Terms terms,
    long msisdn,
    @Nullable String reference,
    Bought bought,
    long amountMinor,
    Progress progress,
    int validBefore,
    int validAfter,
    @Nullable String body) {

  /** What TMF654 calls the status of an action. */
  public enum Status {
    CREATED,
    COMPLETED,
    FAILED,
    CANCELLED;

    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * How far it has come.
   *
   * @param planned what becomes of it when it is due
   * @param reason why it failed, or null
   * @param requestedAt milliseconds since 1970, by the sandbox's clock
   * @param settledAt the same, of its completion, failure or cancellation; 0 before
   * @param dueAt the same, of when a pending one is settled; 0 when it never was pending
   */
  public record Progress(
      Status status,
      Status planned,
      @Nullable String reason,
      long requestedAt,
      long settledAt,
      long dueAt) {

    private Progress settled(Status as, @Nullable String why, long at) {
      return new Progress(as, planned, why, requestedAt, at, dueAt);
    }
  }

  public Status status() {
    return progress.status();
  }

  /** Whether its reference can't be used again. */
  public boolean holdsReference() {
    return status() == Status.CREATED || status() == Status.COMPLETED;
  }

  TopUp settled(
      Status as, @Nullable String why, long at, int validUntilBefore, int validUntilAfter) {
    return new TopUp(
        id,
        terms,
        msisdn,
        reference,
        bought,
        amountMinor,
        progress.settled(as, why, at),
        validUntilBefore,
        validUntilAfter,
        body);
  }
}
