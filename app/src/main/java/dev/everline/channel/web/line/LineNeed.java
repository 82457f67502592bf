package dev.everline.channel.web.line;

import dev.everline.renewal.decide.Urgency;
import org.jspecify.annotations.Nullable;

/** The one thing that a line's page asks of its owner first. */
enum LineNeed {
  /** The number may be gone: ask the carrier before anything is paid. */
  REACH_CARRIER,
  /** Its carrier serves no line any more. */
  LEAVE_CARRIER,
  /** Its carrier's own autopay is to renew it: what is expected, and how it went. */
  AUTOPAY,
  /** Nobody knows when it ends. */
  GIVE_DATE,
  /** It is kept by using it. */
  USE,
  /** It is renewed with its carrier, which can't be paid from here. */
  RENEW_ELSEWHERE,
  CONFIRM_BRAND,
  RENEW,
  NOTHING;

  /**
   * @param autopay what is said of its carrier's own autopay, or null
   */
  static LineNeed of(LineCard card, boolean carrierEnded, @Nullable AutopaySection autopay) {
    if (card.urgency() == Urgency.LOST) {
      return REACH_CARRIER;
    }
    if (card.lettingGo()) {
      return NOTHING;
    }
    if (carrierEnded) {
      return LEAVE_CARRIER;
    }
    if (autopay != null) {
      return AUTOPAY;
    }
    if (card.isKeptByUse()) {
      return USE;
    }
    if (card.coveredUntil() == null && !card.underWay()) {
      return GIVE_DATE;
    }
    if (card.isOutOfReach()) {
      return RENEW_ELSEWHERE;
    }
    if (!card.brandConfirmed()) {
      return CONFIRM_BRAND;
    }
    boolean due = card.urgency() == Urgency.SOON || card.urgency() == Urgency.LAPSED;
    return due && !card.renewsItself() && !card.underWay() ? RENEW : NOTHING;
  }
}
