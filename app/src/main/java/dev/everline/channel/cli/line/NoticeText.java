package dev.everline.channel.cli.line;

import dev.everline.line.Line;
import dev.everline.notice.NoticeKind;

/** Notices in words for people; programs get the codes. */
final class NoticeText {

  private NoticeText() {}

  static String of(NoticeKind kind) {
    return switch (kind) {
      case EXPIRES_SOON -> "service ends soon";
      case NUMBER_AT_RISK -> "service has ended; the number can be lost";
      case NUMBER_MAY_BE_LOST -> "the number may be lost: ask its carrier before you pay";
      case BALANCE_USED_UP -> "its balance is used up";
      case BRAND_NOT_CONFIRMED -> "confirm its carrier";
      case PLAN_NOT_KNOWN -> "its plan is unknown";
      case VALIDITY_NOT_KNOWN -> "no end date: enter it";
      case PRICE_NOT_KNOWN -> "its price is unknown";
      case PRICE_ABOVE_CEILING -> "costs more than you allow";
      case NUMBER_KEPT -> "not renewed; the minimum that keeps the number was paid";
      case NUMBER_NOT_KEPT -> "the number can't be kept from here";
      case KEPT_OTHERWISE -> "paying its bill or using it keeps it";
      case NO_ROUTE -> "Everline can't pay its carrier from here";
      case HELD_SINCE_RESTORE -> "nothing is paid until the restore is confirmed";
      case WALLET_SHORT -> "not enough money in the wallet";
      case AUTOPAY_BALANCE_SHORT -> "its balance doesn't cover the next autopay";
      case AUTOPAY_MAY_BE_OFF -> "check that its autopay is on again";
      case AUTOPAY_UNCONFIRMED -> "check that its autopay went through, and confirm the new date";
      case CARRIER_REFUSED -> "the carrier refused; the money is back in the wallet";
      case NOT_RENEWED_YET -> "the carrier postponed it";
      case STILL_IN_DOUBT -> "the carrier is still being asked";
      case HELD_FOR_APPROVAL -> "held for approval by a spending limit";
      case NO_CHANGE_AT_CARRIER -> "paid, but the end date hasn't moved";
      case GAVE_UP -> "not renewed in time; the money is back in the wallet";
    };
  }

  /** What people call a line: its label, or its masked number. */
  static String name(Line line) {
    return line.label().isBlank() ? line.maskedNumber() : line.label();
  }
}
