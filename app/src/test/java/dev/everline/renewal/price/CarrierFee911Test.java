package dev.everline.renewal.price;

import static dev.everline.renewal.price.ASale.aCycle;
import static dev.everline.renewal.price.ASale.aSale;
import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.kernel.Money;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CarrierFee911Test {

  private static Optional<Quote.Component> part(ASale sale) {
    return new CarrierFee911(new Fee911(sale.catalog())).part(sale.sale(), Money.usd(25_00));
  }

  @Test
  void aPlanThatRenewsItselfFromABalanceNeedsTheFeeInIt() {
    assertThat(part(aCycle()))
        .contains(new Quote.Component(Quote.Name.FEE_911_BY_CARRIER, "TX", Money.usd(50)));
  }

  @Test
  void theFeeIsAskedForAllPeriods() {
    assertThat(part(aCycle().in("OH").periods(2)))
        .contains(new Quote.Component(Quote.Name.FEE_911_BY_CARRIER, "OH", Money.usd(80)));
  }

  @Test
  void aPlanPaidAtThePointOfSaleNeedsNoneInItsBalance() {
    assertThat(part(aSale())).isEmpty();
  }

  @Test
  void aTopUpOfNoWholePeriodNeedsNone() {
    assertThat(part(aCycle().of(Quote.Kind.FLEXIBLE, "10"))).isEmpty();
    assertThat(part(aCycle().of(Quote.Kind.KEEP_ALIVE, "10"))).isEmpty();
  }

  @Test
  void aLineInAnUnknownStateKeepsTheDearestStatesFeeInItsBalance() {
    Quote.Component kept = part(aCycle().in(null)).orElseThrow();
    assertThat(kept.name()).isEqualTo(Quote.Name.KEPT_FOR_FEES);
    assertThat(kept.amount()).isEqualTo(Money.usd(50));
  }
}
