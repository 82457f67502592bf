package dev.everline.catalog;

import dev.everline.kernel.InvalidValue;
import java.util.Arrays;
import java.util.Locale;

/** From what date a carrier counts a line's validity. The names are those of the data files. */
public enum Basis {
  /** A new period starts when the old one ends; late, on the day of payment. */
  FROM_EXPIRY,
  /** A new period starts on the day it is paid, whatever was left. */
  FROM_PAYMENT,
  /** Money waits in a balance, and the plan renews itself from it on its day. */
  PLAN_CYCLE,
  /** A fixed day of the month, which moves to the day of payment after a lapse. */
  BILLING_DATE,
  /** A fixed day of the month, which never moves: paying late buys fewer days. */
  ANNIVERSARY,
  /** Billed after use; Everline only reminds. */
  BILL,
  /** Kept by using the line. */
  ACTIVITY,
  /** None of the above; Everline only reminds. */
  OTHER;

  /** As in the data files: {@code from-expiry}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * @throws InvalidValue when there is no basis of that name
   */
  public static Basis parse(String key) {
    return Arrays.stream(values())
        .filter(basis -> basis.key().equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                InvalidValue.of(
                    "basis",
                    key,
                    "is unknown",
                    "give one of " + Arrays.stream(values()).map(Basis::key).toList()));
  }

  /** Whether a payment by Everline can extend a line of this basis. */
  public boolean isRenewable() {
    return switch (this) {
      case FROM_EXPIRY, FROM_PAYMENT, PLAN_CYCLE, BILLING_DATE, ANNIVERSARY -> true;
      case BILL, ACTIVITY, OTHER -> false;
    };
  }
}
