package dev.everline.carrier.tmf654;

import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;

/**
 * A text by which a carrier names a unit of money. The standard leaves the text open, so servers
 * write {@code USD}, {@code US-Dollar} or {@code cents}.
 *
 * @param text as on the wire; upper and lower case are told apart
 * @param currency what the unit is of
 * @param decimals how many decimals one unit stands below the currency: 0 for dollars, 2 for cents
 */
public record MoneyUnit(String text, Currency currency, int decimals) {

  private static final int MOST_DECIMALS = 6;

  /** Larger numbers than any amount of money, which would only cost time to work with. */
  private static final int MOST_DIGITS = 40;

  /**
   * @throws ProblemException when the text is empty or the decimals are out of bounds
   */
  public MoneyUnit {
    if (text.isBlank()) {
      throw new ProblemException(
          ProblemType.CONFIGURATION, "The text of a unit of money is empty; write it like USD.");
    }
    if (decimals < 0 || decimals > MOST_DECIMALS) {
      throw new ProblemException(
          ProblemType.CONFIGURATION,
          "The decimals of the unit '%s' are %d; they must be from 0 to %d."
              .formatted(text, decimals, MOST_DECIMALS));
    }
  }

  /**
   * @throws InvalidValue when the number is no whole number of the currency's minor units
   */
  Money toMoney(BigDecimal number) {
    if (number.precision() > MOST_DIGITS || Math.abs((long) number.scale()) > MOST_DIGITS) {
      throw InvalidValue.withoutValue("amount", "has too many digits", "give an amount of money");
    }
    return Money.of(number.movePointLeft(decimals), currency);
  }

  /** The number to write for an amount of this unit's currency. */
  BigDecimal toNumber(Money money) {
    BigDecimal number = money.toDecimal().movePointRight(decimals);
    return number.scale() < 0 ? number.setScale(0, RoundingMode.UNNECESSARY) : number;
  }
}
