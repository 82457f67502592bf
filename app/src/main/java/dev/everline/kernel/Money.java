package dev.everline.kernel;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.NumberFormat;
import java.util.Currency;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An amount of one currency, held as a whole number of its minor units (cents for USD). May be
 * negative; places that need a positive amount ask with {@link #requirePositive}.
 *
 * <p>Arithmetic is exact: an overflow of the 64 bits and a mix of currencies are refused with an
 * {@link InvalidValue}, never rounded or wrapped.
 *
 * @param minor the amount in minor units
 * @param currency an ISO 4217 currency
 */
public record Money(long minor, Currency currency) implements Comparable<Money> {

  /** The currency of the first market. */
  public static final Currency USD = Currency.getInstance("USD");

  private static final Pattern PLAIN = Pattern.compile("-?[0-9]{1,18}(\\.[0-9]{1,18})?");
  private static final Pattern TOO_LARGE = Pattern.compile("[0-9]{19,100}(\\.[0-9]{1,18})?");

  public static Money zero(Currency currency) {
    return new Money(0, currency);
  }

  /** An amount of US dollars given in cents. */
  public static Money usd(long cents) {
    return new Money(cents, USD);
  }

  /**
   * Reads a plain decimal such as {@code 25}, {@code 25.5} or {@code -0.01}; no signs of currency,
   * no grouping, no exponent.
   *
   * @throws InvalidValue when the text is no such decimal, has more decimals than the currency, or
   *     does not fit
   */
  public static Money parse(String text, Currency currency) {
    String trimmed = text.strip();
    if (TOO_LARGE.matcher(trimmed).matches()) {
      throw tooLarge(text, currency);
    }
    if (!PLAIN.matcher(trimmed).matches()) {
      throw InvalidValue.of("amount", text, "is not a plain decimal number", "write it like 25.00")
          .as("NOT_AN_AMOUNT");
    }
    BigDecimal value = new BigDecimal(trimmed);
    // Zeros too: who writes them means another currency, or another thing than money.
    requireDecimals(value, value.scale(), currency);
    return of(value, currency);
  }

  /**
   * @throws InvalidValue when the value has more decimals than the currency, or does not fit
   */
  public static Money of(BigDecimal value, Currency currency) {
    int digits = Math.max(0, currency.getDefaultFractionDigits());
    BigDecimal stripped = value.stripTrailingZeros();
    requireDecimals(value, stripped.scale(), currency);
    try {
      return new Money(stripped.movePointRight(digits).longValueExact(), currency);
    } catch (ArithmeticException overflow) {
      throw tooLarge(value.toPlainString(), currency);
    }
  }

  private static InvalidValue tooLarge(String given, Currency currency) {
    return InvalidValue.of("amount", given, "is too large", "give less than 10^16 " + currency)
        .as("AMOUNT_TOO_LARGE");
  }

  private static void requireDecimals(BigDecimal value, int given, Currency currency) {
    int digits = Math.max(0, currency.getDefaultFractionDigits());
    if (given > digits) {
      throw InvalidValue.of(
              "amount",
              value.toPlainString(),
              "has more than " + digits + " decimals, which " + currency + " does not have",
              "give at most " + digits + " decimals")
          .as("TOO_MANY_DECIMALS", digits);
    }
  }

  /**
   * Finds a currency by its ISO 4217 code.
   *
   * @throws InvalidValue when there is none of that code
   */
  public static Currency currency(String code) {
    try {
      return Currency.getInstance(code);
    } catch (IllegalArgumentException unknown) {
      throw InvalidValue.of(
              "currency", code, "is not an ISO 4217 code", "give three capital letters such as USD")
          .as("CURRENCY_UNKNOWN");
    }
  }

  public Money plus(Money other) {
    requireSameCurrency(other);
    return exact(() -> Math.addExact(minor, other.minor));
  }

  public Money minus(Money other) {
    requireSameCurrency(other);
    return exact(() -> Math.subtractExact(minor, other.minor));
  }

  public Money times(int factor) {
    return exact(() -> Math.multiplyExact(minor, (long) factor));
  }

  /** So many per cent of it, rounded half up to the minor unit. */
  public Money percent(BigDecimal percent) {
    return new Money(
        percent
            .multiply(BigDecimal.valueOf(minor))
            .divide(BigDecimal.valueOf(100))
            .setScale(0, RoundingMode.HALF_UP)
            .longValueExact(),
        currency);
  }

  public Money negate() {
    return exact(() -> Math.negateExact(minor));
  }

  public boolean isZero() {
    return minor == 0;
  }

  public boolean isPositive() {
    return minor > 0;
  }

  public boolean isNegative() {
    return minor < 0;
  }

  public boolean isLessThan(Money other) {
    return compareTo(other) < 0;
  }

  public static Money max(Money a, Money b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  /**
   * @param name what the amount is, for the message
   * @throws InvalidValue when the amount is zero or negative
   */
  public Money requirePositive(String name) {
    if (minor <= 0) {
      throw InvalidValue.of(name, toString(), "is not positive", "give an amount above zero")
          .as("NOT_POSITIVE");
    }
    return this;
  }

  /** The amount as an exact decimal in major units, with the currency's own number of decimals. */
  public BigDecimal toDecimal() {
    return BigDecimal.valueOf(minor, Math.max(0, currency.getDefaultFractionDigits()));
  }

  /** The amount for a reader: grouping, decimals and sign of currency as in that language. */
  public String format(Locale locale) {
    NumberFormat format = NumberFormat.getCurrencyInstance(locale);
    format.setCurrency(currency);
    int digits = Math.max(0, currency.getDefaultFractionDigits());
    format.setMinimumFractionDigits(digits);
    format.setMaximumFractionDigits(digits);
    return format.format(toDecimal());
  }

  /**
   * @throws InvalidValue when the currencies differ
   */
  @Override
  public int compareTo(Money other) {
    requireSameCurrency(other);
    return Long.compare(minor, other.minor);
  }

  /** For programs and logs, such as {@code 25.00 USD}. */
  @Override
  public String toString() {
    return toDecimal().toPlainString() + " " + currency.getCurrencyCode();
  }

  private void requireSameCurrency(Money other) {
    if (!currency.equals(other.currency)) {
      throw InvalidValue.of(
          "currency",
          other.currency.getCurrencyCode(),
          "differs from " + currency.getCurrencyCode(),
          "amounts of two currencies are never added or compared");
    }
  }

  private Money exact(java.util.function.LongSupplier sum) {
    try {
      return new Money(sum.getAsLong(), currency);
    } catch (ArithmeticException overflow) {
      throw InvalidValue.of("amount", toString(), "overflows 64 bits", "check the amounts given");
    }
  }
}
