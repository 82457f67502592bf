package dev.everline.channel.web.line;

import dev.everline.channel.web.frame.Visit;
import dev.everline.renewal.Renewals;
import dev.everline.renewal.decide.Decision;
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
 * What a line needs its owner for: one item a line, whatever was told of it.
 *
 * @param told what is open of it, the newest first; empty where only its dates say that it needs
 *     somebody
 * @param actBy the first deadline that hasn't passed, or null
 * @param page where something can be done about it
 * @param button a message's key
 */
record Need(
    LineCard card, List<Renewals.Told> told, @Nullable Instant actBy, String page, String button) {

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
  private static final Set<Decision.Told> SAID_BY_DATES =
      EnumSet.of(
          Decision.Told.EXPIRES_SOON,
          Decision.Told.NUMBER_AT_RISK,
          Decision.Told.NUMBER_MAY_BE_LOST,
          Decision.Told.BALANCE_USED_UP,
          Decision.Told.VALIDITY_NOT_KNOWN);

  Need {
    told = List.copyOf(told);
  }

  static Need of(LineCard card, List<Renewals.Told> told, Instant now) {
    Instant actBy =
        told.stream()
            .map(Renewals.Told::actBy)
            .filter(Objects::nonNull)
            .filter(now::isBefore)
            .min(Comparator.naturalOrder())
            .orElse(null);
    String line = "/lines/" + card.id();
    if (card.urgency() == Urgency.LOST) {
      return new Need(card, told, null, line + "#reach", "told-do.reach");
    }
    if (card.coveredUntil() == null) {
      return new Need(card, told, actBy, line + "/edit#valid_until", "card.give-date");
    }
    for (Renewals.Told one : told) {
      switch (Decision.Told.valueOf(one.kind())) {
        case WALLET_SHORT -> {
          return new Need(card, told, actBy, "/money", "told-do.fill");
        }
        case BRAND_NOT_CONFIRMED -> {
          return new Need(card, told, actBy, line, "told-do.confirm");
        }
        case PLAN_NOT_KNOWN, VALIDITY_NOT_KNOWN, PRICE_NOT_KNOWN, HELD_SINCE_RESTORE -> {
          return new Need(card, told, actBy, line + "/edit", "told-do.edit");
        }
        case PRICE_ABOVE_CEILING,
            NUMBER_KEPT,
            KEPT_OTHERWISE,
            CARRIER_REFUSED,
            NOT_RENEWED_YET,
            STILL_IN_DOUBT,
            PARKED,
            NO_CHANGE_AT_CARRIER,
            GAVE_UP -> {
          return new Need(card, told, actBy, line, "told-do.look");
        }
        case EXPIRES_SOON,
            NUMBER_AT_RISK,
            NUMBER_MAY_BE_LOST,
            NUMBER_NOT_KEPT,
            NO_ROUTE,
            BALANCE_USED_UP -> {
          // paying is what helps, unless something else was told too
        }
      }
    }
    return new Need(
        card, told, actBy, line + "/renew", card.isOutOfReach() ? "card.how" : "card.renew");
  }

  private int rank() {
    return switch (card.urgency()) {
      case LOST -> 0;
      case LAPSED -> 1;
      case SOON, UNKNOWN, CALM, PAUSED -> 2;
    };
  }

  /** Whether turning automatic renewal off would end it: that wish can't come true here. */
  boolean canTurnOff() {
    return card.autoRenew() && card.isOutOfReach();
  }

  /** What is to be said, a sentence for each thing. */
  List<String> said(Visit visit) {
    List<String> said = new ArrayList<>();
    said.add(card.standing(visit.words()));
    if (card.urgency() == Urgency.LOST) {
      return said;
    }
    for (Renewals.Told one : told) {
      Decision.Told kind = Decision.Told.valueOf(one.kind());
      if (SAID_BY_DATES.contains(kind) || (kind == Decision.Told.NO_ROUTE && card.saysItself())) {
        continue;
      }
      String sentence = visit.say("told." + kind, card.brand());
      if (!said.contains(sentence)) {
        said.add(sentence);
      }
      if (one.needed() != null) {
        said.add(
            visit.say(
                switch (kind) {
                  case WALLET_SHORT -> "told.needed";
                  case NUMBER_KEPT -> "told.paid";
                  default -> "told.price";
                },
                visit.money(one.needed())));
      }
      if (kind == Decision.Told.NO_ROUTE && card.canBeRemindedOf()) {
        said.add(visit.say("told.reminded"));
      }
    }
    return said;
  }
}
