package dev.everline.channel.web.line;

import dev.everline.kernel.Money;
import dev.everline.line.validity.Timeline;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A day on a line's way, as it is read: in order of date with today among them, and a source said
 * once where it is that of the day before too. Reminders that have passed are left out.
 *
 * @param kind null for today
 * @param taxOnTop whether taxes come on top of the amount
 * @param fact false for a figure without a reliable source
 * @param source null where it was said already, and for today
 * @param asOf of the source, as it gives it, or null
 * @param past whether it has happened
 */
record TimelineStep(
    LocalDate date,
    Timeline.@Nullable Kind kind,
    @Nullable Money amount,
    boolean taxOnTop,
    boolean fact,
    @Nullable String source,
    @Nullable String asOf,
    boolean past) {

  /**
   * @param reminded whether its owner is reminded: not of a line that Everline renews
   */
  static List<TimelineStep> of(Timeline timeline, boolean reminded) {
    LocalDate today = timeline.today();
    List<TimelineStep> steps = new ArrayList<>();
    boolean todayIsIn = false;
    String said = null;
    for (Timeline.Milestone event : timeline.milestones()) {
      boolean past = event.date().isBefore(today);
      boolean reminder = event.kind() == Timeline.Kind.REMINDER;
      if (reminder && (past || !reminded)) {
        continue;
      }
      if (!past && !todayIsIn) {
        steps.add(today(today));
        todayIsIn = true;
      }
      // Who reminds is Everline; no carrier's rule says so.
      boolean own = reminder || event.source().equals(Timeline.BY_ITS_END);
      String source = own ? null : event.source();
      steps.add(
          new TimelineStep(
              event.date(),
              event.kind(),
              event.amount(),
              timeline.taxOnTop() && event.kind() != Timeline.Kind.BALANCE_LOSS,
              event.fact(),
              source == null || source.equals(said) ? null : source,
              event.asOf(),
              past));
      said = source == null ? said : source;
    }
    if (!todayIsIn) {
      steps.add(today(today));
    }
    return List.copyOf(steps);
  }

  private static TimelineStep today(LocalDate today) {
    return new TimelineStep(today, null, null, false, true, null, null, false);
  }

  /** What happens on the day, or happened: a message's key. */
  String key() {
    return kind == null
        ? "timeline.today"
        : (past ? "milestone-past." : "milestone.") + kind.name();
  }

  /** For the stylesheet. */
  String variant() {
    return kind == null ? "today" : kind.name().toLowerCase(java.util.Locale.ROOT);
  }
}
