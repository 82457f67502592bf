package dev.everline.channel.web.frame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.kernel.Money;
import dev.everline.renewal.order.SpentByMonth;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What was spent, drawn by month. */
class SpendDrawingTest {

  private static final YearMonth NOW = YearMonth.of(2026, 11);

  private static SpendDrawing drawing(Map<YearMonth, Money> months, Instant wholeSince) {
    return drawing(months, wholeSince, NOW.minusYears(1));
  }

  private static SpendDrawing drawing(
      Map<YearMonth, Money> months, Instant wholeSince, YearMonth opened) {
    return SpendDrawing.of(
        new SpentByMonth(months, Map.of(), wholeSince), opened, NOW, ZoneOffset.UTC, Money.USD);
  }

  @Test
  void theDearestMonthIsAsHighAsTheDrawingAndTheOthersInProportion() {
    SpendDrawing drawing =
        drawing(
            Map.of(
                NOW,
                Money.usd(10_00),
                NOW.minusMonths(1),
                Money.usd(20_00),
                NOW.minusMonths(2),
                Money.usd(1)),
            Instant.MIN);
    assertThat(drawing.bars()).hasSize(SpendDrawing.MONTHS);
    assertThat(drawing.bars())
        .extracting(SpendDrawing.Bar::height)
        .containsExactly(0, 0, 0, 1, SpendDrawing.HEIGHT, SpendDrawing.HEIGHT / 2);
    assertThat(drawing.bars().getLast().x() + drawing.bars().getLast().width())
        .isLessThanOrEqualTo(SpendDrawing.WIDTH);
    assertThat(drawing.thisMonth()).isEqualTo(Money.usd(10_00));
    assertThat(drawing.isWorthDrawing()).isTrue();
  }

  @Test
  void monthsBeforeTheAccountWasOpenedAreLeftOut() {
    Map<YearMonth, Money> months = Map.of(NOW, Money.usd(10_00), NOW.minusMonths(1), Money.usd(1));
    assertThat(drawing(months, Instant.MIN, NOW.minusMonths(1)).bars())
        .extracting(SpendDrawing.Bar::month)
        .containsExactly(NOW.minusMonths(1), NOW);
  }

  @Test
  void withoutAPastNothingIsDrawn() {
    assertThat(drawing(Map.of(NOW, Money.usd(10_00)), Instant.MIN).isWorthDrawing()).isFalse();
    assertThat(drawing(Map.of(), Instant.MIN).thisMonth()).isEqualTo(Money.usd(0));
  }

  @Test
  void aMonthThatWasNotLookedAtWholeIsLeftOutAndThePresentOneIsSaidToBeMore() {
    SpendDrawing drawing =
        drawing(
            Map.of(NOW, Money.usd(10_00), NOW.minusMonths(1), Money.usd(5_00)),
            Instant.parse("2026-11-02T00:00:00Z"));
    assertThat(drawing.bars()).extracting(SpendDrawing.Bar::month).containsExactly(NOW);
    assertThat(drawing.whole()).isFalse();
    assertThat(drawing(Map.of(NOW, Money.usd(1)), Instant.parse("2026-10-15T00:00:00Z")).whole())
        .isTrue();
  }

  @Test
  void whatWasPaidOutsideStandsOnWhatTheWalletPaidAndIsTold() {
    SpendDrawing drawing =
        SpendDrawing.of(
            new SpentByMonth(
                Map.of(NOW, Money.usd(10_00)),
                Map.of(NOW, Money.usd(5_00), NOW.minusMonths(2), Money.usd(30_00)),
                Instant.MIN),
            NOW,
            NOW,
            ZoneOffset.UTC,
            Money.USD);
    assertThat(drawing.bars())
        .extracting(SpendDrawing.Bar::month)
        .as("a payment from before the account was opened brings its months along")
        .containsExactly(NOW.minusMonths(2), NOW.minusMonths(1), NOW);
    assertThat(drawing.bars())
        .extracting(SpendDrawing.Bar::height)
        .containsExactly(SpendDrawing.HEIGHT, 0, SpendDrawing.HEIGHT / 2);
    assertThat(drawing.bars().getLast().outsideHeight()).isEqualTo(SpendDrawing.HEIGHT / 6);
    assertThat(drawing.thisMonth()).isEqualTo(Money.usd(15_00));
    assertThat(drawing.outsideThisMonth()).isEqualTo(Money.usd(5_00));
  }
}
