package dev.everline.renewal.price;

import static dev.everline.renewal.price.ASale.aSale;
import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.kernel.Money;
import org.junit.jupiter.api.Test;

class PlanPriceTest {

  private static final Money NOTHING_YET = Money.usd(0);

  private final PlanPrice rule = new PlanPrice();

  @Test
  void eachPeriodCostsThePlansPrice() {
    assertThat(rule.part(aSale().periods(3).sale(), NOTHING_YET))
        .contains(new Quote.Component(Quote.Name.PLAN, "Thirty days", Money.usd(75_00)));
  }

  @Test
  void whatIsNoWholePeriodHasNoPlanPrice() {
    assertThat(rule.part(aSale().of(Quote.Kind.FLEXIBLE, "10").sale(), NOTHING_YET)).isEmpty();
    assertThat(rule.part(aSale().of(Quote.Kind.KEEP_ALIVE, "10").sale(), NOTHING_YET)).isEmpty();
  }
}
