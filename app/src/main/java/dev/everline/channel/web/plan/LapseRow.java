package dev.everline.channel.web.plan;

import dev.everline.catalog.Carrier;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.PrintedDate;
import dev.everline.channel.web.frame.Visit;
import dev.everline.kernel.Money;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the date means that a carrier shows, and what lapses when, for the plans of one rule.
 *
 * @param plans names of those it holds for
 */
record LapseRow(Carrier carrier, LapseRule rule, List<String> plans) {

  /** The carrier's own word and what kind of day it is. */
  String date(Visit visit) {
    PrintedDate printed = rule.printed();
    String meaning = visit.name("printed", printed.means());
    return printed.word() == null ? meaning : visit.say("printed.word", printed.word(), meaning);
  }

  /** Until when on that day there is service, and whose day it is. */
  String end(Visit visit) {
    PrintedDate printed = rule.printed();
    ZoneId zone = printed.zone() == null ? carrier.zone() : printed.zone();
    String there = visit.words().zoneName(zone);
    return printed.endsAt() == null
        ? visit.say("printed.whole-day", there)
        : visit.say(
            "printed.until",
            DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT)
                .withLocale(visit.words().language().locale())
                .format(printed.endsAt()),
            there);
  }

  String stop(Visit visit) {
    return rule.suspendedAfterDays() == 0
        ? visit.say("lapse.at-once")
        : visit.say("lapse.days-after-end", visit.say("days", rule.suspendedAfterDays()));
  }

  String loss(Visit visit) {
    Integer days = rule.numberLostAfterDays();
    return days == null
        ? visit.say("not-known")
        : visit.say("lapse." + rule.countingFrom(), visit.say("days", days));
  }

  /** Other numbers of days that sources give, each once. */
  List<String> otherwise(Visit visit) {
    return rule.alternatives().stream()
        .map(other -> visit.say("lapse.otherwise", visit.say("days", other.days())))
        .distinct()
        .toList();
  }

  /** The least that keeps the number, or null where no source says. */
  @Nullable String keeps(Visit visit) {
    LapseRule.KeepAlive keep = rule.keepAlive();
    return keep == null
        ? null
        : visit.say(
            "lapse.keeps", visit.money(keep.amount()), visit.say("days", keep.extendsDays()));
  }

  boolean keepsForCertain() {
    LapseRule.KeepAlive keep = rule.keepAlive();
    return keep != null && keep.confirmed();
  }

  @Nullable Money reactivation() {
    Money fee = rule.reactivationFee();
    return fee != null && fee.isPositive() ? fee : null;
  }
}
