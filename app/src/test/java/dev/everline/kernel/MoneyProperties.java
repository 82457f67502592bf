package dev.everline.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import java.util.Currency;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

/** What holds for every amount. */
class MoneyProperties {

  private static final long MOST_WRITTEN = 999_999_999_999_999_999L;

  @Provide
  Arbitrary<Money> amounts() {
    return Combinators.combine(
            Arbitraries.longs().between(-MOST_WRITTEN, MOST_WRITTEN),
            Arbitraries.of("USD", "MXN", "JPY", "KWD", "CLF").map(Currency::getInstance))
        .as(Money::new);
  }

  @Property
  void whatIsWrittenIsReadBack(@ForAll("amounts") Money amount) {
    assertThat(Money.parse(amount.toDecimal().toPlainString(), amount.currency()))
        .isEqualTo(amount);
    assertThat(Money.of(amount.toDecimal(), amount.currency())).isEqualTo(amount);
  }

  @Property
  void aSumIsExactOrRefused(@ForAll long a, @ForAll long b) {
    BigInteger sum = BigInteger.valueOf(a).add(BigInteger.valueOf(b));
    if (sum.bitLength() < Long.SIZE) {
      assertThat(Money.usd(a).plus(Money.usd(b)).minor()).isEqualTo(sum.longValueExact());
    } else {
      assertThatExceptionOfType(InvalidValue.class)
          .isThrownBy(() -> Money.usd(a).plus(Money.usd(b)));
    }
  }

  @Property
  void aProductIsExactOrRefused(@ForAll long minor, @ForAll int factor) {
    BigInteger product = BigInteger.valueOf(minor).multiply(BigInteger.valueOf(factor));
    if (product.bitLength() < Long.SIZE) {
      assertThat(Money.usd(minor).times(factor).minor()).isEqualTo(product.longValueExact());
    } else {
      assertThatExceptionOfType(InvalidValue.class)
          .isThrownBy(() -> Money.usd(minor).times(factor));
    }
  }

  @Property
  void takingAwayUndoesAdding(
      @ForAll @LongRange(min = -MOST_WRITTEN, max = MOST_WRITTEN) long a,
      @ForAll @LongRange(min = -MOST_WRITTEN, max = MOST_WRITTEN) long b) {
    assertThat(Money.usd(a).plus(Money.usd(b)).minus(Money.usd(b))).isEqualTo(Money.usd(a));
    assertThat(Money.usd(a).minus(Money.usd(b)))
        .isEqualTo(Money.usd(a).plus(Money.usd(b).negate()));
  }

  @Property
  void theOrderOfAmountsIsThatOfTheirMinorUnits(@ForAll List<Long> minors) {
    assertThat(minors.stream().map(Money::usd).sorted().map(Money::minor))
        .containsExactlyElementsOf(minors.stream().sorted().toList());
  }
}
