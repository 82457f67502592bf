package dev.everline.renewal.decide;

import dev.everline.kernel.Money;
import dev.everline.line.LineFacts;
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
  record Remind(Told kind, LocalDate forDate, int step, Instant actBy, Instant nextLook)
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
   * @param needed how much money would help, or null when money is not what is missing
   * @param actBy when it is too late; null when no such moment is known, or it has passed
   * @param nextLook when to look again, or null: never, until the line is changed
   */
  record Escalate(
      Told reason,
      LocalDate forDate,
      @Nullable Money needed,
      @Nullable Instant actBy,
      @Nullable Instant nextLook)
      implements Decision {}

  /** What an owner can be told. */
  enum Told {
    /** Service ends soon, and the line does not renew by itself. */
    EXPIRES_SOON,
    /** Service has ended; the number may be lost. */
    NUMBER_AT_RISK,
    /** The day has passed on which the number may be lost. */
    NUMBER_MAY_BE_LOST,
    /** Service is paid out of the balance, and that is used up: it has ended before its date. */
    BALANCE_USED_UP,
    BRAND_NOT_CONFIRMED,
    PLAN_NOT_KNOWN,
    VALIDITY_NOT_KNOWN,
    PRICE_NOT_KNOWN,
    PRICE_ABOVE_CEILING,
    /** It could not be renewed, and the least was paid that keeps the number. */
    NUMBER_KEPT,
    /** It can't be renewed, nor can be paid what would keep the number. */
    NUMBER_NOT_KEPT,
    /** The line's rule knows no payment ahead: a bill, or use, keeps it. */
    KEPT_OTHERWISE,
    NO_ROUTE,
    /** The database came out of a backup, and nothing is paid until an operator has confirmed. */
    HELD_SINCE_RESTORE,
    WALLET_SHORT,
    CARRIER_REFUSED,
    /** The carrier has put it off so far; it is asked again. */
    NOT_RENEWED_YET,
    STILL_IN_DOUBT,
    PARKED,
    /** The carrier says that it renewed, and shows no later end of validity. */
    NO_CHANGE_AT_CARRIER,
    GAVE_UP
  }
}
