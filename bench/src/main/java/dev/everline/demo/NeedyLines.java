package dev.everline.demo;

import dev.everline.kernel.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The lines that need their owner most: those with open notices, soonest first, one for each action
 * that an owner has to take, since one action often helps many lines.
 */
final class NeedyLines {

  private static final int SHOWN = 3;

  private final Judge judge;
  private final Instant now;

  NeedyLines(Judge judge, Instant now) {
    this.judge = judge;
    this.now = now;
  }

  /** What can still be saved; most urgent first. */
  private enum Stake {
    SERVICE,
    NUMBER,
    /** By the safe figure the number may already be lost. */
    PERHAPS_NOTHING
  }

  private record Need(DemoLine line, DemoBooks.DemoNotice notice, LocalDate by, Stake stake) {}

  private record Act(String account, String kind) {}

  List<DemoSummary.NeedsOwner> first(Map<DemoLine, LineFate> fates) {
    Map<Act, List<Need>> acts = new LinkedHashMap<>();
    fates.forEach(
        (line, fate) -> {
          Need need = need(line, fate);
          if (need != null) {
            acts.computeIfAbsent(
                    new Act(line.account(), need.notice().kind()), same -> new ArrayList<>())
                .add(need);
          }
        });
    Comparator<Need> mostUrgent =
        Comparator.comparing(Need::stake)
            .thenComparing(Need::by)
            .thenComparing(need -> need.line().msisdn());
    return acts.values().stream()
        .map(needs -> needs.stream().sorted(mostUrgent).toList())
        .sorted(Comparator.comparing(List::getFirst, mostUrgent))
        .limit(SHOWN)
        .map(needs -> shown(needs.getFirst(), needs.size() - 1))
        .toList();
  }

  /** The latest open notice, and until when it can be acted on. */
  private @Nullable Need need(DemoLine line, LineFate fate) {
    DemoBooks.DemoNotice latest = null;
    for (DemoBooks.DemoNotice notice : judge.noticesOf(line)) {
      latest = notice.settled() ? latest : notice;
    }
    if (latest == null || fate instanceof LineFate.NotOurs) {
      return null;
    }
    Instant actBy = latest.actBy();
    boolean ahead = actBy != null && actBy.isAfter(now);
    if (fate instanceof LineFate.Kept && !ahead) {
      return null;
    }
    if (actBy != null && ahead) {
      LocalDate lastDay = LocalDate.ofInstant(actBy, judge.zone(line)).minusDays(1);
      Stake stake = fate instanceof LineFate.Kept ? Stake.SERVICE : Stake.NUMBER;
      return new Need(line, latest, lastDay, stake);
    }
    LocalDate loss = judge.numberMayBeLostOn(line);
    if (loss == null) {
      return null;
    }
    boolean past = !loss.isAfter(LocalDate.ofInstant(now, judge.zone(line)));
    return new Need(line, latest, loss, past ? Stake.PERHAPS_NOTHING : Stake.NUMBER);
  }

  private DemoSummary.NeedsOwner shown(Need need, int others) {
    DemoLine line = need.line();
    Long needed = need.notice().neededMinor();
    Money price = judge.need(line);
    Long amount = needed == null && price != null ? (Long) price.minor() : needed;
    return new DemoSummary.NeedsOwner(
        line.account(),
        line.title() + ", " + line.carrier(),
        what(need.notice().kind(), line),
        why(need),
        need.by(),
        amount,
        others);
  }

  private static String what(String kind, DemoLine line) {
    return switch (kind) {
      case "WALLET_SHORT" -> "add money to the wallet";
      case "BALANCE_USED_UP" -> "top the line up: its balance is used up";
      case "BRAND_NOT_CONFIRMED" -> "check that it is really " + line.carrier() + ", confirm it";
      case "PRICE_ABOVE_CEILING" -> "raise the price ceiling, or choose another plan";
      case "CARRIER_REFUSED", "GAVE_UP", "NO_CHANGE_AT_CARRIER" -> "call the carrier";
      case "NUMBER_KEPT" -> "renew it; its number is kept for now";
      case "NUMBER_NOT_KEPT" -> "renew it, before its number is lost";
      case "EXPIRES_SOON", "NUMBER_AT_RISK" -> "renew it, or let Everline renew it";
      case "AUTOPAY_UNCONFIRMED" -> "check that its autopay went through, confirm the new date";
      case "NUMBER_MAY_BE_LOST" -> "ask the carrier whether the number can be recovered";
      default -> "check the line";
    };
  }

  private static String why(Need need) {
    String reason =
        switch (need.notice().kind()) {
          case "WALLET_SHORT" -> "not enough money in the wallet";
          case "BRAND_NOT_CONFIRMED" -> "nobody has confirmed its brand, so no money is sent";
          case "PRICE_ABOVE_CEILING" -> "its price is above the ceiling";
          case "CARRIER_REFUSED" -> "the carrier refuses to renew it";
          case "GAVE_UP" -> "the carrier refused every attempt";
          case "EXPIRES_SOON" -> "service ends and its owner renews it";
          case "AUTOPAY_UNCONFIRMED" -> "its carrier should have charged by now";
          case "NUMBER_AT_RISK" -> "service has ended and the number will be lost next";
          default -> need.notice().kind().toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    return switch (need.stake()) {
      case SERVICE -> reason;
      case NUMBER -> reason + " (it has no service; this is about its number)";
      case PERHAPS_NOTHING -> reason + " (its number may already be lost)";
    };
  }
}
