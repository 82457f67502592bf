package dev.everline.renewal.decide;

import static dev.everline.fixture.LineBuilder.aLine;
import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.catalog.Basis;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Length;
import dev.everline.catalog.Plan;
import dev.everline.kernel.Money;
import dev.everline.line.IfNotRenewed;
import dev.everline.line.LineFacts;
import dev.everline.line.due.DueLine;
import dev.everline.line.validity.LineState;
import dev.everline.line.validity.Validity;
import dev.everline.renewal.RenewalSettings;
import dev.everline.renewal.World;
import dev.everline.renewal.price.Quote;
import dev.everline.renewal.price.Quoter;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** What holds of every decision, whatever the line and the day. */
class DecideProperties {

  private static final LocalDate END = LocalDate.of(2026, 11, 10);
  private static final Catalog CATALOG = World.catalog();

  private final RenewalSettings settings = RenewalSettings.defaults();
  private final Quoter quoter = new Quoter(CATALOG, settings.serviceFee());
  private final Decide decide = new Decide(CATALOG, quoter, settings);

  @Provide
  Arbitrary<DueLine> lines() {
    List<String> plans = new ArrayList<>(List.of(World.METERED, World.BALANCE));
    Arrays.stream(Basis.values()).map(Basis::key).forEach(plans::add);
    Arbitrary<Money> money = Arbitraries.longs().between(0, 40_00).map(Money::usd).injectNull(0.3);
    Arbitrary<LocalDate> days = Arbitraries.integers().between(-80, 40).map(END::plusDays);
    Arbitrary<LineFacts> facts =
        Combinators.combine(money, days.injectNull(0.3), days.injectNull(0.3))
            .as(
                (balance, expires, paid) ->
                    new LineFacts(END, balance, expires, 0, paid, END.minusDays(5)));
    Arbitrary<Money> ceilings =
        Arbitraries.oneOf(
                Arbitraries.longs().between(1, 40_00), Arbitraries.longs().between(4_00, 11_00))
            .map(Money::usd)
            .injectNull(0.2);
    return Combinators.combine(
            Arbitraries.of(plans),
            facts,
            ceilings,
            Arbitraries.of(IfNotRenewed.values()),
            Arbitraries.of(true, true, true, false),
            days.injectNull(0.5))
        .as(DecideProperties::line);
  }

  /** Hours after the beginning of the last day; the days before the loss of a number often. */
  @Provide
  Arbitrary<Integer> hours() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(-400, 2_000),
        Arbitraries.integers().between(58 * 24, 61 * 24));
  }

  private static DueLine line(
      String plan,
      LineFacts facts,
      @Nullable Money ceiling,
      IfNotRenewed wish,
      boolean confirmed,
      @Nullable LocalDate told) {
    return aLine()
        .on(plan)
        .knowing(facts)
        .ceiling(ceiling)
        .fallback(wish)
        .brandConfirmed(confirmed)
        .notifiedFor(told)
        .dueLine();
  }

  private static Instant at(int hours) {
    return END.atStartOfDay(World.NEW_YORK).toInstant().plus(Duration.ofHours(hours));
  }

  @Property
  void nothingAboveTheCeilingIsEverPaidNorForABrandThatNobodyConfirmed(
      @ForAll("lines") DueLine line, @ForAll("hours") int hours) {
    if (decide.decide(line, Duration.ZERO, true, at(hours)) instanceof Decision.Renew renew) {
      Money ceiling = line.priceCeiling();
      assertThat(line.brandConfirmed()).isTrue();
      if (ceiling != null) {
        assertThat(renew.quote().total()).isLessThanOrEqualTo(ceiling);
      }
      if (ceiling != null && renew.orElse() != null) {
        assertThat(renew.orElse().quote().total()).isLessThanOrEqualTo(ceiling);
      }
    }
  }

  @Property
  void aNumberIsKeptOnlyWhereThatIsWishedJustBeforeItsLossAndThenItIsSafeForLonger(
      @ForAll("lines") DueLine line, @ForAll("hours") int hours) {
    Instant now = at(hours);
    Decision.Renew keep = keeping(decide.decide(line, Duration.ZERO, true, now));
    if (keep == null) {
      return;
    }
    assertThat(line.ifNotRenewed()).isEqualTo(IfNotRenewed.KEEP_NUMBER);
    assertThat(keep.quote().kind()).isEqualTo(Quote.Kind.KEEP_ALIVE);
    Instant loss = keep.periodFrom().plusDays(1).atStartOfDay(World.NEW_YORK).toInstant();
    assertThat(keep.deadline()).isEqualTo(loss);
    assertThat(now).isBetween(loss.minus(Duration.ofDays(6)), loss);
    Plan plan = CATALOG.plan(java.util.Objects.requireNonNull(line.plan()));
    LapseRule rule = CATALOG.lapseRule(plan.lapseRule());
    LocalDate today = LocalDate.ofInstant(now, World.NEW_YORK);
    LineFacts after = Validity.afterKeepAlive(keep.facts(), rule, today);
    Length period = plan.period();
    assertThat(LineState.numberMayBeLostOn(after, rule, rule.numberLostAfterDays(), period))
        .isAfter(keep.periodFrom().plusDays(1));
  }

  @Property
  void aNumberWhoseOwnerWishesItIsKeptOrTheyAreToldThatItIsNot(
      @ForAll("lines") DueLine line, @ForAll("hours") int hours) {
    Instant now = at(hours);
    Decision decision = decide.decide(line, Duration.ZERO, true, now);
    Instant loss = decide.lossOf(line, now);
    boolean near =
        loss != null && now.isBefore(loss) && !now.isBefore(loss.minus(Duration.ofHours(36)));
    // That nothing can be paid for it is told beside the reminders of its end.
    boolean toldBeside = decide.numberNotKept(line, true, now) != null;
    if (line.ifNotRenewed() == IfNotRenewed.KEEP_NUMBER && near && !toldBeside) {
      assertThat(decision).isNotInstanceOf(Decision.Wait.class);
    }
  }

  /** What a decision pays to keep the number, at once or when the renewal can't be paid. */
  private static Decision.@Nullable Renew keeping(Decision decision) {
    if (!(decision instanceof Decision.Renew renew)) {
      return null;
    }
    return renew.quote().kind() == Quote.Kind.KEEP_ALIVE ? renew : renew.orElse();
  }
}
