package dev.everline.renewal.outside;

import dev.everline.line.FactSource;
import dev.everline.line.Line;
import dev.everline.line.LineFacts;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a line once a renewal outside is undone; pure. What somebody has changed since
 * stays as it is now.
 *
 * @param end whether its end is again what it was
 * @param balance whether its balance is
 */
record Restored(Line.Known known, boolean end, boolean balance) {

  static Restored of(Line line, OutsideRows.Stored stored) {
    Line.Known before = stored.before();
    Instant told = stored.renewal().told().at();
    LineFacts now = line.facts();
    LineFacts then = before.facts();
    boolean end =
        isFrom(line.validityFrom(), told) || Objects.equals(now.validUntil(), then.validUntil());
    boolean balance =
        isFrom(line.balanceFrom(), told) || Objects.equals(now.balance(), then.balance());
    LocalDate paid = now.lastPaymentOn();
    LineFacts restored =
        new LineFacts(
            end ? then.validUntil() : now.validUntil(),
            balance ? then.balance() : now.balance(),
            balance ? then.balanceExpiresOn() : now.balanceExpiresOn(),
            end ? then.anchorDay() : now.anchorDay(),
            stored.renewal().paid().on().equals(paid) ? then.lastPaymentOn() : paid,
            now.lastActivityOn());
    return new Restored(
        new Line.Known(
            restored,
            end ? before.validityFrom() : line.validityFrom(),
            balance ? before.balanceFrom() : line.balanceFrom(),
            line.known().renewerSaid()),
        end,
        balance);
  }

  private static boolean isFrom(@Nullable FactSource source, Instant told) {
    return source != null && source.source().equals(FactSource.OWNER) && source.asOf().equals(told);
  }
}
