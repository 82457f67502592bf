package dev.everline.renewal.decide;

import static dev.everline.fixture.CatalogBuilder.aCatalogLike;
import static dev.everline.fixture.LineBuilder.aLine;
import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.catalog.Basis;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.RefillAmounts;
import dev.everline.fixture.CatalogBuilder;
import dev.everline.fixture.LineBuilder;
import dev.everline.fixture.RuleBuilder;
import dev.everline.kernel.Money;
import dev.everline.line.IfNotRenewed;
import dev.everline.line.due.DueLine;
import dev.everline.renewal.World;
import dev.everline.renewal.price.Quote;
import dev.everline.renewal.price.Quoter;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When and for how much the number of a line is kept that can't be renewed. */
class KeepNumberTest {

  private static final LocalDate END = LocalDate.of(2026, 11, 10);
  private static final LocalDate SAFE = END.plusDays(59);
  private static final Instant LOSS = Instant.parse("2027-01-09T05:00:00Z");
  private static final String PLAN = Basis.FROM_EXPIRY.key();

  private static LineBuilder line() {
    return aLine().on(PLAN).expiring(END).fallback(IfNotRenewed.KEEP_NUMBER);
  }

  /** The small world's catalog, in which lines of the plan follow another rule. */
  private static Catalog catalog(LapseRule rule, Map<String, RefillAmounts> amounts) {
    CatalogBuilder catalog = aCatalogLike(World.catalog()).with(PLAN, rule);
    amounts.values().forEach(catalog::with);
    return catalog.catalog();
  }

  private static @Nullable Quote quote(Catalog catalog) {
    return quote(catalog, LOSS.minusSeconds(1));
  }

  private static @Nullable Quote quote(Catalog catalog, Instant now) {
    Quoter quoter = new Quoter(catalog, Money.usd(0));
    DueLine line = line().dueLine();
    return new KeepNumber(catalog, quoter).quote(line, LineToday.of(line, catalog, quoter, now));
  }

  private static Decision.@Nullable Renew due(LineBuilder builder, Instant now) {
    Catalog catalog = World.catalog();
    Quoter quoter = new Quoter(catalog, Money.usd(0));
    DueLine line = builder.dueLine();
    LineToday today = LineToday.of(line, catalog, quoter, now);
    return new KeepNumber(catalog, quoter).due(line, today, Duration.ZERO, now);
  }

  private static RuleBuilder rule() {
    return RuleBuilder.aRule(Basis.FROM_EXPIRY).lostAfter(60);
  }

  @Test
  void theLeastPaymentIsDueAtTheSafeMomentBeforeTheLossAndNamedByTheLastSafeDay() {
    Instant moment = LOSS.minus(Duration.ofHours(60));
    assertThat(due(line(), moment.minusSeconds(1))).isNull();
    Decision.Renew keep = java.util.Objects.requireNonNull(due(line(), moment));
    assertThat(keep.quote().total()).isEqualTo(Money.usd(5_00));
    assertThat(keep.periodFrom()).isEqualTo(SAFE);
    assertThat(keep.deadline()).isEqualTo(LOSS);
  }

  @Test
  void nothingIsPaidWhereTheOwnerWishesOnlyToBeToldOrTheCeilingIsLower() {
    Instant due = LOSS.minus(Duration.ofHours(1));
    assertThat(due(line().fallback(IfNotRenewed.TELL), due)).isNull();
    assertThat(due(line().ceiling(Money.usd(4_99)), due)).isNull();
    assertThat(due(line().ceiling(Money.usd(5_00)), due)).isNotNull();
    assertThat(due(line().onNoPlan(), due)).isNull();
  }

  @Test
  void thePaymentIsKnownWhereTheRuleIsAFactAndNamesOne() {
    assertThat(quote(catalog(rule().keepAlive("5", 30).rule(), Map.of()))).isNotNull();
    assertThat(quote(catalog(rule().rule(), Map.of()))).isNull();
    assertThat(quote(catalog(rule().keepAlive("5", 30).recalled().rule(), Map.of()))).isNull();
  }

  @Test
  void nothingIsPaidThatWouldNotMoveTheLoss() {
    Catalog catalog =
        catalog(
            RuleBuilder.aRule(Basis.FROM_PAYMENT).lostAfter(60).keepAlive("5", 30).rule(),
            Map.of());
    assertThat(quote(catalog, LOSS.minusSeconds(1))).isNotNull();
    // Thirty days from then are over before the end that is paid already.
    assertThat(quote(catalog, LOSS.minus(Duration.ofDays(100)))).isNull();
  }

  @Test
  void theCarrierMustTakeAmountsOtherThanWholePlans() {
    LapseRule rule = rule().keepAlive("5", 30).rule();
    RefillAmounts plans =
        new RefillAmounts(
            "acme",
            RefillAmounts.Kind.PLAN,
            List.of(),
            null,
            null,
            null,
            World.catalog().plan(PLAN).provenance());
    assertThat(quote(catalog(rule, Map.of("acme", plans)))).isNull();
  }
}
