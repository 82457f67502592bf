package dev.everline.channel.web.home;

import dev.everline.channel.web.line.LineCard;
import dev.everline.notice.Notice;
import dev.everline.renewal.decide.Urgency;
import java.util.List;
import java.util.Set;

/** The one thing that somebody is asked to do for a line. */
enum Ask {
  /** Ask the carrier whether the number is still there. */
  REACH,
  /** Say whether the carrier's autopay went through. */
  AUTOPAY,
  FILL_WALLET,
  /** Say what isn't known. */
  ADD,
  EDIT,
  LOOK,
  RENEW,
  /** Pay the carrier oneself, since nothing can be paid from here. */
  RENEW_THERE;

  static Ask of(LineCard card, List<Notice> notices, Set<Lack> lacks) {
    if (card.urgency() == Urgency.LOST) {
      return REACH;
    }
    if (lacks.contains(Lack.END_DATE)) {
      return ADD;
    }
    if (card.urgency() == Urgency.UNCONFIRMED) {
      return AUTOPAY;
    }
    for (Notice notice : notices) {
      switch (notice.kind()) {
        case WALLET_SHORT -> {
          return FILL_WALLET;
        }
        case BRAND_NOT_CONFIRMED -> {
          return lacks.contains(Lack.BRAND) ? ADD : LOOK;
        }
        case PLAN_NOT_KNOWN, VALIDITY_NOT_KNOWN, PRICE_NOT_KNOWN, HELD_SINCE_RESTORE -> {
          return lacks.contains(Lack.PLAN) ? ADD : EDIT;
        }
        case PRICE_ABOVE_CEILING,
            NUMBER_KEPT,
            AUTOPAY_BALANCE_SHORT,
            AUTOPAY_MAY_BE_OFF,
            AUTOPAY_UNCONFIRMED,
            CARRIER_REFUSED,
            NOT_RENEWED_YET,
            STILL_IN_DOUBT,
            HELD_FOR_APPROVAL,
            NO_CHANGE_AT_CARRIER,
            GAVE_UP -> {
          return LOOK;
        }
        case EXPIRES_SOON,
            NUMBER_AT_RISK,
            NUMBER_MAY_BE_LOST,
            NUMBER_NOT_KEPT,
            NO_ROUTE,
            KEPT_OTHERWISE,
            BALANCE_USED_UP -> {
          // paying is what helps, unless there is another notice
        }
      }
    }
    if (card.isKeptByUse()) {
      return LOOK;
    }
    boolean calm = !card.urgency().needsOwner() || card.coveredUntil() == null;
    if (calm && !lacks.isEmpty()) {
      return ADD;
    }
    return card.isOutOfReach() ? RENEW_THERE : RENEW;
  }

  String page(LineCard card, Set<Lack> lacks) {
    String line = "/lines/" + card.id();
    return switch (this) {
      case REACH -> line + "#reach";
      case AUTOPAY -> line + "#autopay";
      case FILL_WALLET -> "/money";
      case ADD -> lacks.iterator().next().page(card);
      case EDIT -> line + "/edit";
      case LOOK -> line;
      case RENEW, RENEW_THERE -> line + "/renew";
    };
  }

  /** A message's key. */
  String button(Set<Lack> lacks) {
    return switch (this) {
      case REACH -> "notice-do.reach";
      case AUTOPAY -> "autopay.see";
      case FILL_WALLET -> "notice-do.fill";
      case ADD -> lacks.iterator().next().ofOne().button();
      case EDIT -> "notice-do.edit";
      case LOOK -> "notice-do.look";
      case RENEW -> "card.renew";
      case RENEW_THERE -> "card.how";
    };
  }

  /** Whether paying, here or there, is what helps. */
  boolean isToPay() {
    return this == RENEW || this == RENEW_THERE;
  }
}
