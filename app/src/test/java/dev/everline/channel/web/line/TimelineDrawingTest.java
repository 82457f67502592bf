package dev.everline.channel.web.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.everline.catalog.LapseRule;
import dev.everline.line.LineFacts;
import dev.everline.line.validity.LineState;
import dev.everline.line.validity.LineStatus;
import dev.everline.line.validity.Timeline;
import dev.everline.line.validity.Timeline.Kind;
import dev.everline.line.validity.Timeline.Milestone;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A line's way, drawn and read. */
class TimelineDrawingTest {

  private static final LocalDate TODAY = LocalDate.of(2026, 11, 25);

  private static Milestone on(int days, Kind kind, String source) {
    LocalDate date = TODAY.plusDays(days);
    return new Milestone(date, kind, date, 0, null, null, source, null, true);
  }

  private static Timeline timeline(Milestone... milestones) {
    return timeline(LineStatus.Cause.DATE, milestones);
  }

  private static Timeline timeline(LineStatus.Cause cause, Milestone... milestones) {
    return new Timeline(
        TODAY,
        LineState.ACTIVE,
        cause,
        new LineFacts(null, null, null, 0, null, null),
        LapseRule.BalanceRole.UNKNOWN,
        List.of(milestones),
        null,
        false);
  }

  private static void assertWithoutGaps(TimelineDrawing drawing) {
    int at = 0;
    for (TimelineDrawing.Stretch stretch : drawing.stretches()) {
      assertThat(stretch.from()).isEqualTo(at);
      assertThat(stretch.width()).isPositive();
      at = stretch.to();
    }
    assertThat(at).isEqualTo(TimelineDrawing.WIDTH);
    assertThat(drawing.marks()).allMatch(mark -> mark.at() >= 0 && mark.at() <= 1000);
  }

  @Test
  void aLineIsServedThenInGraceThenWithoutServiceThenLost() {
    TimelineDrawing drawing =
        TimelineDrawing.of(
            timeline(
                on(10, Kind.EXPIRY, "a"),
                on(18, Kind.SUSPENSION, "a"),
                on(60, Kind.NUMBER_MAY_BE_LOST, "a")));
    assertThat(drawing.stretches())
        .extracting(TimelineDrawing.Stretch::state)
        .containsExactly(LineState.ACTIVE, LineState.GRACE, LineState.SUSPENDED, LineState.LOST);
    assertWithoutGaps(drawing);
  }

  @Test
  void whatIsNotKnownLeavesNoGap() {
    assertWithoutGaps(TimelineDrawing.of(timeline()));
    assertWithoutGaps(TimelineDrawing.of(timeline(on(3, Kind.EXPIRY, "a"))));
    assertWithoutGaps(TimelineDrawing.of(timeline(on(30, Kind.NUMBER_MAY_BE_LOST, "a"))));
    assertWithoutGaps(
        TimelineDrawing.of(
            timeline(on(-90, Kind.EXPIRY, "a"), on(-30, Kind.NUMBER_MAY_BE_LOST, "a"))));
  }

  @Test
  void outOfBalanceALineIsWithoutServiceFromNowOn() {
    TimelineDrawing drawing =
        TimelineDrawing.of(
            timeline(
                LineStatus.Cause.BALANCE,
                on(10, Kind.EXPIRY, "a"),
                on(60, Kind.NUMBER_MAY_BE_LOST, "a")));
    assertThat(drawing.stretches())
        .extracting(TimelineDrawing.Stretch::state)
        .containsExactly(LineState.ACTIVE, LineState.SUSPENDED, LineState.LOST);
    assertThat(drawing.stretches().getFirst().to()).isEqualTo(drawing.marks().getFirst().at());
  }

  @Test
  void todayStandsAmongTheDaysAndASourceIsSaidOnce() {
    List<TimelineStep> steps =
        TimelineStep.of(
            timeline(
                on(-5, Kind.REMINDER, "a"),
                on(-1, Kind.EXPIRY, "a"),
                on(0, Kind.SUSPENSION, "a"),
                on(30, Kind.NUMBER_MAY_BE_LOST, "b")),
            true);
    assertThat(steps)
        .extracting(TimelineStep::variant)
        .containsExactly("expiry", "today", "suspension", "number_may_be_lost");
    assertThat(steps).extracting(TimelineStep::source).containsExactly("a", null, null, "b");
  }

  @Test
  void remindersAreEverlinesOwnAndThereAreNoneOfALineThatItRenews() {
    Timeline timeline = timeline(on(3, Kind.REMINDER, "a"), on(9, Kind.EXPIRY, "a"));
    assertThat(TimelineStep.of(timeline, true))
        .extracting(TimelineStep::variant, TimelineStep::source)
        .containsExactly(tuple("today", null), tuple("reminder", null), tuple("expiry", "a"));
    assertThat(TimelineStep.of(timeline, false))
        .extracting(TimelineStep::variant)
        .containsExactly("today", "expiry");
  }

  @Test
  void whatHasHappenedIsSaidInThePast() {
    assertThat(TimelineStep.of(timeline(on(-3, Kind.BALANCE_LOSS, "a")), true).getFirst().key())
        .isEqualTo("milestone-past.BALANCE_LOSS");
    assertThat(TimelineStep.of(timeline(on(3, Kind.BALANCE_LOSS, "a")), true).getLast().key())
        .isEqualTo("milestone.BALANCE_LOSS");
  }
}
