package dev.everline.renewal.price;

import static dev.everline.renewal.price.ASale.aCycle;
import static dev.everline.renewal.price.ASale.aSale;
import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.kernel.Money;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SaleFee911Test {

  private static Optional<Quote.Component> part(ASale sale, String toCarrier) {
    return new SaleFee911(new Fee911(sale.catalog()))
        .part(sale.sale(), Money.parse(toCarrier, Money.USD));
  }

  @Test
  void theFeeIsCollectedOnWhatTheCarrierIsPaid() {
    assertThat(part(aSale().of(Quote.Kind.KEEP_ALIVE, "5"), "10"))
        .contains(new Quote.Component(Quote.Name.FEE_911, "TX", Money.usd(20)));
  }

  @Test
  void aMonthlyFeeIsCollectedForEachPeriod() {
    assertThat(part(aSale().in("OH").periods(3), "75"))
        .contains(new Quote.Component(Quote.Name.FEE_911, "OH", Money.usd(1_20)));
  }

  @Test
  void itIsNotCollectedWhereTheCarrierTakesItOutOfTheBalance() {
    assertThat(part(aCycle(), "25")).isEmpty();
    assertThat(part(aCycle().of(Quote.Kind.FLEXIBLE, "10"), "10")).isEmpty();
  }

  @Test
  void itIsNotCollectedForAnUnknownState() {
    assertThat(part(aSale().in(null), "25")).isEmpty();
  }
}
