package dev.everline.renewal.price;

import static dev.everline.fixture.LineBuilder.aLine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.everline.catalog.Catalog;
import dev.everline.catalog.CatalogLoader;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Length;
import dev.everline.catalog.Plan;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.line.LineFacts;
import dev.everline.line.due.DueLine;
import dev.everline.line.validity.Validity;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the plans of the built-in catalog are sold for: never more days than a listed price pays.
 */
class QuoterCatalogTest {

  private static final Catalog CATALOG = CatalogLoader.builtIn().load();
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 29);

  private final Quoter quoter = new Quoter(CATALOG, Money.usd(0));

  /** What a carrier asks, and the most days that it gives for it. */
  private record Listed(long minor, long days) {}

  static Stream<String> plans() {
    return CATALOG.plans().keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("plans")
  void noQuoteGivesMoreDaysThanAListedPricePaysFor(String id) {
    Plan plan = CATALOG.plan(id);
    Length length = plan.period();
    SoftAssertions softly = new SoftAssertions();
    for (int periods = 1; periods <= 24; periods++) {
      for (LineFacts facts : lives()) {
        Quote quote = quote(plan, facts, periods);
        LocalDate until = quote == null ? null : quote.validUntil();
        if (quote == null || until == null || length == null) {
          continue;
        }
        LocalDate before = facts.validUntil();
        LocalDate from = before == null || before.isBefore(TODAY) ? TODAY : before;
        long days = until.toEpochDay() - from.toEpochDay();
        long total = quote.total().minor();
        softly
            .assertThat(listed(plan, length))
            .as("%s × %s from %s: %s days for %s", id, periods, before, days, quote.total())
            .anyMatch(price -> total * price.days() >= price.minor() * days);
        softly
            .assertThat(length.times(periods).approxDays())
            .as("%s × %s", id, periods)
            .isLessThanOrEqualTo(Math.max(732, length.approxDays()));
      }
    }
    softly.assertAll();
  }

  /** Verizon uses the balance first, takes at most $200 at once and holds at most $1,000. */
  @Test
  void moneyInAVerizonLineCoversItsMonths() {
    Plan plan = CATALOG.plan("verizon-prepaid-15gb");
    LapseRule rule = CATALOG.lapseRule(plan.lapseRule());
    LineFacts rich =
        ending(LocalDate.of(2026, 11, 30)).withBalance(Money.usd(100_00), null).withAnchorDay(30);
    Money need = Objects.requireNonNull(quoter.need(plan, "TX", TODAY));
    assertThat(Validity.coveredUntil(rich, rule, plan.period(), need)).isEqualTo("2027-01-30");
    LineFacts poor = ending(LocalDate.of(2026, 11, 30));
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> quoter.wholePeriods(line(plan, poor), poor, 5, TODAY))
        .withMessageContaining("takes at most 200.00 USD at once");
    LineFacts full = rich.withBalance(Money.usd(990_00), null);
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> quoter.wholePeriods(line(plan, full), full, 1, TODAY))
        .withMessageContaining("holds at most 1000.00 USD");
  }

  /** Tello's five dollars buy another plan; a refill of five dollars would keep nothing. */
  @Test
  void whatIsAnotherPlanIsNoPaymentThatKeepsTheNumber() {
    Plan plan = CATALOG.plan("tello-2gb");
    LineFacts facts = ending(TODAY.plusDays(3));
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> quoter.keepAlive(line(plan, facts), facts, TODAY))
        .withMessageContaining("no smaller payment that keeps the number is known");
  }

  @Test
  void aPaymentThatWouldKeepTheNumberNoLongerIsRefused() {
    Plan plan = CATALOG.plan("att-prepaid-25-lock");
    LineFacts facts = ending(TODAY.plusDays(3)).withBalance(Money.usd(5_00), TODAY.plusDays(200));
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> quoter.keepAlive(line(plan, facts), facts, TODAY))
        .withMessageContaining("would add no day");
  }

  /** The same ten dollars last as long by every name. */
  @Test
  void anAmountOfPayAsYouGoCreditMovesTheEnd() {
    Plan plan = CATALOG.plan("tello-paygo");
    LineFacts facts = ending(TODAY.plusDays(21)).withBalance(Money.usd(3_00), null);
    Quote byAmount = quoter.flexible(line(plan, facts), facts, Money.usd(10_00), TODAY);
    Quote keeping = quoter.keepAlive(line(plan, facts), facts, TODAY);
    assertThat(byAmount.validUntil()).isEqualTo(TODAY.plusDays(90));
    assertThat(keeping.validUntil()).isEqualTo(byAmount.validUntil());
  }

  @Test
  void aTrialThatCostsNothingIsNotRenewed() {
    Plan plan = CATALOG.plan("mint-trial");
    LineFacts facts = ending(TODAY.plusDays(3));
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> quoter.wholePeriods(line(plan, facts), facts, 1, TODAY))
        .withMessageContaining("it costs nothing");
  }

  /** AT&T: $2.63 a payment. Mint: $1.88 to $2.29 a month. Lycamobile: 5 %. None is in the sum. */
  @Test
  void aFeeOfTheCarriersOwnIsToldBeforePaying() {
    assertThat(ownFee("att-prepaid-12-month", 1)).isEqualTo("2.63 USD to 2.63 USD");
    assertThat(ownFee("mint-6gb", 1)).isEqualTo("5.64 USD to 6.87 USD");
    assertThat(ownFee("lycamobile-19", 1)).isEqualTo("0.95 USD to 0.95 USD");
    assertThat(ownFee("cricket-select-unlimited", 1)).isEqualTo("none");
  }

  private String ownFee(String plan, int periods) {
    Quote quote =
        Objects.requireNonNull(quote(CATALOG.plan(plan), lives().getFirst(), periods), plan);
    return quote.remarks().stream()
        .filter(remark -> remark.warning() == Quote.Warning.OWN_FEE)
        .map(remark -> remark.from() + " to " + remark.to())
        .findFirst()
        .orElse("none");
  }

  @Test
  void aTermOfMonthsIsNoNumberOfPeriods() {
    Plan mint = CATALOG.plan("mint-6gb");
    Money threeMonths = Money.usd(75_00);
    assertThat(mint.period()).isEqualTo(Length.ofDays(90));

    assertThat(quoted(mint, 4).total()).isEqualTo(threeMonths.times(4));
    assertThat(quoted(mint, 4).components())
        .extracting(Quote.Component::name)
        .doesNotContain(Quote.Name.TERM_DISCOUNT);
    assertThatExceptionOfType(InvalidValue.class).isThrownBy(() -> quoted(mint, 12));
  }

  @Test
  void noMoreThanTwoYearsOfAYearlyPlanAreBoughtAtOnce() {
    Plan yearly = CATALOG.plan("att-prepaid-12-month");
    assertThat(yearly.period()).isEqualTo(Length.ofDays(360));

    assertThat(quoted(yearly, 2).total()).isEqualTo(Money.usd(480_00));
    assertThatExceptionOfType(InvalidValue.class).isThrownBy(() -> quoted(yearly, 12));
    assertThatExceptionOfType(InvalidValue.class).isThrownBy(() -> quoted(yearly, 3));
  }

  @Test
  void termsForNewCustomersOnlyAreNotOfferedToLinesThatAreRenewed() {
    Plan metro = CATALOG.plan("metro-25-byod");
    assertThat(metro.terms())
        .singleElement()
        .satisfies(term -> assertThat(term.audience()).isEqualTo(Plan.Audience.NEW));

    assertThat(metro.termsForRenewing()).isEmpty();
    assertThat(quoted(metro, 6).total()).isEqualTo(Money.usd(180_00));
  }

  @Test
  void theTermsThatACarrierSellsToItsCustomersAreThoseBesideThePlansOwnPeriod() {
    assertThat(CATALOG.plan("mint-6gb").termsForRenewing())
        .extracting(Plan.Term::length)
        .containsExactly(Length.ofDays(180), Length.ofDays(360));
    assertThat(CATALOG.plan("att-prepaid-12-month").termsForRenewing()).isEmpty();
  }

  @Test
  void creditBesideATelloPlanMakesItNoCheaper() {
    Plan tello =
        CATALOG.plans().values().stream()
            .filter(plan -> plan.lapseRule().equals("tello-plan") && plan.priceOn(TODAY) != null)
            .findFirst()
            .orElseThrow();
    LineFacts credit = new LineFacts(TODAY.plusDays(5), Money.usd(8_00), null, 0, null, null);

    Quote quote = quoter.wholePeriods(line(tello, credit), credit, 1, TODAY);

    assertThat(quote.components())
        .extracting(Quote.Component::name)
        .doesNotContain(Quote.Name.FROM_BALANCE);
    assertThat(quote.validUntil()).isEqualTo(TODAY.plusDays(30));
    assertThat(
            catchThrowableOfType(
                    ProblemException.class,
                    () -> quoter.wholePeriods(line(tello, credit), credit, 2, TODAY))
                .type())
        .isEqualTo(ProblemType.NOT_RENEWABLE);
  }

  @Test
  void aTermIsBoughtAtItsOwnPriceForItsOwnLength() {
    Plan mint = CATALOG.plan("mint-6gb");
    LineFacts facts = ending(TODAY.plusDays(3));

    Quote quote = quoter.term(line(mint, facts), facts, Length.ofDays(180), TODAY);

    assertThat(quote.term()).isEqualTo(Length.ofDays(180));
    assertThat(quote.total()).isEqualTo(Money.usd(120_00));
    assertThat(quote.validUntil()).isEqualTo(TODAY.plusDays(183));
    assertThat(quote.components())
        .extracting(Quote.Component::name)
        .containsExactly(Quote.Name.TERM);
  }

  @Test
  void aTermThatIsForNewCustomersOrThatNobodySellsIsRefusedWithThoseThatAreSold() {
    Plan metro = CATALOG.plan("metro-25-byod");
    LineFacts facts = ending(TODAY.plusDays(3));
    assertThatExceptionOfType(InvalidValue.class)
        .isThrownBy(() -> quoter.term(line(metro, facts), facts, Length.ofMonths(6), TODAY))
        .withMessageContaining("no longer term");
    Plan mint = CATALOG.plan("mint-6gb");
    assertThatExceptionOfType(InvalidValue.class)
        .isThrownBy(() -> quoter.term(line(mint, facts), facts, Length.ofDays(30), TODAY))
        .withMessageContaining("180 days (120.00 USD)");
  }

  @Test
  void aTermIsKnownByTheNameThatItsCarrierSellsItBy() {
    Plan mint = CATALOG.plan("mint-6gb");
    LineFacts facts = ending(TODAY.plusDays(3));
    assertThat(quoter.term(line(mint, facts), facts, Length.ofMonths(12), TODAY).total())
        .isEqualTo(Money.usd(180_00));
    Quote own = quoter.term(line(mint, facts), facts, Length.ofMonths(3), TODAY);
    assertThat(own.term()).isNull();
    assertThat(own.total()).isEqualTo(Money.usd(75_00));
  }

  @Test
  void theEndOfAShortMonthLeavesTheLinesDayOpen() {
    Plan plan = CATALOG.plan("verizon-prepaid-15gb");
    LineFacts open = ending(LocalDate.of(2027, 2, 28));
    assertThat(quoter.wholePeriods(line(plan, open), open, 1, TODAY).remarks())
        .extracting(Quote.Remark::warning)
        .contains(Quote.Warning.ANCHOR_UNKNOWN);
    LineFacts known = open.withAnchorDay(31);
    Quote quote = quoter.wholePeriods(line(plan, known), known, 1, TODAY);
    assertThat(quote.validUntil()).isEqualTo(LocalDate.of(2027, 3, 31));
    assertThat(quote.remarks())
        .extracting(Quote.Remark::warning)
        .doesNotContain(Quote.Warning.ANCHOR_UNKNOWN);
  }

  @Test
  void comingBackLateToCricketCostsFiveDollarsAndFifteenFromTheThirtiethDay() {
    Plan cricket = CATALOG.plan("cricket-sensible-10gb");
    for (var late : java.util.Map.of(1, 5_00L, 29, 5_00L, 30, 15_00L).entrySet()) {
      LineFacts facts = ending(TODAY.minusDays(late.getKey()));
      assertThat(quoter.wholePeriods(line(cricket, facts), facts, 1, TODAY).components())
          .filteredOn(part -> part.name() == Quote.Name.REACTIVATION)
          .singleElement()
          .satisfies(part -> assertThat(part.amount().minor()).isEqualTo(late.getValue()));
    }
    LineFacts today = ending(TODAY);
    assertThat(quoter.wholePeriods(line(cricket, today), today, 1, TODAY).components())
        .extracting(Quote.Component::name)
        .doesNotContain(Quote.Name.REACTIVATION);
  }

  @Test
  void aLatePaymentToMetroSaysHowFewDaysItBuys() {
    Plan metro = CATALOG.plan("metro-25-byod");
    LineFacts facts = ending(TODAY.minusDays(13));

    Quote quote = quoter.wholePeriods(line(metro, facts), facts, 1, TODAY);

    assertThat(quote.validUntil()).isEqualTo(TODAY.minusDays(13).plusMonths(1));
    assertThat(quote.remarks())
        .anySatisfy(
            remark -> {
              assertThat(remark.warning()).isEqualTo(Quote.Warning.BUYS_ONLY_DAYS);
              assertThat(remark.days())
                  .isEqualTo((int) ChronoUnit.DAYS.between(TODAY, quote.validUntil()));
            });
  }

  @Test
  void withoutAStateAPlanBesideTaxesIsCoveredOnlyWithTheDearestStatesFee() {
    Plan plan =
        CATALOG.plans().values().stream()
            .filter(each -> each.lapseRule().equals("tmobile-prepaid-monthly"))
            .filter(each -> Boolean.FALSE.equals(each.taxesIncluded()))
            .filter(each -> each.priceOn(TODAY) != null)
            .findFirst()
            .orElseThrow();
    Money price = plan.priceOn(TODAY);
    LineFacts facts = new LineFacts(TODAY.plusDays(3), price, null, 0, null, null);

    Money need = Objects.requireNonNull(quoter.need(plan, null, TODAY));
    assertThat(need).isGreaterThan(price);
    assertThat(
            Validity.coveredUntil(facts, CATALOG.lapseRule(plan.lapseRule()), plan.period(), need))
        .isEqualTo(TODAY.plusDays(3));
    assertThat(
            quoter
                .wholePeriods(aLine().on(plan).in(null).knowing(facts).dueLine(), facts, 1, TODAY)
                .remarks())
        .extracting(Quote.Remark::warning)
        .contains(Quote.Warning.STATE_UNKNOWN);
  }

  @Test
  void moreThanTMobileTakesOrHoldsIsRefused() {
    Plan plan = CATALOG.plan("tmobile-connect-5gb");
    LineFacts facts = new LineFacts(TODAY.plusDays(3), Money.usd(900_00), null, 0, null, null);
    assertThatExceptionOfType(InvalidValue.class)
        .isThrownBy(() -> quoter.flexible(line(plan, facts), facts, Money.usd(200_00), TODAY))
        .withMessageContaining("150.00 USD");
    assertThatExceptionOfType(InvalidValue.class)
        .isThrownBy(() -> quoter.flexible(line(plan, facts), facts, Money.usd(150_00), TODAY))
        .withMessageContaining("holds at most 1000.00 USD");
  }

  @Test
  void aLargestAmountThatNoSourceConfirmsIsSaidToBeUnconfirmed() {
    Plan metro = CATALOG.plan("metro-25-byod");
    LineFacts facts = ending(TODAY.plusDays(3));
    assertThat(quoter.flexible(line(metro, facts), facts, Money.usd(20_00), TODAY).remarks())
        .extracting(Quote.Remark::warning)
        .containsExactly(Quote.Warning.MOST_UNCONFIRMED);
  }

  private static LineFacts ending(LocalDate day) {
    return new LineFacts(day, null, null, 0, null, null);
  }

  /** Lines that are paid for a while, end today, have lapsed, or of which nothing is known. */
  private static List<LineFacts> lives() {
    List<LineFacts> lives = new ArrayList<>();
    for (LocalDate until :
        new @Nullable LocalDate[] {
          TODAY.plusDays(20), TODAY, TODAY.minusDays(3), LocalDate.of(2027, 1, 31), null
        }) {
      for (Money balance : new @Nullable Money[] {null, Money.usd(0)}) {
        lives.add(new LineFacts(until, balance, null, 0, null, null));
      }
    }
    return lives;
  }

  private static List<Listed> listed(Plan plan, Length length) {
    List<Listed> listed = new ArrayList<>();
    for (Plan.Price price : plan.prices()) {
      listed.add(new Listed(price.regular().minor(), mostDays(length)));
    }
    LapseRule rule = CATALOG.lapseRule(plan.lapseRule());
    for (LapseRule.BalanceLife life : rule.balanceLives()) {
      listed.add(new Listed(life.atLeast().minor(), life.days()));
    }
    return listed;
  }

  private static long mostDays(Length length) {
    return length.unit() == Length.Unit.DAY ? length.count() : 31L * length.count();
  }

  private Quote quoted(Plan plan, int periods) {
    LineFacts facts = new LineFacts(TODAY.plusDays(3), null, null, 0, null, null);
    return quoter.wholePeriods(line(plan, facts), facts, periods, TODAY);
  }

  /** Null when it isn't sold so. */
  private @Nullable Quote quote(Plan plan, LineFacts facts, int periods) {
    try {
      return quoter.wholePeriods(line(plan, facts), facts, periods, TODAY);
    } catch (ProblemException notSold) {
      return null;
    }
  }

  private static DueLine line(Plan plan, LineFacts facts) {
    return aLine().on(plan).knowing(facts).dueLine();
  }
}
