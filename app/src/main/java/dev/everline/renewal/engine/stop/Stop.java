package dev.everline.renewal.engine.stop;

import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.notice.NoticeKind;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A rule's verdict on an order that is to start. */
public sealed interface Stop {

  /** How soon a line is looked at again when its period needs no further order. */
  Duration A_DAY = Duration.ofDays(1);

  /** No objection. */
  record Pass() implements Stop {}

  Pass PASS = new Pass();

  /**
   * The order is stored and held until a person releases or cancels it; a released order passes.
   *
   * @param reason as a code, kept with the order
   */
  record Hold(String reason) implements Stop {}

  /** There isn't enough money. */
  record Decline(Money missing) implements Stop {}

  /**
   * There is no order.
   *
   * @param notice the owner's notice when nobody asked by hand, or null for none
   * @param lookAgain how soon the heartbeat looks at the line again
   * @param fallsBack whether the keep-alive payment is ordered instead, where the owner wants that
   * @param problem the problem returned to a person who asked by hand
   */
  record Skip(
      @Nullable Notice notice,
      Duration lookAgain,
      boolean fallsBack,
      Supplier<ProblemException> problem)
      implements Stop {}

  /**
   * An owner's notice.
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
