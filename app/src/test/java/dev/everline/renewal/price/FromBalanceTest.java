package dev.everline.renewal.price;

import static dev.everline.fixture.LineBuilder.aLine;
import static dev.everline.fixture.RuleBuilder.aRule;
import static dev.everline.renewal.price.ASale.aCycle;
import static dev.everline.renewal.price.ASale.aSale;
import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.catalog.Basis;
import dev.everline.catalog.LapseRule.BalanceRole;
import dev.everline.fixture.LineBuilder;
import dev.everline.kernel.Money;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FromBalanceTest {

  private static Optional<Quote.Component> part(ASale sale) {
    return new FromBalance().part(sale.sale(), Money.usd(25_00));
  }

  private static LineBuilder holding(String balance) {
    return aLine().validUntil("2026-11-02").balance(balance);
  }

  @Test
  void moneyThatPaysThePlanIsNotPaidAgain() {
    assertThat(part(aCycle().with(holding("7.50"))))
        .contains(new Quote.Component(Quote.Name.FROM_BALANCE, "acme", Money.usd(-7_50)));
  }

  @Test
  void moneyThatDiesBeforeThePlanIsDueLowersNothing() {
    assertThat(part(aCycle().with(holding("7.50").balanceExpiresOn("2026-11-01")))).isEmpty();
    assertThat(part(aCycle().with(holding("7.50").balanceExpiresOn("2026-11-02")))).isPresent();
  }

  @Test
  void moneyOfALineWithoutAnEndIsTakenToLive() {
    assertThat(part(aCycle().with(aLine().balance("7.50").balanceExpiresOn("2026-11-01"))))
        .isPresent();
  }

  @Test
  void moneyThatIsNotKnownToPayThePlanLowersNothing() {
    for (BalanceRole role : BalanceRole.values()) {
      assertThat(part(aCycle().by(aRule(Basis.PLAN_CYCLE).balance(role)).with(holding("7.50"))))
          .as(role.name())
          .matches(part -> part.isPresent() == (role == BalanceRole.PAYS_PLAN));
    }
    assertThat(part(aSale().with(holding("7.50")))).isEmpty();
  }

  @Test
  void aBalanceThatPaysAllOfItLowersNothingSinceItsOwnerBuysAhead() {
    assertThat(part(aCycle().with(holding("25")))).isEmpty();
    assertThat(part(aCycle().with(holding("24.99")))).isPresent();
  }

  @Test
  void anEmptyOrUnknownBalanceLowersNothing() {
    assertThat(part(aCycle())).isEmpty();
    assertThat(part(aCycle().with(holding("0")))).isEmpty();
    assertThat(part(aCycle().with(holding("-3")))).isEmpty();
  }

  @Test
  void anAmountOfTheOwnersChoiceIsPaidInFull() {
    assertThat(part(aCycle().of(Quote.Kind.FLEXIBLE, "30").with(holding("7.50")))).isEmpty();
    assertThat(part(aCycle().of(Quote.Kind.KEEP_ALIVE, "30").with(holding("7.50")))).isEmpty();
  }
}
