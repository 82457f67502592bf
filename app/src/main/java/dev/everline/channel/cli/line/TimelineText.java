package dev.everline.channel.cli.line;

import dev.everline.catalog.LapseRule;
import dev.everline.channel.cli.Table;
import dev.everline.channel.cli.Terminal;
import dev.everline.line.Line;
import dev.everline.line.Msisdn;
import dev.everline.line.validity.LineStatus;
import dev.everline.line.validity.Timeline;
import dev.everline.line.validity.Timeline.LeastCost;
import dev.everline.line.validity.Timeline.Milestone;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A line's timeline in words, with the sources of its dates beneath. */
final class TimelineText {

  private final PrintWriter out;

  TimelineText(PrintWriter out) {
    this.out = out;
  }

  void print(Line line, Timeline timeline) {
    out.println(
        Msisdn.formatted(line.msisdn())
            + " ("
            + line.carrier()
            + ") is "
            + timeline.state().name().toLowerCase(Locale.ROOT)
            + " on "
            + timeline.today()
            + (timeline.suspendedBy() == LineStatus.Cause.BALANCE
                ? ": the balance that pays for its service is used up; a refill restores it."
                : "."));
    LapseRule.BalanceRole uncounted = timeline.uncounted();
    if (uncounted != null) {
      out.println(
          "The balance of " + timeline.facts().balance() + " " + notCounted(uncounted) + ".");
    }
    if (timeline.milestones().isEmpty()) {
      out.println(
          "Its end date is unknown; set it: everline line set "
              + line.id()
              + " --valid-until DATE");
    } else {
      printMilestones(timeline);
    }
    if (line.plan() == null) {
      out.println();
      out.println(
          "Its plan is unknown, and so is what lapses after its end; set one of 'everline catalog"
              + " plans --carrier "
              + line.carrier()
              + "': everline line set "
              + line.id()
              + " --plan PLAN");
    }
    if (timeline.leastCost() != null) {
      out.println();
      out.println(leastCost(timeline.leastCost(), timeline.today()));
    }
    out.flush();
  }

  /** Why money in a balance doesn't count, as the end of a sentence. */
  static String notCounted(LapseRule.BalanceRole role) {
    return switch (role) {
      case UNKNOWN -> "isn't counted: whether it pays for the plan is unknown";
      case BESIDE, NONE -> "isn't counted: it is separate from the plan and doesn't pay for it";
      case PAYS_PLAN, IS_SERVICE -> "is counted";
    };
  }

  private void printMilestones(Timeline timeline) {
    List<String> sources = new ArrayList<>();
    Table table = new Table().left("Day").right("In days").left("What").right("Source");
    for (Milestone milestone : timeline.milestones()) {
      table.row(
          milestone.date(),
          daysTo(timeline.today(), milestone.date()),
          what(milestone, timeline.taxOnTop()),
          "[" + footnote(sources, milestone) + "]");
    }
    table.print(out);
    out.println();
    for (int i = 0; i < sources.size(); i++) {
      out.println("[" + (i + 1) + "] " + Terminal.printable(sources.get(i)));
    }
  }

  private static int footnote(List<String> sources, Milestone milestone) {
    String source =
        milestone.source()
            + (milestone.asOf() == null ? "" : ", as of " + milestone.asOf())
            + (milestone.fact() ? "" : " (unconfirmed: a hint only)");
    if (!sources.contains(source)) {
      sources.add(source);
    }
    return sources.indexOf(source) + 1;
  }

  private static String what(Milestone milestone, boolean taxOnTop) {
    String tax = taxOnTop ? " plus tax" : "";
    String counted = " (" + days(milestone.days()) + " from " + milestone.countedFrom() + ")";
    return switch (milestone.kind()) {
      case REMINDER -> "you are reminded, " + days(-milestone.days()) + " ahead";
      case CYCLE -> "the plan renews itself from the balance: " + milestone.amount() + tax;
      case AUTOPAY_CHARGE ->
          "the carrier's autopay charges"
              + (milestone.amount() == null ? "" : ": " + milestone.amount() + tax);
      case AUTOPAY_CHECK -> "confirm that the autopay went through";
      case EXPIRY -> "last day of service";
      case SUSPENSION -> "service stops";
      case BALANCE_LOSS -> "the balance is lost: " + milestone.amount();
      case NUMBER_MAY_BE_LOST -> "THE NUMBER MAY BE LOST from this day on, to be safe" + counted;
      case NUMBER_MAY_BE_LOST_ALTERNATIVE ->
          "another source: the number may be lost from this day on" + counted;
    };
  }

  private static String leastCost(LeastCost cost, LocalDate today) {
    StringBuilder text = new StringBuilder("Cheapest way to keep the number: ");
    text.append(
        switch (cost.way()) {
          case WHOLE_PERIOD ->
              "renew a period for " + cost.amount() + (cost.taxOnTop() ? " plus tax" : "");
          case KEEP_ALIVE -> "pay " + cost.amount();
          case SMALLER_PLAN ->
              "change to the carrier's cheapest plan, "
                  + cost.amount()
                  + (cost.taxOnTop() ? " plus tax" : "");
          case USE -> "use the line";
          case BILL -> "pay the bill";
        });
    if (cost.lastDay() != null && !cost.lastDay().isBefore(today)) {
      text.append(", at the latest on ").append(cost.lastDay());
    }
    if (cost.keepsUntil() != null) {
      text.append("; if done then, it keeps the number until ").append(cost.keepsUntil());
    }
    text.append('.');
    if (cost.note() != null) {
      text.append(' ').append(Terminal.printable(cost.note())).append('.');
    }
    if (!cost.provenance().isFact()) {
      text.append(" This is unconfirmed: ask the carrier.");
    }
    return text.toString();
  }

  private static String days(long days) {
    return days == 1 ? "1 day" : days + " days";
  }

  private static long daysTo(LocalDate today, LocalDate day) {
    return ChronoUnit.DAYS.between(today, day);
  }
}
