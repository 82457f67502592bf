package dev.everline.renewal.price;

import static dev.everline.renewal.price.ASale.aSale;
import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.kernel.Money;
import org.junit.jupiter.api.Test;

class BalanceAmountTest {

  private static final Money NOTHING_YET = Money.usd(0);

  private final BalanceAmount rule = new BalanceAmount();

  @Test
  void aFlexibleTopUpCostsItsAmountAndNamesItsCarrier() {
    assertThat(rule.part(aSale().of(Quote.Kind.FLEXIBLE, "10").sale(), NOTHING_YET))
        .contains(new Quote.Component(Quote.Name.BALANCE, "acme", Money.usd(10_00)));
  }

  @Test
  void keepingANumberCostsTheLeastAndNamesTheRuleThatAsksForIt() {
    assertThat(rule.part(aSale().of(Quote.Kind.KEEP_ALIVE, "5").sale(), NOTHING_YET))
        .contains(new Quote.Component(Quote.Name.BALANCE, "test-from-expiry", Money.usd(5_00)));
  }

  @Test
  void aWholePeriodIsNoAmount() {
    assertThat(rule.part(aSale().sale(), NOTHING_YET)).isEmpty();
  }
}
