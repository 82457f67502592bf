package dev.everline.renewal.price;

import static dev.everline.renewal.price.ASale.aSale;
import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.kernel.Money;
import java.util.Currency;
import org.junit.jupiter.api.Test;

class ServiceFeeTest {

  private static final Money TO_CARRIER = Money.usd(25_00);

  @Test
  void theOperatorsFeeIsAddedToEachRenewal() {
    for (Quote.Kind kind : Quote.Kind.values()) {
      assertThat(new ServiceFee(Money.usd(50)).part(aSale().of(kind, "25").sale(), TO_CARRIER))
          .contains(new Quote.Component(Quote.Name.SERVICE_FEE, "", Money.usd(50)));
    }
  }

  @Test
  void noFeeIsNoPart() {
    assertThat(new ServiceFee(Money.usd(0)).part(aSale().sale(), TO_CARRIER)).isEmpty();
  }

  @Test
  void aFeeIsNotAddedToAPriceInAnotherCurrency() {
    assertThat(
            new ServiceFee(new Money(50, Currency.getInstance("EUR")))
                .part(aSale().sale(), TO_CARRIER))
        .isEmpty();
  }
}
