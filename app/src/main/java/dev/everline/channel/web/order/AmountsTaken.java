package dev.everline.channel.web.order;

import dev.everline.catalog.RefillAmounts;
import dev.everline.channel.web.frame.Visit;
import dev.everline.kernel.Money;
import java.util.stream.Collectors;

/** Which amounts a carrier takes for a top-up, in a sentence. */
final class AmountsTaken {

  private AmountsTaken() {}

  static String said(Visit visit, String brand, RefillAmounts amounts) {
    return switch (amounts.kind()) {
      case PLAN -> visit.say("invalid.amount");
      case FIXED ->
          visit.say(
              "invalid.amount-fixed",
              brand,
              amounts.amounts().stream().map(visit::money).collect(Collectors.joining(", ")));
      case RANGE -> range(visit, brand, amounts);
    };
  }

  private static String range(Visit visit, String brand, RefillAmounts amounts) {
    Money least = amounts.min();
    Money most = amounts.max();
    if (least != null && most != null) {
      return visit.say("invalid.amount-range", brand, visit.money(least), visit.money(most));
    }
    if (least != null) {
      return visit.say("invalid.amount-least", brand, visit.money(least));
    }
    return most == null
        ? visit.say("invalid.amount")
        : visit.say("invalid.amount-most", brand, visit.money(most));
  }
}
