package dev.everline.channel.web.order;

import static dev.everline.fixture.LineBuilder.aLine;
import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.catalog.Catalog;
import dev.everline.catalog.CatalogLoader;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Plan;
import dev.everline.channel.web.order.Choices.Choice;
import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import dev.everline.line.LineFacts;
import dev.everline.line.due.DueLine;
import dev.everline.line.validity.Validity;
import dev.everline.renewal.Quotes.PricedWish;
import dev.everline.renewal.Renewals.Wish;
import dev.everline.renewal.price.Quote;
import dev.everline.renewal.price.Quoter;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Side by side, what costs more serves longer. */
class ChoicesTest {

  private static final Catalog CATALOG = CatalogLoader.builtIn().load();
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 29);

  private final Quoter quoter = new Quoter(CATALOG, Money.usd(0));

  static Stream<String> plans() {
    return CATALOG.plans().values().stream()
        .filter(plan -> plan.period() != null && !plan.prices().isEmpty())
        .filter(plan -> CATALOG.lapseRule(plan.lapseRule()).basis().isRenewable())
        .map(Plan::id)
        .sorted();
  }

  @ParameterizedTest
  @MethodSource("plans")
  void priceAndEndRiseTogether(String id) {
    for (int early : new int[] {-40, -1, 0, 3, 40}) {
      for (Money balance : new Money[] {null, Money.usd(13_78), Money.usd(40_00)}) {
        for (String state : new String[] {null, "TX", "GA"}) {
          Choice before = null;
          for (Choice choice : offered(CATALOG.plan(id), early, balance, state)) {
            Quote quote = choice.quote();
            if (quote.kind() == Quote.Kind.WHOLE_PERIOD && before != null) {
              assertThat(before.quote().total().isLessThan(quote.total())).isTrue();
              assertThat(quote.validUntil())
                  .as("%s, then %s", before, choice)
                  .isAfter(before.quote().validUntil());
            }
            before = choice;
          }
        }
      }
    }
  }

  @Test
  void aTermTakesThePlaceOfPeriodsThatCostMoreForTheSameDays() {
    assertThat(offered(CATALOG.plan("mint-6gb"), 3, null, null).stream().map(Choice::value))
        .containsExactly("whole-1", "term-p180d", "term-p360d");
  }

  @Test
  void aYearlyPlanIsOfferedByTheYear() {
    assertThat(
            offered(CATALOG.plan("att-prepaid-12-month"), -1, null, null).stream()
                .map(Choice::value))
        .containsExactly("whole-1", "whole-2");
  }

  @ParameterizedTest
  @MethodSource("plans")
  void keepingTheNumberIsNotOfferedForWhatAPeriodCosts(String id) {
    for (int early : new int[] {-40, -1, 3, 40}) {
      List<Choice> offered = offered(CATALOG.plan(id), early, null, null);
      for (Choice keeping : offered) {
        if (keeping.quote().kind() == Quote.Kind.KEEP_ALIVE) {
          LocalDate until = keeping.quote().validUntil();
          assertThat(offered)
              .filteredOn(choice -> choice.quote().kind() == Quote.Kind.WHOLE_PERIOD)
              .filteredOn(
                  choice -> {
                    LocalDate end = choice.quote().validUntil();
                    return until == null || end == null || !end.isBefore(until);
                  })
              .allSatisfy(
                  whole ->
                      assertThat(keeping.quote().total().isLessThan(whole.quote().total()))
                          .isTrue());
        }
      }
    }
  }

  @Test
  void aRefillThatPaysAPeriodIsOfferedAsThatPeriod() {
    assertThat(offered(CATALOG.plan("ultra-paygo"), 3, null, null).stream().map(Choice::value))
        .contains("whole-1")
        .doesNotContain("keep-alive");
  }

  private List<Choice> offered(
      Plan plan, int early, @Nullable Money balance, @Nullable String state) {
    LapseRule rule = CATALOG.lapseRule(plan.lapseRule());
    Money need = quoter.need(plan, state, TODAY);
    LineFacts facts =
        Validity.rolledForward(
            new LineFacts(TODAY.plusDays(early), balance, null, 0, null, null),
            rule,
            plan.period(),
            need == null ? Money.usd(0) : need,
            TODAY);
    DueLine line = aLine().on(plan).in(state).knowing(facts).dueLine();
    Map<String, PricedWish> priced = new LinkedHashMap<>();
    Choices.wishes(plan).forEach((value, wish) -> priced.put(value, priced(line, facts, wish)));
    return Choices.offered(priced);
  }

  private PricedWish priced(DueLine line, LineFacts facts, Wish wish) {
    try {
      Quote quote =
          wish.kind() == Quote.Kind.KEEP_ALIVE
              ? quoter.keepAlive(line, facts, TODAY)
              : wish.term() == null
                  ? quoter.wholePeriods(line, facts, wish.periods(), TODAY)
                  : quoter.term(line, facts, wish.term(), TODAY);
      return new PricedWish.Priced(wish, quote);
    } catch (ProblemException notSold) {
      return new PricedWish.Refused(wish, notSold);
    }
  }
}
