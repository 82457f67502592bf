package dev.everline.renewal.price;

import static dev.everline.renewal.price.ASale.aCycle;
import static dev.everline.renewal.price.ASale.aSale;
import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.kernel.Money;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeptInBalanceTest {

  private static Optional<Quote.Component> part(ASale sale, String toCarrier) {
    return new KeptInBalance(sale.catalog(Money.usd(10_00), Money.usd(30_00)))
        .part(sale.sale(), Money.parse(toCarrier, Money.USD));
  }

  private static Quote.Component kept(int minor) {
    return new Quote.Component(Quote.Name.KEPT_IN_BALANCE, "acme", Money.usd(minor));
  }

  @Test
  void theNextLargerAmountIsPaidAndTheRestStaysInTheBalance() {
    assertThat(part(aCycle(), "25.50")).contains(kept(4_50));
  }

  @Test
  void whatKeepsANumberIsAnAmountThatTheCarrierTakes() {
    assertThat(part(aSale().of(Quote.Kind.KEEP_ALIVE, "5"), "5")).contains(kept(5_00));
  }

  @Test
  void nothingStaysWhereTheAmountIsOneThatTheCarrierTakes() {
    assertThat(part(aCycle(), "30")).isEmpty();
  }

  @Test
  void nothingStaysWhereTheCarrierTakesNoAmountAsLargeOrNoneIsKnown() {
    assertThat(part(aCycle(), "30.01")).isEmpty();
    assertThat(new KeptInBalance(aCycle().catalog()).part(aCycle().sale(), Money.usd(25_50)))
        .isEmpty();
  }

  @Test
  void aPlanPaidAtItsPriceAndAnAmountOfTheOwnersChoiceLeaveNothing() {
    assertThat(part(aSale(), "25")).isEmpty();
    assertThat(part(aCycle().of(Quote.Kind.FLEXIBLE, "10"), "9")).isEmpty();
  }
}
