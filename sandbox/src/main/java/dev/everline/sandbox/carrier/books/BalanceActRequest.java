package dev.everline.sandbox.carrier.books;

import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * An adjustment, transfer or reservation as a customer asks for it.
 *
 * @param receiver the number that a transfer goes to; 0 with the other kinds
 * @param amountMinor in minor units; null reserves all that there is
 * @param currency null when there is no amount
 */
public record BalanceActRequest(
    BalanceAct.Kind kind,
    String carrier,
    long msisdn,
    long receiver,
    @Nullable String reference,
    @Nullable Long amountMinor,
    @Nullable Currency currency,
    String body) {

  /** Under which its tries are counted, apart from those of top-ups; null without a reference. */
  public @Nullable String attempts() {
    return reference == null ? null : kind.path() + " " + reference;
  }
}
