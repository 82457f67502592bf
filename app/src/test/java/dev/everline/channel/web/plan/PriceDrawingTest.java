package dev.everline.channel.web.plan;

import static dev.everline.fixture.PlanBuilder.aPlan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.catalog.Plan;
import dev.everline.kernel.Money;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A plan's price over time, drawn. */
class PriceDrawingTest {

  private static final LocalDate TODAY = LocalDate.of(2026, 11, 25);

  private static Plan.Price price(int daysAgo, long minor) {
    return new Plan.Price(TODAY.minusDays(daysAgo), Money.usd(minor), null, "a page");
  }

  private static PriceDrawing drawing(Plan.Price... prices) {
    return PriceDrawing.of(aPlan("p").prices(List.of(prices)).plan(), TODAY);
  }

  @Test
  void aPriceHoldsUntilTheNextOnesDayAndTheLastUntilToday() {
    PriceDrawing drawing = drawing(price(100, 20_00), price(25, 30_00));
    assertThat(drawing.steps()).extracting(PriceDrawing.Step::x).containsExactly(0, 750);
    assertThat(drawing.steps()).extracting(PriceDrawing.Step::width).containsExactly(750, 250);
    assertThat(drawing.steps().getFirst().y()).isGreaterThan(drawing.steps().getLast().y());
    assertThat(drawing.points()).isEqualTo("0,88 750,88 750,12 1000,12");
    assertThat(drawing.isWorthDrawing()).isTrue();
  }

  @Test
  void whatBeginsAfterTodayIsNotDrawn() {
    PriceDrawing drawing = drawing(price(10, 20_00), price(-5, 30_00));
    assertThat(drawing.steps()).hasSize(1);
    assertThat(drawing.isWorthDrawing()).isFalse();
  }

  @Test
  void withoutAPriceThereIsNothingToDraw() {
    assertThat(drawing().steps()).isEmpty();
    assertThat(drawing().points()).isEmpty();
  }

  @Test
  void aPriceOfTodayHasRoomEvenSo() {
    assertThat(drawing(price(0, 20_00)).steps().getFirst().width()).isEqualTo(PriceDrawing.WIDTH);
  }
}
