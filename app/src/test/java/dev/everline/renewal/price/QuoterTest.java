package dev.everline.renewal.price;

import static dev.everline.fixture.LineBuilder.aLine;
import static dev.everline.fixture.RuleBuilder.aRule;
import static dev.everline.renewal.price.ASale.TODAY;
import static dev.everline.renewal.price.ASale.aCycle;
import static dev.everline.renewal.price.ASale.aSale;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.everline.catalog.Basis;
import dev.everline.catalog.LapseRule.BalanceRole;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.renewal.TestLines;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Whole quotes: their parts in order, what the carrier gets, what the owner pays, and until when.
 */
class QuoterTest {

  private static final Money[] REFILLS = {Money.usd(10_00), Money.usd(30_00), Money.usd(60_00)};

  private static Quote periods(ASale sale, int periods) {
    return new Quoter(sale.catalog(REFILLS), Money.usd(50))
        .wholePeriods(sale.line(), sale.facts(), periods, TODAY);
  }

  private static Quote flexible(ASale sale, String amount) {
    return new Quoter(sale.catalog(REFILLS), Money.usd(50))
        .flexible(sale.line(), sale.facts(), Money.parse(amount, Money.USD), TODAY);
  }

  private static Quote keepAlive(ASale sale) {
    return new Quoter(sale.catalog(REFILLS), Money.usd(50))
        .keepAlive(sale.line(), sale.facts(), TODAY);
  }

  @Test
  void aPlanPaidAtThePointOfSaleCostsItsPriceTheStatesFeeAndTheOperators() {
    Quote quote = periods(aSale(), 2);
    assertThat(quote.components())
        .extracting(Quote.Component::name, Quote.Component::detail, part -> part.amount().minor())
        .containsExactly(
            tuple(Quote.Name.PLAN, "Thirty days", 50_00L),
            tuple(Quote.Name.FEE_911, "TX", 1_00L),
            tuple(Quote.Name.SERVICE_FEE, "", 50L));
    assertThat(quote.topUp()).isEqualTo(Money.usd(50_00));
    assertThat(quote.total()).isEqualTo(Money.usd(51_50));
    assertThat(quote.plan()).isEqualTo("acme-30");
    assertThat(quote.periods()).isEqualTo(2);
    assertThat(quote.validUntil()).isEqualTo("2027-01-01");
  }

  @Test
  void aPriceRuleThatSellsBelowTheListedPriceIsRefused() {
    ASale sale = aSale();
    PriceRule discount =
        (sold, toCarrier) -> PriceRule.part(Quote.Name.TERM_DISCOUNT, "", Money.usd(-10_00));
    Quoter quoter = new Quoter(sale.catalog(REFILLS), List.of(new PlanPrice(), discount));
    assertThatThrownBy(() -> quoter.wholePeriods(sale.line(), sale.facts(), 1, TODAY))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("TERM_DISCOUNT", "below the carrier's listed price");
  }

  @Test
  void aPlanPaidFromABalanceTakesTheFeeUsesWhatIsThereAndKeepsTheRest() {
    Quote quote = periods(aCycle().with(aLine().validUntil("2026-11-02").balance("7.50")), 1);
    assertThat(quote.components())
        .extracting(Quote.Component::name, part -> part.amount().minor())
        .containsExactly(
            tuple(Quote.Name.PLAN, 25_00L),
            tuple(Quote.Name.FEE_911_BY_CARRIER, 50L),
            tuple(Quote.Name.FROM_BALANCE, -7_50L),
            tuple(Quote.Name.KEPT_IN_BALANCE, 12_00L),
            tuple(Quote.Name.SERVICE_FEE, 50L));
    assertThat(quote.topUp()).isEqualTo(Money.usd(30_00));
    assertThat(quote.total()).isEqualTo(Money.usd(30_50));
    assertThat(quote.validUntil()).isEqualTo("2026-12-02");
  }

  @Test
  void aFlexibleTopUpCostsItsAmountAndTheFees() {
    Quote quote = flexible(aSale(), "10");
    assertThat(quote.components())
        .extracting(Quote.Component::name, part -> part.amount().minor())
        .containsExactly(
            tuple(Quote.Name.BALANCE, 10_00L),
            tuple(Quote.Name.FEE_911, 20L),
            tuple(Quote.Name.SERVICE_FEE, 50L));
    assertThat(quote.plan()).isNull();
    assertThat(quote.validUntil()).as("it buys no days").isNull();
  }

  @Test
  void aFlexibleTopUpThatPaysThePlanMovesItsEnd() {
    assertThat(flexible(aCycle(), "30").validUntil()).isEqualTo("2026-12-02");
    assertThat(flexible(aCycle(), "10").validUntil()).isNull();
  }

  @Test
  void anAmountThatTheCarrierDoesNotTakeIsRefusedByNamingThoseItTakes() {
    assertThatThrownBy(() -> flexible(aSale(), "11"))
        .isInstanceOf(InvalidValue.class)
        .hasMessageContaining("give one of")
        .hasMessageContaining("60.00");
  }

  @Test
  void whatKeepsANumberCostsTheLeastThatTheCarrierTakes() {
    Quote quote = keepAlive(aSale().by(aRule(Basis.FROM_EXPIRY).keepAlive("5", 90)));
    assertThat(quote.components())
        .extracting(Quote.Component::name, part -> part.amount().minor())
        .containsExactly(
            tuple(Quote.Name.BALANCE, 5_00L),
            tuple(Quote.Name.KEPT_IN_BALANCE, 5_00L),
            tuple(Quote.Name.FEE_911, 20L),
            tuple(Quote.Name.SERVICE_FEE, 50L));
    assertThat(quote.topUp()).isEqualTo(Money.usd(10_00));
  }

  @Test
  void aNumberThatNoSmallerPaymentIsKnownToKeepHasNoSuchQuote() {
    assertNotRenewable(() -> keepAlive(aSale()), "no smaller payment");
  }

  @Test
  void aPeriodNeedsThePriceWithTheStatesFee() {
    ASale sale = aSale();
    Quoter quoter = new Quoter(sale.catalog(), Money.usd(50));
    assertThat(quoter.need(sale.plan(), "TX", TODAY)).isEqualTo(Money.usd(25_50));
    assertThat(quoter.need(sale.plan(), null, TODAY)).isEqualTo(Money.usd(25_50));
  }

  @Test
  void moreThanTwoYearsAtOnceAreRefused() {
    assertThatThrownBy(() -> periods(aSale(), 25))
        .isInstanceOf(InvalidValue.class)
        .hasMessageContaining("1 to 24");
    assertThatThrownBy(() -> periods(aSale(), 0)).isInstanceOf(InvalidValue.class);
    assertThat(periods(aSale(), 24).total()).isEqualTo(Money.usd(612_50));
  }

  @Test
  void onlyOnePeriodIsBoughtWhereNoSourceSaysThatABalancePaysLaterOnes() {
    ASale unsure = aCycle().by(aRule(Basis.PLAN_CYCLE).balance(BalanceRole.UNKNOWN));
    assertNotRenewable(() -> periods(unsure, 2), "only one period");
    assertThat(periods(unsure, 1).periods()).isEqualTo(1);
  }

  @Test
  void aLineWithoutAPlanHasNoPrice() {
    ASale sale = aSale();
    assertNotRenewable(
        () ->
            new Quoter(sale.catalog(), Money.usd(0))
                .wholePeriods(
                    TestLines.line("acme", null, "TX", sale.facts()), sale.facts(), 1, TODAY),
        "has no plan");
  }

  private static void assertNotRenewable(Runnable quoting, String why) {
    assertThatThrownBy(quoting::run)
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.type()).isEqualTo(ProblemType.NOT_RENEWABLE))
        .hasMessageContaining(why);
  }
}
