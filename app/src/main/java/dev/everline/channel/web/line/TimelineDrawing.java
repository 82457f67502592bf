package dev.everline.channel.web.line;

import dev.everline.line.validity.LineState;
import dev.everline.line.validity.LineStatus;
import dev.everline.line.validity.Timeline;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A line's way from today to the loss of its number as a bar: what is served, what is grace, what
 * is without service. Places are of 1000, so that a stylesheet needs none.
 *
 * @param stretches from left to right, without gaps
 * @param marks the days between them
 */
record TimelineDrawing(List<Stretch> stretches, List<Mark> marks) {

  static final int WIDTH = 1000;

  /** Room at both ends, for what was and what comes after. */
  private static final int MARGIN = 40;

  /** How a line stands for a while. */
  record Stretch(LineState state, int from, int to) {

    int width() {
      return to - from;
    }
  }

  /** A day that counts; today has none of a milestone's kinds. */
  record Mark(Optional<Timeline.Kind> kind, LocalDate date, int at) {}

  static TimelineDrawing of(Timeline timeline) {
    LocalDate today = timeline.today();
    Optional<LocalDate> expiry = first(timeline, Timeline.Kind.EXPIRY);
    Optional<LocalDate> suspension = first(timeline, Timeline.Kind.SUSPENSION);
    Optional<LocalDate> loss = first(timeline, Timeline.Kind.NUMBER_MAY_BE_LOST);
    List<LocalDate> days = new ArrayList<>(List.of(today));
    expiry.ifPresent(days::add);
    suspension.ifPresent(days::add);
    loss.ifPresent(days::add);
    LocalDate first = days.stream().min(LocalDate::compareTo).orElse(today);
    LocalDate last = days.stream().max(LocalDate::compareTo).orElse(today);
    Scale scale = new Scale(first, last);
    // Out of balance, a line is without service from now on, whatever its date.
    int served =
        timeline.suspendedBy() == LineStatus.Cause.BALANCE
            ? scale.at(today)
            : expiry.map(day -> scale.at(day.plusDays(1))).orElseGet(() -> scale.at(today));
    int grace = suspension.map(scale::at).orElse(served);
    int gone = loss.map(scale::at).orElse(WIDTH);
    List<Stretch> stretches = new ArrayList<>();
    add(stretches, LineState.ACTIVE, 0, expiry.isEmpty() && loss.isPresent() ? gone : served);
    add(stretches, LineState.GRACE, served, Math.min(grace, gone));
    // Of what follows an end, only a plan's rule tells.
    boolean told =
        expiry.isPresent()
            && (suspension.isPresent()
                || loss.isPresent()
                || timeline.suspendedBy() == LineStatus.Cause.BALANCE);
    add(
        stretches,
        told ? LineState.SUSPENDED : LineState.UNKNOWN,
        stretches.isEmpty() ? 0 : stretches.getLast().to(),
        gone);
    add(stretches, LineState.LOST, gone, WIDTH);
    List<Mark> marks = new ArrayList<>(List.of(new Mark(Optional.empty(), today, scale.at(today))));
    expiry.ifPresent(day -> marks.add(scale.mark(Timeline.Kind.EXPIRY, day)));
    suspension.ifPresent(day -> marks.add(scale.mark(Timeline.Kind.SUSPENSION, day)));
    loss.ifPresent(day -> marks.add(scale.mark(Timeline.Kind.NUMBER_MAY_BE_LOST, day)));
    return new TimelineDrawing(List.copyOf(stretches), List.copyOf(marks));
  }

  private record Scale(LocalDate first, LocalDate last) {

    int at(LocalDate day) {
      long days = Math.max(1, last.toEpochDay() - first.toEpochDay());
      long along = day.toEpochDay() - first.toEpochDay();
      return Math.clamp(MARGIN + along * (WIDTH - 2 * MARGIN) / days, 0, WIDTH);
    }

    Mark mark(Timeline.Kind kind, LocalDate day) {
      return new Mark(Optional.of(kind), day, at(day));
    }
  }

  private static void add(List<Stretch> to, LineState state, int from, int until) {
    if (until > from) {
      to.add(new Stretch(state, from, until));
    }
  }

  private static Optional<LocalDate> first(Timeline timeline, Timeline.Kind kind) {
    return timeline.milestones().stream()
        .filter(event -> event.kind() == kind)
        .map(Timeline.Milestone::date)
        .findFirst();
  }
}
