package dev.everline.renewal.price;

import static dev.everline.renewal.price.ASale.aSale;
import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.kernel.Money;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class Fee911Test {

  private static final Money PRICE = Money.usd(25_00);
  private static final Money NONE = Money.usd(0);

  private static Money fee(ASale sale, @Nullable String state, int months) {
    return new Fee911(sale.catalog()).on(sale.plan(), state, PRICE, months);
  }

  @Test
  void theStatesFeeIsAddedToAPriceWithoutTaxes() {
    assertThat(fee(aSale(), "TX", 1)).isEqualTo(Money.usd(50));
  }

  @Test
  void aMonthlyFeeIsAskedForEachMonth() {
    assertThat(fee(aSale(), "OH", 3)).isEqualTo(Money.usd(1_20));
  }

  @Test
  void noFeeIsAddedToAPriceWithTaxes() {
    assertThat(fee(aSale().taxesIncluded(true), "TX", 1)).isEqualTo(NONE);
  }

  @Test
  void noFeeIsAddedWhereNobodyKnowsWhetherThePriceHoldsIt() {
    assertThat(fee(aSale().taxesIncluded(null), "TX", 1)).isEqualTo(NONE);
  }

  @Test
  void noFeeIsAddedForAStateThatIsNotKnownOrHasNone() {
    assertThat(fee(aSale(), null, 1)).isEqualTo(NONE);
    assertThat(fee(aSale(), "AK", 1)).isEqualTo(NONE);
  }
}
