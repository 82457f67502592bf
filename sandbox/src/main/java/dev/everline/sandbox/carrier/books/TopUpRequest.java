package dev.everline.sandbox.carrier.books;

import dev.everline.sandbox.carrier.wire.Problem;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * A top-up as a customer asks for it.
 *
 * @param msisdn the number, E.164 digits
 * @param reference the customer's own, or null
 * @param plan id of the plan to buy, or null to credit money
 * @param bought how much of the plan the amount pays for
 * @param body the request as it came, or null when the other fields tell all of it
 */
public record TopUpRequest(
    String carrier,
    long msisdn,
    @Nullable String reference,
    @Nullable String plan,
    Bought bought,
    long amountMinor,
    Currency currency,
    @Nullable String body) {

  /**
   * @throws Problem when this can't be asked of the line
   */
  void requireFits(Line line) {
    if (!currency.equals(line.terms().currency())) {
      throw Problem.refused(
          "otherCurrency",
          "The line is paid in %s, not in %s.".formatted(line.terms().currency(), currency));
    }
    if (plan != null && !plan.equals(line.terms().plan())) {
      throw Problem.refused(
          "planNotHeld",
          "The line holds the plan '%s'; a top-up can't buy '%s'."
              .formatted(line.terms().plan(), plan));
    }
  }
}
