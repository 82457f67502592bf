package dev.everline.renewal.price;

import static dev.everline.line.FactsBuilder.aLine;
import static dev.everline.line.RuleBuilder.aRule;

import dev.everline.catalog.Basis;
import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.Confidence;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Plan;
import dev.everline.catalog.PrepaidFee;
import dev.everline.catalog.Provenance;
import dev.everline.catalog.RefillAmounts;
import dev.everline.kernel.Money;
import dev.everline.line.FactsBuilder;
import dev.everline.line.LineFacts;
import dev.everline.line.RuleBuilder;
import dev.everline.line.due.DueLine;
import dev.everline.renewal.TestLines;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds what is to be priced in a test: unless said otherwise, one period of a $25 plan without
 * taxes, for a line in Texas that ends tomorrow and holds no money.
 */
final class ASale {

  static final LocalDate TODAY = LocalDate.of(2026, 11, 1);

  private static final Provenance FICTION = new Provenance("a test", "2026", Confidence.HIGH, true);

  private Quote.Kind kind = Quote.Kind.WHOLE_PERIOD;
  private LapseRule rule = aRule(Basis.FROM_EXPIRY).rule();
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
    rule = lapseRule.rule();
    return this;
  }

  ASale with(FactsBuilder known) {
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
    return new Sale(kind, line(), facts, plan(), rule, periods, bought, TODAY);
  }

  DueLine line() {
    return TestLines.line("acme", "acme-30", state, facts);
  }

  LineFacts facts() {
    return facts;
  }

  Plan plan() {
    return new Plan(
        "acme-30",
        "acme",
        "Thirty days",
        Plan.Kind.CAPPED,
        rule.id(),
        30,
        List.of(new Plan.Price(LocalDate.of(2026, 1, 1), Money.usd(25_00), null, "a test")),
        false,
        taxesIncluded,
        false,
        null,
        null,
        null,
        List.of(new Plan.Term(3, Money.usd(60_00), Plan.Audience.ANY, null)),
        null,
        false,
        FICTION);
  }

  /** A catalog of the plan and its rule, in which Texas asks for 2% and Ohio for $0.40 a month. */
  Catalog catalog(Money... refills) {
    return new Catalog(
        Map.of(
            "acme",
            new Carrier(
                "acme",
                "Acme",
                null,
                "multi",
                ZoneId.of("America/New_York"),
                false,
                null,
                List.of(),
                List.of(),
                Map.of(),
                List.of(),
                null,
                FICTION)),
        Map.of("acme-30", plan()),
        Map.of(rule.id(), rule),
        refills.length == 0
            ? Map.of()
            : Map.of(
                "acme",
                new RefillAmounts(
                    "acme", RefillAmounts.Kind.FIXED, Arrays.asList(refills), null, null, FICTION)),
        Map.of(
            "TX",
            new PrepaidFee(
                "TX", "Texas", PrepaidFee.Method.PERCENT, null, new BigDecimal("2"), FICTION),
            "OH",
            new PrepaidFee("OH", "Ohio", PrepaidFee.Method.MONTHLY, Money.usd(40), null, FICTION)));
  }
}
