package dev.everline.renewal.price;

import static dev.everline.fixture.LineBuilder.aLine;
import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.catalog.Catalog;
import dev.everline.catalog.CatalogLoader;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Length;
import dev.everline.catalog.Plan;
import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import dev.everline.line.LineFacts;
import dev.everline.line.due.DueLine;
import dev.everline.line.validity.Validity;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** What holds for the price of every plan of the built-in catalog, whatever its line is like. */
class QuoteProperties {

  private static final Catalog CATALOG = CatalogLoader.builtIn().load();
  private static final LocalDate EARLIEST = LocalDate.of(2026, 11, 1);

  private final Quoter quoter = new Quoter(CATALOG, Money.usd(0));

  /** A line on a day, as it stands then. */
  record Case(
      Plan plan, LapseRule rule, DueLine line, LineFacts facts, Money need, LocalDate day) {}

  @Provide
  Arbitrary<Case> cases() {
    Arbitrary<Plan> plans =
        Arbitraries.of(
            CATALOG.plans().values().stream()
                .filter(plan -> plan.period() != null && !plan.prices().isEmpty())
                .filter(plan -> CATALOG.lapseRule(plan.lapseRule()).basis().isRenewable())
                .toList());
    Arbitrary<LocalDate> days = Arbitraries.integers().between(0, 500).map(EARLIEST::plusDays);
    Arbitrary<Integer> early = Arbitraries.integers().between(-70, 70);
    Arbitrary<Money> balances =
        Arbitraries.longs().between(0, 90_00).map(Money::usd).injectNull(0.4);
    Arbitrary<String> states =
        Arbitraries.of(List.copyOf(CATALOG.prepaidFees().keySet())).injectNull(0.3);
    return Combinators.combine(
            plans, days, early, balances, states, Arbitraries.integers().between(0, 31))
        .as(this::aCase);
  }

  private Case aCase(
      Plan plan,
      LocalDate day,
      int early,
      @Nullable Money balance,
      @Nullable String state,
      int anchor) {
    LapseRule rule = CATALOG.lapseRule(plan.lapseRule());
    LocalDate until = day.plusDays(early);
    // The day of the month that an end comes back to is another than its own only in a short one.
    boolean isShort = until.getDayOfMonth() == until.lengthOfMonth();
    int its = isShort && anchor > until.getDayOfMonth() ? anchor : 0;
    LineFacts known = new LineFacts(until, balance, null, its, null, null);
    Money need = Objects.requireNonNull(quoter.need(plan, state, day));
    LineFacts facts = Validity.rolledForward(known, rule, plan.period(), need, day);
    DueLine line = aLine().on(plan).in(state).knowing(facts).dueLine();
    return new Case(plan, rule, line, facts, need, day);
  }

  @Property
  void moreMoneyForPeriodsGivesALaterEnd(
      @ForAll("cases") Case of, @ForAll @IntRange(min = 1, max = 11) int periods) {
    Quote fewer = periods(of, periods);
    Quote more = periods(of, periods + 1);
    if (fewer == null || more == null || fewer.validUntil() == null) {
      return;
    }
    // Where a carrier takes only some amounts, two periods may cost and give what three do.
    boolean same = fewer.total().equals(more.total());
    assertThat(more.total().isLessThan(fewer.total())).as("%s, then %s", fewer, more).isFalse();
    assertThat(more.validUntil())
        .as("%s, then %s", fewer, more)
        .isAfter(same ? fewer.validUntil().minusDays(1) : fewer.validUntil());
  }

  @Property
  void moreMoneyForALongerTermGivesALaterEnd(@ForAll("cases") Case of) {
    Quote before = null;
    for (Plan.Term term : of.plan().termsForRenewing()) {
      Quote quote = term(of, term.length());
      if (before != null && quote != null) {
        assertThat(quote.total().isLessThan(before.total())).isFalse();
        assertThat(quote.validUntil()).isAfter(before.validUntil());
      }
      before = quote;
    }
  }

  @Property
  void moreMoneyAtWillNeverGivesAnEarlierEnd(
      @ForAll("cases") Case of, @ForAll @IntRange(min = 1, max = 99) int dollars) {
    Quote less = flexible(of, dollars);
    Quote more = flexible(of, dollars + 1);
    if (less != null && more != null && less.validUntil() != null) {
      assertThat(more.validUntil()).isAfterOrEqualTo(less.validUntil());
    }
  }

  @Property
  void noTermsPriceAppliesToPeriodsNorAPeriodsToATerm(
      @ForAll("cases") Case of, @ForAll @IntRange(min = 1, max = 12) int periods) {
    Money price = Objects.requireNonNull(of.plan().priceOn(of.day()));
    Quote quote = periods(of, periods);
    if (quote != null) {
      assertThat(quote.term()).isNull();
      assertThat(amount(quote, Quote.Name.PLAN)).isEqualTo(price.times(periods));
      assertThat(quote.components()).noneMatch(part -> part.name() == Quote.Name.TERM);
    }
    for (Plan.Term term : of.plan().termsForRenewing()) {
      Quote bought = term(of, term.length());
      if (bought != null) {
        assertThat(bought.periods()).isEqualTo(1);
        assertThat(amount(bought, Quote.Name.TERM)).isEqualTo(term.price());
        assertThat(bought.components()).noneMatch(part -> part.name() == Quote.Name.PLAN);
      }
    }
  }

  @Property
  void noQuoteGivesMoreDaysThanItsMoneyPaysForByAListedPrice(
      @ForAll("cases") Case of, @ForAll @IntRange(min = 1, max = 12) int periods) {
    List<Quote> quotes = new ArrayList<>();
    quotes.add(periods(of, periods));
    of.plan().termsForRenewing().forEach(term -> quotes.add(term(of, term.length())));
    LocalDate covered = Validity.coveredUntil(of.facts(), of.rule(), of.plan().period(), of.need());
    for (Quote quote : quotes) {
      if (quote == null || quote.validUntil() == null) {
        continue;
      }
      LocalDate from = covered == null || covered.isBefore(of.day()) ? of.day() : covered;
      long days = quote.validUntil().toEpochDay() - from.toEpochDay();
      Money balance = of.facts().balance();
      long money =
          quote.total().minor()
              + (of.rule().cyclesFromBalance() && balance != null ? balance.minor() : 0);
      assertThat(listed(of))
          .as("%s days for %s from %s: %s", days, quote.total(), of.facts(), quote)
          .anyMatch(price -> money * price.days() >= price.minor() * days);
    }
  }

  /** What a carrier asks, and the most days that it gives for it. */
  private record Listed(long minor, long days) {}

  private static List<Listed> listed(Case of) {
    List<Listed> listed = new ArrayList<>();
    listed.add(
        new Listed(
            Objects.requireNonNull(of.plan().priceOn(of.day())).minor(),
            mostDays(Objects.requireNonNull(of.plan().period()))));
    of.plan()
        .termsForRenewing()
        .forEach(term -> listed.add(new Listed(term.price().minor(), mostDays(term.length()))));
    of.rule()
        .balanceLives()
        .forEach(life -> listed.add(new Listed(life.atLeast().minor(), life.days())));
    return listed;
  }

  private static long mostDays(Length length) {
    return length.unit() == Length.Unit.DAY ? length.count() : 31L * length.count();
  }

  private static Money amount(Quote quote, Quote.Name name) {
    return quote.components().stream()
        .filter(part -> part.name() == name)
        .map(Quote.Component::amount)
        .findFirst()
        .orElse(Money.usd(0));
  }

  private @Nullable Quote periods(Case of, int periods) {
    return orNull(() -> quoter.wholePeriods(of.line(), of.facts(), periods, of.day()));
  }

  private @Nullable Quote term(Case of, Length term) {
    return orNull(() -> quoter.term(of.line(), of.facts(), term, of.day()));
  }

  private @Nullable Quote flexible(Case of, int dollars) {
    return orNull(
        () -> quoter.flexible(of.line(), of.facts(), Money.usd(dollars * 100L), of.day()));
  }

  private interface Pricing {
    Quote quote();
  }

  /** Null where the carrier doesn't sell that. */
  private static @Nullable Quote orNull(Pricing pricing) {
    try {
      return pricing.quote();
    } catch (ProblemException notSold) {
      return null;
    }
  }
}
