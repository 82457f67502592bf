package dev.everline.demo;

import dev.everline.kernel.Money;
import dev.everline.line.LineFacts;
import dev.everline.line.renewer.RenewedBy;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * A line as the database has it, as far as the demo looks at it.
 *
 * @param msisdn E.164 digits
 * @param state the US state whose fees apply
 */
record DemoLine(
    long id,
    String account,
    String msisdn,
    String label,
    String carrier,
    @Nullable String plan,
    @Nullable String state,
    RenewedBy renewedBy,
    boolean paused,
    LineFacts facts) {

  /** For people: the label, and the end of the number alone. */
  String title() {
    return label + " (•••" + msisdn.substring(msisdn.length() - 4) + ")";
  }

  static @Nullable Money money(@Nullable Long minor, String currency) {
    return minor == null ? null : new Money(minor, Currency.getInstance(currency));
  }
}
