package dev.everline.channel.web.home;

import dev.everline.catalog.Carrier;
import dev.everline.channel.web.line.LineCard;
import dev.everline.line.renewer.RenewedBy;
import dev.everline.notice.NoticeKind;
import dev.everline.renewal.decide.Reach;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a line lacks that its owner can add, in the order in which they are asked for it. */
enum Lack {
  END_DATE(
      "card.no-date",
      "card.give-date",
      "need.many.END_DATE",
      "need.many-do.END_DATE",
      NoticeKind.VALIDITY_NOT_KNOWN),
  PLAN(
      "need.PLAN",
      "need.choose-plan",
      "need.many.PLAN",
      "need.many-do.PLAN",
      NoticeKind.PLAN_NOT_KNOWN),
  PRICE("notice.PRICE_NOT_KNOWN", "notice-do.edit", "", "", NoticeKind.PRICE_NOT_KNOWN),
  BRAND(
      "notice.BRAND_NOT_CONFIRMED",
      "notice-do.confirm",
      "need.many.BRAND",
      "need.many-do.BRAND",
      NoticeKind.BRAND_NOT_CONFIRMED),
  /** It is to be renewed by Everline, which can't: another has to be chosen. */
  RENEWER(
      "notice.NO_ROUTE",
      "home.turn-off",
      "need.many.RENEWER",
      "need.many-do.RENEWER",
      NoticeKind.NO_ROUTE);

  /**
   * Of messages.
   *
   * @param said what is lacking
   * @param button how it is added
   */
  record Keys(String said, String button) {}

  private final String said;
  private final String button;
  private final String saidOfMany;
  private final String buttonOfMany;
  private final NoticeKind notice;

  /**
   * @param saidOfMany empty where it can't be added to several lines at once
   */
  Lack(String said, String button, String saidOfMany, String buttonOfMany, NoticeKind notice) {
    this.said = said;
    this.button = button;
    this.saidOfMany = saidOfMany;
    this.buttonOfMany = buttonOfMany;
    this.notice = notice;
  }

  /** Its place in the order in which they are asked for. */
  int order() {
    return List.of(values()).indexOf(this);
  }

  Keys ofOne() {
    return new Keys(said, button);
  }

  /** Of several lines, or null where it can't be added to several at once. */
  @Nullable Keys ofMany() {
    return saidOfMany.isEmpty() ? null : new Keys(saidOfMany, buttonOfMany);
  }

  /** Where a line's owner adds it. */
  String page(LineCard card) {
    String line = "/lines/" + card.id();
    return switch (this) {
      case END_DATE -> line + "/edit#valid_until";
      case PLAN, PRICE -> line + "/edit#plan";
      case BRAND, RENEWER -> line;
    };
  }

  /** Where it is added to all lines that lack it. */
  String pageOfMany() {
    return switch (this) {
      case END_DATE -> "/lines?missing=end-date";
      case PLAN -> "/lines?missing=plan";
      case BRAND -> "/lines?missing=brand";
      case RENEWER -> "/lines?renewed-by=everline";
      case PRICE -> "/lines";
    };
  }

  /** Whether a notice says the same. */
  static boolean saysSo(NoticeKind kind) {
    for (Lack lack : values()) {
      if (lack.notice == kind) {
        return true;
      }
    }
    return kind == NoticeKind.KEPT_OTHERWISE;
  }

  /**
   * @param withPlans the carriers of whose plans one can be chosen
   */
  static Set<Lack> of(LineCard card, Set<String> withPlans) {
    Set<Lack> lacks = EnumSet.noneOf(Lack.class);
    if (card.paused()) {
      return lacks;
    }
    Reach.Cause obstacle = card.obstacle();
    if (card.coveredUntil() == null && !card.isKeptByUse()) {
      lacks.add(END_DATE);
    }
    Carrier carrier = card.outlook().line().carrier();
    if (card.outlook().line().plan() == null
        && obstacle != Reach.Cause.KEPT_OTHERWISE
        && carrier != null
        && withPlans.contains(carrier.id())) {
      lacks.add(PLAN);
    }
    if (card.renewedBy() == RenewedBy.EVERLINE) {
      if (obstacle == Reach.Cause.PRICE_NOT_KNOWN) {
        lacks.add(PRICE);
      } else if (obstacle == Reach.Cause.BRAND_NOT_CONFIRMED) {
        lacks.add(BRAND);
      } else if (card.isOutOfReach()) {
        lacks.add(RENEWER);
      }
    }
    return lacks;
  }
}
