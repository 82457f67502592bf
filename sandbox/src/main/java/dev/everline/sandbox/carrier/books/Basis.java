package dev.everline.sandbox.carrier.books;

import dev.everline.sandbox.carrier.wire.Problem;
import java.util.Arrays;
import java.util.Locale;

/** From what date a carrier counts a line's validity. */
public enum Basis {
  FROM_EXPIRY,
  FROM_PAYMENT,
  PLAN_CYCLE,
  BILLING_DATE,
  ANNIVERSARY;

  /** As in the control API: {@code from-expiry}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static Basis parse(String key) {
    return Arrays.stream(values())
        .filter(basis -> basis.key().equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                Problem.badRequest(
                    "basis '%s' is unknown; give one of %s"
                        .formatted(key, Arrays.stream(values()).map(Basis::key).toList())));
  }
}
