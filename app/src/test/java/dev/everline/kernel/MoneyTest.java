package dev.everline.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {

  private static final Currency YEN = Currency.getInstance("JPY");
  private static final Currency DINAR = Currency.getInstance("KWD");

  @Test
  void anAmountIsReadInTheMinorUnitsOfItsCurrency() {
    assertThat(Money.parse(" 25.5 ", Money.USD)).isEqualTo(Money.usd(25_50));
    assertThat(Money.parse("-0.01", Money.USD)).isEqualTo(Money.usd(-1));
    assertThat(Money.parse("25", YEN)).isEqualTo(new Money(25, YEN));
    assertThat(Money.parse("1.234", DINAR)).isEqualTo(new Money(1_234, DINAR));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "$5", "1,000", "1e3", "+5", ".5", "5.", "٥", "0x1F", "5 USD"})
  void whatIsNoPlainDecimalIsRefused(String text) {
    assertRefused(() -> Money.parse(text, Money.USD), "NOT_AN_AMOUNT");
  }

  @Test
  void zerosThatTheCurrencyDoesNotHaveAreRefusedWherePeopleWriteThem() {
    assertRefused(() -> Money.parse("25.000", Money.USD), "TOO_MANY_DECIMALS");
    assertRefused(() -> Money.parse("25.0", YEN), "TOO_MANY_DECIMALS");
    assertThat(Money.of(new BigDecimal("25.000"), Money.USD)).isEqualTo(Money.usd(25_00));
  }

  @Test
  void nothingIsRounded() {
    assertRefused(() -> Money.of(new BigDecimal("0.005"), Money.USD), "TOO_MANY_DECIMALS");
  }

  @Test
  void anAmountThatDoesNotFitIsRefused() {
    assertRefused(() -> Money.parse("100000000000000000", Money.USD), "AMOUNT_TOO_LARGE");
    assertRefused(() -> Money.parse("99999999999999999999.00", Money.USD), "AMOUNT_TOO_LARGE");
  }

  @Test
  void arithmeticThatOverflowsIsRefusedAndNeverWraps() {
    Money most = Money.usd(Long.MAX_VALUE);
    Money least = Money.usd(Long.MIN_VALUE);
    assertThatExceptionOfType(InvalidValue.class).isThrownBy(() -> most.plus(Money.usd(1)));
    assertThatExceptionOfType(InvalidValue.class).isThrownBy(() -> least.minus(Money.usd(1)));
    assertThatExceptionOfType(InvalidValue.class).isThrownBy(() -> most.times(2));
    assertThatExceptionOfType(InvalidValue.class).isThrownBy(least::negate);
  }

  @Test
  void amountsOfTwoCurrenciesAreNeitherAddedNorCompared() {
    Money dollar = Money.usd(1_00);
    Money yen = new Money(100, YEN);
    assertThatExceptionOfType(InvalidValue.class).isThrownBy(() -> dollar.plus(yen));
    assertThatExceptionOfType(InvalidValue.class).isThrownBy(() -> dollar.minus(yen));
    assertThatExceptionOfType(InvalidValue.class).isThrownBy(() -> dollar.isLessThan(yen));
    assertThat(dollar).isNotEqualTo(yen);
  }

  @Test
  void zeroAndLessAreRefusedWhereAnAmountMustBePositive() {
    assertThat(Money.usd(1).requirePositive("price")).isEqualTo(Money.usd(1));
    assertRefused(() -> Money.usd(0).requirePositive("price"), "NOT_POSITIVE");
    assertThatExceptionOfType(InvalidValue.class)
        .isThrownBy(() -> Money.usd(-1).requirePositive("price"))
        .withMessageStartingWith("price '-0.01 USD' is not positive");
  }

  @Test
  void anAmountIsWrittenWithAllDecimalsOfItsCurrency() {
    assertThat(Money.usd(1_234_50)).hasToString("1234.50 USD");
    assertThat(new Money(25, YEN)).hasToString("25 JPY");
    assertThat(Money.usd(1_234_50).format(Locale.US)).isEqualTo("$1,234.50");
  }

  @Test
  void anUnknownCurrencyIsRefused() {
    assertRefused(() -> Money.currency("usd"), "CURRENCY_UNKNOWN");
  }

  private static void assertRefused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable act, String code) {
    assertThatExceptionOfType(InvalidValue.class)
        .isThrownBy(act)
        .extracting(InvalidValue::code)
        .isEqualTo(code);
  }

  @Test
  void perCentsAreRoundedHalfUp() {
    assertThat(Money.usd(19_00).percent(new BigDecimal("5"))).isEqualTo(Money.usd(95));
    assertThat(Money.usd(10).percent(new BigDecimal("5"))).isEqualTo(Money.usd(1));
    assertThat(Money.usd(9).percent(new BigDecimal("5"))).isEqualTo(Money.usd(0));
  }
}
