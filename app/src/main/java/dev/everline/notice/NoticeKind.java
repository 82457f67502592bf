package dev.everline.notice;

/** What a notice can tell an owner about a line. */
public enum NoticeKind {
  /** Service ends soon, and the line does not renew by itself. */
  EXPIRES_SOON,
  /** Service has ended; the number may be lost. */
  NUMBER_AT_RISK,
  /** The day on which the number may be lost has passed. */
  NUMBER_MAY_BE_LOST,
  /** Service is paid out of the balance, which is used up: it has ended before its date. */
  BALANCE_USED_UP,
  BRAND_NOT_CONFIRMED,
  PLAN_NOT_KNOWN,
  VALIDITY_NOT_KNOWN,
  PRICE_NOT_KNOWN,
  PRICE_ABOVE_CEILING,
  /** It could not be renewed, and the smallest payment that keeps the number was made. */
  NUMBER_KEPT,
  /** It can't be renewed, and the payment that would keep the number can't be made either. */
  NUMBER_NOT_KEPT,
  /** The line's rule has no payment in advance: paying a bill, or use, keeps it. */
  KEPT_OTHERWISE,
  NO_ROUTE,
  /** The database came out of a backup, and nothing is paid until an operator has confirmed. */
  HELD_SINCE_RESTORE,
  WALLET_SHORT,
  /** The carrier's own autopay is due, and the balance that the plan is paid from is short. */
  AUTOPAY_BALANCE_SHORT,
  /** The carrier's own autopay is due, and a decline may have switched it off. */
  AUTOPAY_MAY_BE_OFF,
  /** The carrier's own autopay should have charged, and nobody has confirmed a new date. */
  AUTOPAY_UNCONFIRMED,
  CARRIER_REFUSED,
  /** The carrier has put it off so far and will be asked again. */
  NOT_RENEWED_YET,
  STILL_IN_DOUBT,
  /** A stop rule holds the order until a person releases or cancels it. */
  HELD_FOR_APPROVAL,
  /** The carrier says that it renewed, but shows no later end of validity. */
  NO_CHANGE_AT_CARRIER,
  GAVE_UP
}
