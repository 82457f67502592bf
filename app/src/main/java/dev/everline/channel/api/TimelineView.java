package dev.everline.channel.api;

import dev.everline.catalog.LapseRule;
import dev.everline.channel.api.http.Amount;
import dev.everline.line.validity.LineState;
import dev.everline.line.validity.LineStatus;
import dev.everline.line.validity.Timeline;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What will happen to a line if nobody acts, as the API shows it. */
@Schema(name = "Timeline")
record TimelineView(
    String line,
    @Schema(description = "The day it was computed for, in the carrier's zone.") LocalDate today,
    LineState status,
    @Schema(description = "What ended the service; null when it isn't suspended.")
        LineStatus.@Nullable Cause suspendedBy,
    @Schema(
            description =
                "What money in the line's balance does for its plan. Only PAYS_PLAN covers further"
                    + " periods; UNKNOWN counts for nothing.")
        LapseRule.BalanceRole balanceRole,
    @Schema(description = "In order of date, including those that have passed.")
        List<Event> milestones,
    @Schema(description = "The cheapest known way to keep the number.")
        @Nullable Cheapest leastCost,
    @Schema(
            description =
                "Whether taxes and fees come on top of what a period costs: they aren't known, since the"
                    + " line's state isn't.")
        boolean taxOnTop) {

  @Schema(name = "Milestone")
  record Event(
      LocalDate date,
      Timeline.Kind kind,
      @Schema(description = "The date that days are counted from.") LocalDate countedFrom,
      @Schema(description = "Below zero for days before it.") long days,
      @Schema(description = "Money that is taken or lost.") @Nullable Amount amount,
      @Schema(description = "The rule's own wording.") @Nullable String note,
      String source,
      @Nullable String asOf,
      @Schema(description = "False for a hint that must not be shown as a fact.") boolean fact) {}

  @Schema(name = "LeastCost")
  record Cheapest(
      Timeline.Way way,
      @Schema(description = "Zero if it costs nothing; null if unknown.") @Nullable Amount amount,
      @Schema(description = "The last day on which it is known to work.")
          @Nullable LocalDate lastDay,
      @Schema(description = "The day before the number may be lost after that, when done today.")
          @Nullable LocalDate keepsUntil,
      @Nullable String note,
      CatalogController.From provenance) {}

  static TimelineView of(String line, Timeline timeline) {
    Timeline.LeastCost least = timeline.leastCost();
    return new TimelineView(
        line,
        timeline.today(),
        timeline.state(),
        timeline.suspendedBy(),
        timeline.balanceRole(),
        timeline.milestones().stream()
            .map(
                event ->
                    new Event(
                        event.date(),
                        event.kind(),
                        event.countedFrom(),
                        event.days(),
                        Amount.ofNullable(event.amount()),
                        event.note(),
                        event.source(),
                        event.asOf(),
                        event.fact()))
            .toList(),
        least == null
            ? null
            : new Cheapest(
                least.way(),
                Amount.ofNullable(least.amount()),
                least.lastDay(),
                least.keepsUntil(),
                least.note(),
                CatalogController.From.of(least.provenance())),
        timeline.taxOnTop());
  }
}
