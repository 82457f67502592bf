package dev.everline.renewal.decide;

import dev.everline.kernel.Money;
import dev.everline.line.LineFacts;
import dev.everline.notice.NoticeKind;
import dev.everline.renewal.price.Quote;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** What a line needs now. */
public sealed interface Decision {

  /**
   * Nothing now.
   *
   * @param until when to look again, or null: never, until the line is changed
   */
  record Wait(@Nullable Instant until) implements Decision {}

  /**
   * Tell the owner what lapses when.
   *
   * @param kind what lapses
   * @param forDate the end of validity it is about
   * @param step which reminder of it this is, counted from 1
   * @param actBy when it is too late
   * @param nextLook when to look again
   */
  record Remind(NoticeKind kind, LocalDate forDate, int step, Instant actBy, Instant nextLook)
      implements Decision {}

  /**
   * Renew.
   *
   * @param facts of the line, rolled forward to today
   * @param periodFrom the end of validity that the renewal extends: names the period paid for
   * @param deadline after which no more attempt is made
   * @param orElse what keeps the number, to be paid when this can't be; null when nothing is
   */
  record Renew(
      Quote quote, LineFacts facts, LocalDate periodFrom, Instant deadline, @Nullable Renew orElse)
      implements Decision {}

  /**
   * Tell the owner that they must act, since Everline can't.
   *
   * @param kind why
   * @param needed how much money would help, or null when money is not what is missing
   * @param actBy when it is too late; null when no such moment is known, or it has passed
   * @param nextLook when to look again, or null: never, until the line is changed
   */
  record NeedsOwner(
      NoticeKind kind,
      LocalDate forDate,
      @Nullable Money needed,
      @Nullable Instant actBy,
      @Nullable Instant nextLook)
      implements Decision {}
}
