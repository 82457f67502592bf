package dev.everline.renewal.decide;

import dev.everline.catalog.LapseRule;
import dev.everline.kernel.Money;
import dev.everline.line.renewer.RenewedBy;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A day in a line's calendar, by what is known today; pure. What renews by itself is expected to go
 * on doing so at today's price; what its owner renews ends once.
 *
 * @param date in the carrier's zone
 * @param amount what is paid on it, or null when nothing is or it isn't known
 * @param fact false where it rests on a figure without a reliable source
 */
public record ExpectedDay(LocalDate date, Kind kind, @Nullable Money amount, boolean fact) {

  /** What happens on a day. */
  public enum Kind {
    /** The last day of service, unless somebody renews the line. */
    END,
    /** Everline renews the line by then. */
    RENEWAL,
    /** The carrier's own autopay charges from then on. */
    CHARGE,
    /** The last day on which its number can still be kept. */
    LAST_DAY,
    /** The first day on which its number may be lost. */
    NUMBER_LOSS;

    /** Whether somebody pays on it. */
    public boolean isPaid() {
      return switch (this) {
        case END, RENEWAL, CHARGE -> true;
        case LAST_DAY, NUMBER_LOSS -> false;
      };
    }
  }

  /**
   * A line's days from one to another, in no particular order.
   *
   * @param paused whether nothing is done for it
   */
  public static List<ExpectedDay> of(
      Outlook.Standing line, boolean paused, LocalDate from, LocalDate to) {
    List<ExpectedDay> days = new ArrayList<>();
    LocalDate end = line.coveredUntil();
    boolean seenTo = false;
    if (end != null) {
      boolean over = end.isBefore(line.today());
      ExpectedCharge charge = paused ? null : line.charge();
      boolean byEverline =
          !paused && !over && line.line().renewedBy() == RenewedBy.EVERLINE && line.canRenew();
      seenTo = byEverline || charge != null;
      if (charge != null) {
        addPaid(days, Kind.CHARGE, line, charged(charge, line), to);
      } else if (byEverline) {
        addPaid(days, Kind.RENEWAL, line, end, to);
      } else {
        days.add(new ExpectedDay(end, Kind.END, paused ? null : line.need(), true));
      }
    }
    LocalDate loss = seenTo ? null : line.numberMayBeLostOn();
    if (loss != null) {
      LapseRule rule = line.line().rule();
      boolean fact = rule != null && rule.provenance().isFact();
      LocalDate last = loss.minusDays(1);
      if (end == null || last.isAfter(end)) {
        days.add(new ExpectedDay(last, Kind.LAST_DAY, null, fact));
      }
      days.add(new ExpectedDay(loss, Kind.NUMBER_LOSS, null, fact));
    }
    days.removeIf(day -> day.date().isBefore(from) || day.date().isAfter(to));
    return days;
  }

  private static LocalDate charged(ExpectedCharge charge, Outlook.Standing line) {
    Instant first = charge.from();
    return first == null ? charge.end() : LocalDate.ofInstant(first, line.line().zone());
  }

  /** What is paid on a day, and again as long before each end that it leads to. */
  private static void addPaid(
      List<ExpectedDay> to, Kind kind, Outlook.Standing line, LocalDate first, LocalDate until) {
    LocalDate end = line.coveredUntil();
    if (end == null) {
      return;
    }
    to.add(new ExpectedDay(first, kind, line.need(), true));
    long before = ChronoUnit.DAYS.between(first, end);
    for (LocalDate next : line.line().nextEnds(until.plusDays(Math.max(0, before)))) {
      to.add(new ExpectedDay(next.minusDays(before), kind, line.need(), true));
    }
  }
}
