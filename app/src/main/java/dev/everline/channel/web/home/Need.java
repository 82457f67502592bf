package dev.everline.channel.web.home;

import dev.everline.channel.web.frame.Visit;
import dev.everline.channel.web.line.LineCard;
import dev.everline.line.renewer.RenewedBy;
import dev.everline.notice.Notice;
import dev.everline.notice.NoticeKind;
import dev.everline.renewal.decide.Urgency;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a line needs its owner for: one item a line, however many notices it has.
 *
 * @param notices those that are open, the newest first; empty where only its dates say that it
 *     needs somebody
 * @param actBy the first deadline that hasn't passed, or null
 * @param page where something can be done about it
 * @param button a message's key
 */
record Need(
    LineCard card, List<Notice> notices, @Nullable Instant actBy, String page, String button) {

  /** What may be lost, then what ends first; what has no date comes last. */
  static final Comparator<Need> BY_URGENCY =
      Comparator.comparingInt(Need::rank)
          .thenComparingLong(
              need -> {
                Long days = need.card().daysLeft();
                return days == null ? Long.MAX_VALUE : days;
              })
          .thenComparing(need -> need.card().title());

  /** What a card's own sentence says already, of a line that ends soon or has ended. */
  private static final Set<NoticeKind> SAID_BY_DATES =
      EnumSet.of(
          NoticeKind.EXPIRES_SOON,
          NoticeKind.NUMBER_AT_RISK,
          NoticeKind.NUMBER_MAY_BE_LOST,
          NoticeKind.BALANCE_USED_UP,
          NoticeKind.VALIDITY_NOT_KNOWN,
          NoticeKind.AUTOPAY_UNCONFIRMED);

  Need {
    notices = List.copyOf(notices);
  }

  static Need of(LineCard card, List<Notice> notices, Instant now) {
    Instant actBy =
        notices.stream()
            .map(Notice::actBy)
            .filter(Objects::nonNull)
            .filter(now::isBefore)
            .min(Comparator.naturalOrder())
            .orElse(null);
    String line = "/lines/" + card.id();
    if (card.urgency() == Urgency.LOST) {
      return new Need(card, notices, null, line + "#reach", "notice-do.reach");
    }
    if (card.coveredUntil() == null && !card.isKeptByUse()) {
      return new Need(card, notices, actBy, line + "/edit#valid_until", "card.give-date");
    }
    if (card.urgency() == Urgency.UNCONFIRMED) {
      return new Need(card, notices, actBy, line + "#autopay", "notice-do.look");
    }
    for (Notice notice : notices) {
      switch (notice.kind()) {
        case WALLET_SHORT -> {
          return new Need(card, notices, actBy, "/money", "notice-do.fill");
        }
        case BRAND_NOT_CONFIRMED -> {
          return new Need(card, notices, actBy, line, "notice-do.confirm");
        }
        case PLAN_NOT_KNOWN, VALIDITY_NOT_KNOWN, PRICE_NOT_KNOWN, HELD_SINCE_RESTORE -> {
          return new Need(card, notices, actBy, line + "/edit", "notice-do.edit");
        }
        case PRICE_ABOVE_CEILING,
            NUMBER_KEPT,
            KEPT_OTHERWISE,
            AUTOPAY_BALANCE_SHORT,
            AUTOPAY_MAY_BE_OFF,
            AUTOPAY_UNCONFIRMED,
            CARRIER_REFUSED,
            NOT_RENEWED_YET,
            STILL_IN_DOUBT,
            HELD_FOR_APPROVAL,
            NO_CHANGE_AT_CARRIER,
            GAVE_UP -> {
          return new Need(card, notices, actBy, line, "notice-do.look");
        }
        case EXPIRES_SOON,
            NUMBER_AT_RISK,
            NUMBER_MAY_BE_LOST,
            NUMBER_NOT_KEPT,
            NO_ROUTE,
            BALANCE_USED_UP -> {
          // paying is what helps, unless there is another notice
        }
      }
    }
    if (card.isKeptByUse()) {
      return new Need(card, notices, actBy, line, "notice-do.look");
    }
    return new Need(
        card, notices, actBy, line + "/renew", card.isOutOfReach() ? "card.how" : "card.renew");
  }

  private int rank() {
    return switch (card.urgency()) {
      case LOST -> 0;
      case LAPSED -> 1;
      case UNCONFIRMED, SOON, UNKNOWN, CALM, PAUSED -> 2;
    };
  }

  /** Whether its owner is asked if the carrier's autopay went through. */
  boolean asksOfAutopay() {
    return card.urgency() == Urgency.UNCONFIRMED;
  }

  /** Whether turning automatic renewal off would end it: that wish can't come true here. */
  boolean canTurnOff() {
    return card.renewedBy() == RenewedBy.EVERLINE && card.isOutOfReach();
  }

  /** What is to be said, a sentence for each thing. */
  List<String> said(Visit visit) {
    List<String> said = new ArrayList<>();
    said.add(card.standing(visit.words()));
    if (card.urgency() == Urgency.LOST) {
      return said;
    }
    for (Notice notice : notices) {
      NoticeKind kind = notice.kind();
      if (SAID_BY_DATES.contains(kind) || (kind == NoticeKind.NO_ROUTE && card.saysItself())) {
        continue;
      }
      String sentence = visit.say("notice." + kind, card.brand());
      if (!said.contains(sentence)) {
        said.add(sentence);
      }
      if (notice.needed() != null) {
        said.add(
            visit.say(
                switch (kind) {
                  case WALLET_SHORT -> "notice.needed";
                  case NUMBER_KEPT -> "notice.paid";
                  default -> "notice.price";
                },
                visit.money(notice.needed())));
      }
      if (kind == NoticeKind.NO_ROUTE && card.canBeRemindedOf()) {
        said.add(visit.say("notice.reminded"));
      }
    }
    return said;
  }
}
