package dev.everline.renewal.decide;

import dev.everline.kernel.Money;
import dev.everline.line.LineFacts;
import dev.everline.notice.NoticeKind;
import dev.everline.renewal.price.Quote;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** What a line needs now, as decided by {@link Decide}. */
public sealed interface Decision {

  /**
   * Nothing for now.
   *
   * @param until when to look again, or null: never, until the line is changed
   */
  record Wait(@Nullable Instant until) implements Decision {}

  /**
   * Remind the owner what lapses and when.
   *
   * @param kind what lapses
   * @param forDate the end of validity that it is about
   * @param step which reminder about it this is, counted from 1
   * @param actBy when it will be too late, or null when that isn't known
   * @param nextLook when to look again
   */
  record Remind(
      NoticeKind kind, LocalDate forDate, int step, @Nullable Instant actBy, Instant nextLook)
      implements Decision {}

  /**
   * Renew.
   *
   * @param facts of the line, rolled forward to today
   * @param periodFrom the end of validity that the renewal extends; it identifies the period paid
   *     for
   * @param deadline no attempt is made after it
   * @param orElse the keep-alive payment to make when this renewal can't be made; null when there
   *     is none
   */
  record Renew(
      Quote quote, LineFacts facts, LocalDate periodFrom, Instant deadline, @Nullable Renew orElse)
      implements Decision {}

  /**
   * Tell the owner that they must act because Everline can't.
   *
   * @param kind why
   * @param needed how much money is missing, or null when the cause is not a lack of money
   * @param actBy when it will be too late; null when that moment isn't known or has passed
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
