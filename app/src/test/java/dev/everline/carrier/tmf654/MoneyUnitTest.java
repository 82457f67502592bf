package dev.everline.carrier.tmf654;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import java.math.BigDecimal;
import java.util.Currency;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyUnitTest {

  @ParameterizedTest
  @CsvSource({
    "USD, 0, 25, 2500, 25.00",
    "USD, 0, 25.5, 2550, 25.50",
    "USD, 2, 2500, 2500, 2500",
    "USD, 3, 25000, 2500, 25000",
    "JPY, 0, 1500, 1500, 1500",
    "KWD, 0, 1.234, 1234, 1.234",
  })
  void anAmountIsReadAndWrittenInItsUnit(
      String currency, int decimals, BigDecimal number, long minor, String written) {
    MoneyUnit unit = new MoneyUnit("text", Currency.getInstance(currency), decimals);

    Money money = new Money(minor, Currency.getInstance(currency));
    assertThat(unit.toMoney(number)).isEqualTo(money);
    assertThat(unit.toNumber(money).toString()).isEqualTo(written);
  }

  @Property(tries = 200)
  void whatIsWrittenIsReadBack(
      @ForAll @LongRange(min = -1_000_000_000_000L, max = 1_000_000_000_000L) long minor,
      @ForAll @IntRange(max = 6) int decimals) {
    MoneyUnit unit = new MoneyUnit("text", Money.USD, decimals);

    assertThat(unit.toMoney(unit.toNumber(Money.usd(minor)))).isEqualTo(Money.usd(minor));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0.001", "1e999999999", "-1e999999999", "1e-999999999", "99999999999999999999"})
  void anAmountThatIsNoMoneyIsRefusedAtOnce(BigDecimal number) {
    assertThatThrownBy(() -> new MoneyUnit("USD", Money.USD, 0).toMoney(number))
        .isInstanceOf(InvalidValue.class);
  }

  @Test
  void aUnitOutOfBoundsIsRefused() {
    assertThatThrownBy(() -> new MoneyUnit(" ", Money.USD, 0)).isInstanceOf(ProblemException.class);
    assertThatThrownBy(() -> new MoneyUnit("USD", Money.USD, 7))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("from 0 to 6");
  }
}
