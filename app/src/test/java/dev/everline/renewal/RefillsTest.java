package dev.everline.renewal;

import static dev.everline.fixture.LineBuilder.aLine;
import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.catalog.Catalog;
import dev.everline.catalog.CatalogLoader;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Plan;
import dev.everline.catalog.RefillAmounts;
import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import dev.everline.line.LineFacts;
import dev.everline.line.due.DueLine;
import dev.everline.renewal.decide.LineToday;
import dev.everline.renewal.price.Quote;
import dev.everline.renewal.price.Quoter;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Of every brand in the catalog, only periods that a refill makes are for sale. */
class RefillsTest {

  private static final Catalog CATALOG = CatalogLoader.builtIn().load();
  private static final Instant NOW = Instant.parse("2026-11-29T15:00:00Z");
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 29);

  private final Quoter quoter = new Quoter(CATALOG, Money.usd(0));

  static Stream<String> refilled() {
    return CATALOG.plans().values().stream()
        .filter(plan -> plan.period() != null && !plan.prices().isEmpty())
        .filter(plan -> CATALOG.refillAmountsFor(plan).isPresent())
        .filter(plan -> isRefilled(CATALOG.lapseRule(plan.lapseRule())))
        .map(Plan::id)
        .sorted();
  }

  private static boolean isRefilled(LapseRule rule) {
    return rule.cyclesFromBalance() || rule.balanceRole() == LapseRule.BalanceRole.IS_SERVICE;
  }

  @ParameterizedTest
  @MethodSource("refilled")
  void whatIsSoldIsWhatOneRefillMakes(String id) {
    RefillAmounts taken = CATALOG.refillAmountsFor(CATALOG.plan(id)).orElseThrow();
    for (Quote quote : sold(id)) {
      if (taken.kind() == RefillAmounts.Kind.FIXED) {
        assertThat(taken.amounts()).as("%s", quote).contains(quote.topUp());
      } else if (taken.min() != null) {
        assertThat(quote.topUp().isLessThan(taken.min())).as("%s", quote).isFalse();
      }
    }
  }

  @Test
  void aYearOfUltraPayGoIsMoreThanItsLargestRefill() {
    assertThat(sold("ultra-paygo"))
        .isNotEmpty()
        .allSatisfy(quote -> assertThat(quote.topUp()).isLessThanOrEqualTo(Money.usd(20_00)));
  }

  private List<Quote> sold(String id) {
    LineFacts facts = new LineFacts(TODAY.plusDays(3), null, null, 0, null, null);
    DueLine line = aLine().on(CATALOG.plan(id)).knowing(facts).dueLine();
    LineToday today = LineToday.of(line, CATALOG, quoter, NOW);
    return IntStream.of(1, 2, 3, 6, 12)
        .boxed()
        .flatMap(periods -> sold(line, today, facts, periods).stream())
        .toList();
  }

  private Optional<Quote> sold(DueLine line, LineToday today, LineFacts facts, int periods) {
    try {
      return Optional.of(
          Refills.requireOne(
              CATALOG, today, quoter.wholePeriods(line, facts, periods, today.today())));
    } catch (ProblemException notSold) {
      return Optional.empty();
    }
  }
}
