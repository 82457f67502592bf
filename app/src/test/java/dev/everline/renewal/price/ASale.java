package dev.everline.renewal.price;

import static dev.everline.fixture.CarrierBuilder.aCarrier;
import static dev.everline.fixture.CatalogBuilder.aCatalog;
import static dev.everline.fixture.LineBuilder.aLine;
import static dev.everline.fixture.PlanBuilder.aPlan;
import static dev.everline.fixture.RuleBuilder.aRule;

import dev.everline.catalog.Basis;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.Length;
import dev.everline.catalog.Plan;
import dev.everline.catalog.PrepaidFee;
import dev.everline.catalog.RefillAmounts;
import dev.everline.fixture.CatalogBuilder;
import dev.everline.fixture.LineBuilder;
import dev.everline.fixture.PlanBuilder;
import dev.everline.fixture.RuleBuilder;
import dev.everline.kernel.Money;
import dev.everline.line.LineFacts;
import dev.everline.line.due.DueLine;
import dev.everline.renewal.TestLines;
import java.time.LocalDate;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Builds what is to be priced in a test: unless said otherwise, one period of a $25 plan without
 * taxes, for a line in Texas that ends tomorrow and holds no money.
 */
final class ASale {

  static final LocalDate TODAY = LocalDate.of(2026, 11, 1);

  private Quote.Kind kind = Quote.Kind.WHOLE_PERIOD;
  private RuleBuilder rule = aRule();
  private LineFacts facts = aLine().validUntil("2026-11-02").facts();
  private @Nullable String state = "TX";
  private @Nullable Boolean taxesIncluded = false;
  private int periods = 1;
  private Money bought = Money.usd(25_00);

  static ASale aSale() {
    return new ASale();
  }

  /** Of a plan that the carrier pays out of the line's balance by itself. */
  static ASale aCycle() {
    return aSale().by(aRule(Basis.PLAN_CYCLE));
  }

  ASale of(Quote.Kind what, String amount) {
    kind = what;
    bought = Money.parse(amount, Money.USD);
    return this;
  }

  ASale by(RuleBuilder lapseRule) {
    rule = lapseRule;
    return this;
  }

  ASale with(LineBuilder known) {
    facts = known.facts();
    return this;
  }

  ASale in(@Nullable String where) {
    state = where;
    return this;
  }

  /** Null when nobody knows whether they are. */
  ASale taxesIncluded(@Nullable Boolean included) {
    taxesIncluded = included;
    return this;
  }

  ASale periods(int number) {
    periods = number;
    bought = Money.usd(25_00).times(number);
    return this;
  }

  Sale sale() {
    Length length = kind == Quote.Kind.WHOLE_PERIOD ? Length.ofDays(30).times(periods) : null;
    return new Sale(kind, line(), facts, plan(), rule.rule(), periods, null, length, bought, TODAY);
  }

  DueLine line() {
    return TestLines.line("acme", "acme-30", state, facts);
  }

  LineFacts facts() {
    return facts;
  }

  Plan plan() {
    return thirtyDays().plan();
  }

  private PlanBuilder thirtyDays() {
    return aPlan("acme-30")
        .named("Thirty days")
        .under(rule.rule().id())
        .taxesIncluded(taxesIncluded)
        .term(3, Money.usd(60_00));
  }

  /** A catalog of the plan and its rule, in which Texas asks for 2% and Ohio for $0.40 a month. */
  Catalog catalog(Money... refills) {
    CatalogBuilder catalog =
        aCatalog()
            .with(aCarrier("acme"))
            .with(thirtyDays())
            .with(rule)
            .fee("TX", "2")
            .with(
                new PrepaidFee(
                    "OH",
                    "Ohio",
                    PrepaidFee.Method.MONTHLY,
                    Money.usd(40),
                    null,
                    CatalogBuilder.FICTION));
    if (refills.length > 0) {
      catalog.with(
          new RefillAmounts(
              "acme",
              RefillAmounts.Kind.FIXED,
              Arrays.asList(refills),
              null,
              null,
              null,
              CatalogBuilder.FICTION));
    }
    return catalog.catalog();
  }
}
