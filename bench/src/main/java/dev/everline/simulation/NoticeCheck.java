package dev.everline.simulation;

import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Length;
import dev.everline.catalog.Plan;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.line.LineFacts;
import dev.everline.line.due.DueLine;
import dev.everline.line.due.DueLines;
import dev.everline.line.renewer.RenewedBy;
import dev.everline.line.validity.Validity;
import dev.everline.renewal.decide.ExpectedCharge;
import dev.everline.renewal.decide.LineToday;
import dev.everline.renewal.price.Quoter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether owners were told in time of lines that lapsed, or that their carriers' autopay renews.
 */
final class NoticeCheck {

  /** Less than this before the end, nobody can expect a word in time. */
  private static final Duration TIME_TO_TELL = Duration.ofHours(40);

  private final DueLines lines;
  private final Catalog catalog;
  private final Quoter quoter;
  private final Clock clock;
  private final Map<LineId, Watch> watched = new LinkedHashMap<>();

  /** What a line's end of validity is, since when, and whether its passing was judged. */
  private static final class Watch {
    @Nullable LocalDate end;
    Instant since;
    boolean judged;
    boolean askedOf;

    Watch(Instant since) {
      this.since = since;
    }
  }

  NoticeCheck(DueLines lines, Catalog catalog, Quoter quoter, Clock clock) {
    this.lines = lines;
    this.catalog = catalog;
    this.quoter = quoter;
    this.clock = clock;
  }

  void watch(LineId line) {
    watched.put(line, new Watch(clock.instant()));
  }

  /** The owner has touched the line: its end counts from now. */
  void touched(LineId line) {
    Watch watch = watched.get(line);
    if (watch != null) {
      watch.since = clock.instant();
      watch.judged = false;
      watch.askedOf = false;
    }
  }

  /** A line that renews by itself and lapsed: its owner had a word while there was time. */
  void check(Connection connection, List<String> broken) throws SQLException {
    Instant now = clock.instant();
    for (Map.Entry<LineId, Watch> entry : watched.entrySet()) {
      Watch watch = entry.getValue();
      DueLine line = lines.find(connection, entry.getKey()).orElseThrow();
      LocalDate end = endOf(line, now);
      if (end == null) {
        continue;
      }
      if (!end.equals(watch.end)) {
        watch.end = end;
        watch.since = now;
        watch.judged = false;
        watch.askedOf = false;
      }
      checkAutopay(connection, line, watch, now, broken);
      Carrier itsCarrier = catalog.carrier(line.carrier());
      Instant expiry = end.plusDays(1).atStartOfDay(itsCarrier.zone()).toInstant();
      if (now.isBefore(expiry) || watch.judged) {
        continue;
      }
      watch.judged = true;
      boolean hadTime = watch.since.plus(TIME_TO_TELL).isBefore(expiry);
      if (hadTime
          && line.renewer().at(end) == RenewedBy.EVERLINE
          && !line.paused()
          && !wasNotified(connection, line, expiry)) {
        broken.add(
            "line " + line.id() + " lapsed at " + expiry + ", and its owner had no word before.");
      }
    }
  }

  /**
   * A line that its carrier's autopay renews: Everline pays nothing for it by itself, and its owner
   * is asked in time whether the autopay went through.
   */
  private void checkAutopay(
      Connection connection, DueLine line, Watch watch, Instant now, List<String> broken)
      throws SQLException {
    ExpectedCharge charge = ExpectedCharge.of(LineToday.of(line, catalog, quoter, now));
    if (charge == null || line.paused() || line.openOrder() != null) {
      return;
    }
    String ordered =
        "SELECT count(*) FROM renewal_order WHERE bucket = ? AND line_id = ? AND period_from = ?"
            + " AND origin = 'heartbeat' AND created_at > ?";
    if (counts(connection, ordered, line, charge.end(), watch.since)) {
      broken.add("line " + line.id() + " is renewed by its carrier, and was paid for too.");
    }
    Instant from = charge.checkFrom().isAfter(watch.since) ? charge.checkFrom() : watch.since;
    if (watch.askedOf || now.isBefore(from.plus(TIME_TO_TELL))) {
      return;
    }
    watch.askedOf = true;
    String asked =
        "SELECT count(*) FROM notice WHERE bucket = ? AND line_id = ? AND for_date = ?"
            + " AND kind = 'AUTOPAY_UNCONFIRMED' AND at > ?";
    if (!counts(connection, asked, line, charge.end(), Instant.EPOCH)) {
      broken.add("line " + line.id() + " may not be renewed, and its owner wasn't asked.");
    }
  }

  private static boolean counts(
      Connection connection, String sql, DueLine line, LocalDate end, Instant since)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(1, line.id().bucket());
      statement.setLong(2, line.id().value());
      statement.setObject(3, end);
      statement.setTimestamp(4, Timestamp.from(since));
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1) > 0;
      }
    }
  }

  private boolean wasNotified(Connection connection, DueLine line, Instant expiry)
      throws SQLException {
    String sql =
        """
        SELECT count(*) FROM notice
         WHERE bucket = ? AND line_id = ? AND at < ? AND at >= ?
           AND (kind NOT IN ('EXPIRES_SOON', 'NUMBER_AT_RISK', 'NUMBER_KEPT')
                OR (kind = 'EXPIRES_SOON' AND ?))
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(1, line.id().bucket());
      statement.setLong(2, line.id().value());
      statement.setTimestamp(3, Timestamp.from(expiry));
      statement.setTimestamp(4, Timestamp.from(expiry.minus(Duration.ofDays(12))));
      statement.setBoolean(5, isReminded(line));
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1) > 0;
      }
    }
  }

  /** A line that Everline can't renew is its owner's to keep, and they are reminded of its end. */
  private boolean isReminded(DueLine line) {
    Plan plan = line.plan() == null ? null : catalog.plans().get(line.plan());
    return plan == null
        || line.carrier().equals(FictionalCatalog.WITHOUT_ROUTE)
        || !catalog.lapseRule(plan.lapseRule()).basis().isRenewable();
  }

  private @Nullable LocalDate endOf(DueLine line, Instant now) {
    Plan plan = line.plan() == null ? null : catalog.plans().get(line.plan());
    if (plan == null) {
      return null;
    }
    LapseRule rule = catalog.lapseRule(plan.lapseRule());
    LocalDate today = LocalDate.ofInstant(now, catalog.carrier(line.carrier()).zone());
    Money need = quoter.need(plan, line.state(), today);
    Length period = plan.period();
    if (need == null || period == null) {
      return line.facts().validUntil();
    }
    LineFacts facts = Validity.rolledForward(line.facts(), rule, period, need, today);
    return Validity.coveredUntil(facts, rule, period, need);
  }
}
