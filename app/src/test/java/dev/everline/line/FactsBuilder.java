package dev.everline.line;

import dev.everline.kernel.Money;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Builds the facts of a line in a test, so that the one fact that matters stands out. */
public final class FactsBuilder {

  private @Nullable LocalDate validUntil;
  private @Nullable Money balance;
  private @Nullable LocalDate balanceExpiresOn;
  private int anchorDay;
  private @Nullable LocalDate lastPaymentOn;
  private @Nullable LocalDate lastActivityOn;

  public static FactsBuilder aLine() {
    return new FactsBuilder();
  }

  public FactsBuilder validUntil(String day) {
    validUntil = LocalDate.parse(day);
    return this;
  }

  public FactsBuilder balance(String amount) {
    balance = Money.parse(amount, Money.USD);
    return this;
  }

  public FactsBuilder balanceExpiresOn(String day) {
    balanceExpiresOn = LocalDate.parse(day);
    return this;
  }

  public FactsBuilder anchorDay(int day) {
    anchorDay = day;
    return this;
  }

  public FactsBuilder lastPaymentOn(String day) {
    lastPaymentOn = LocalDate.parse(day);
    return this;
  }

  public FactsBuilder lastActivityOn(String day) {
    lastActivityOn = LocalDate.parse(day);
    return this;
  }

  public LineFacts facts() {
    return new LineFacts(
        validUntil, balance, balanceExpiresOn, anchorDay, lastPaymentOn, lastActivityOn);
  }
}
