package dev.everline.renewal.engine.stop;

import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.notice.NoticeKind;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a rule says of an order that is to start. */
public sealed interface Stop {

  /** How soon a line is looked at again whose period needs no order more. */
  Duration A_DAY = Duration.ofDays(1);

  /** Nothing against it. */
  record Pass() implements Stop {}

  Pass PASS = new Pass();

  /**
   * The order is stored and held until a person releases or cancels it; one that was released
   * passes.
   *
   * @param reason as a code, kept with the order
   */
  record Hold(String reason) implements Stop {}

  /** The money isn't there. */
  record Decline(Money missing) implements Stop {}

  /**
   * There is no order.
   *
   * @param notice what the owner is told when nobody asked by hand, or null for nothing
   * @param lookAgain how soon the heartbeat looks at the line again
   * @param fallsBack whether what keeps the number is ordered instead, where the owner wants that
   * @param problem what a person is told who asked by hand
   */
  record Skip(
      @Nullable Notice notice,
      Duration lookAgain,
      boolean fallsBack,
      Supplier<ProblemException> problem)
      implements Stop {}

  /**
   * What an owner is told.
   *
   * @param step distinguishes notices of one kind about the same date
   */
  record Notice(NoticeKind kind, int step) {}

  /** There is no order; the owner is told, and the line looked at again a day later. */
  static Skip skip(Notice notice, ProblemType type, String message) {
    return new Skip(notice, A_DAY, false, () -> new ProblemException(type, message));
  }

  /** There is no order for now, and nothing to tell of it. */
  static Skip skipSilently(Duration lookAgain, ProblemType type, String message) {
    return new Skip(null, lookAgain, false, () -> new ProblemException(type, message));
  }
}
