package dev.everline.line;

import dev.everline.catalog.Catalog;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.line.due.WakeUps;
import dev.everline.storage.Columns;
import dev.everline.storage.Seal;
import dev.everline.storage.Transactions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Says something of many lines at once: each is changed by the rules for a single one, and all of a
 * batch are written by one statement.
 */
public final class LineCompletions {

  private static final int BATCH = 1_000;

  private final Transactions transactions;
  private final LineStore store;
  private final Catalog catalog;
  private final LineWatch watch;
  private final Clock clock;

  LineCompletions(DataSource dataSource, Seal seal, Catalog catalog, LineWatch watch, Clock clock) {
    this.transactions = new Transactions(dataSource);
    this.store = new LineStore(dataSource, seal);
    this.catalog = catalog;
    this.watch = watch;
    this.clock = clock;
  }

  /**
   * What became of the lines.
   *
   * @param matching how many the filter found
   * @param changed how many took something of what was said
   * @param unchanged how many have it already, or can't take it
   * @param underWay how many wait for an order of theirs before their plan can change
   */
  public record Result(long matching, long changed, long unchanged, long underWay) {}

  /**
   * Says it of all lines of an account that a filter finds, a batch at a time.
   *
   * @param really false to count only what would be changed
   */
  public Result complete(
      AccountId account, LineFilter filter, LineCompletion said, boolean really) {
    long matching = 0;
    long changed = 0;
    long underWay = 0;
    LineId after = null;
    do {
      LinePage page = store.list(account, filter, after, LineStore.LARGEST_PAGE);
      after = page.next();
      matching += page.lines().size();
      underWay += page.lines().stream().filter(line -> said.isUnderWay(line, catalog)).count();
      changed += really ? written(account, page.lines(), said) : takers(page.lines(), said).size();
    } while (after != null);
    return new Result(matching, changed, matching - changed - underWay, underWay);
  }

  private long written(AccountId account, List<Line> lines, LineCompletion said) {
    long changed = 0;
    List<LineId> takers = takers(lines, said).stream().map(Line::id).toList();
    for (int from = 0; from < takers.size(); from += BATCH) {
      List<LineId> part = takers.subList(from, Math.min(takers.size(), from + BATCH));
      Instant now = clock.instant();
      changed += transactions.run(connection -> apply(connection, account, part, said, now)).size();
    }
    return changed;
  }

  private List<Line> takers(List<Line> lines, LineCompletion said) {
    return lines.stream()
        .filter(line -> !said.of(line, catalog).isEmpty() && !said.isUnderWay(line, catalog))
        .toList();
  }

  /**
   * Says it of lines in the caller's transaction.
   *
   * @return the ids of those that were changed
   */
  public Set<LineId> apply(
      Connection connection,
      AccountId account,
      List<LineId> lines,
      LineCompletion said,
      Instant now)
      throws SQLException {
    LineReader reader = new LineReader(catalog, now);
    FactSource given = new FactSource(FactSource.OWNER, now, said.by());
    List<Line> changed = new ArrayList<>();
    for (Line line : takers(store.on(connection).lock(account, lines), said)) {
      LineDraft draft = reader.read(said.of(line, catalog), Money.USD);
      changed.add(LineEdit.of(line).apply(draft, catalog, given).changedAt(now));
    }
    if (!changed.isEmpty()) {
      write(connection, account, changed, now);
      List<LineId> ids = changed.stream().map(Line::id).toList();
      WakeUps.post(connection, account.bucket(), ids, now);
      watch.changed(connection, account.bucket(), ids, now);
    }
    return changed.stream().map(Line::id).collect(Collectors.toUnmodifiableSet());
  }

  /** Only what can be said of many lines; the rest of a line stays as it is. */
  private static void write(Connection connection, AccountId account, List<Line> lines, Instant now)
      throws SQLException {
    String sql =
        """
        UPDATE line l
           SET brand_confirmed_at = %s, plan = u.plan,
               plan_source = u.plan_source, plan_as_of = %s, plan_by = u.plan_by,
               state_code = u.state_code, valid_until = date 'epoch' + u.valid_until,
               validity_source = u.validity_source, validity_as_of = %s,
               validity_by = u.validity_by, anchor_day = u.anchor_day, renewed_by = u.renewed_by,
               renewer_said = u.renewer_said = 1, carrier_until = date 'epoch' + u.carrier_until,
               next_wake_at = ?, changed_at = ?
          FROM (SELECT unnest(?) AS id, unnest(?) AS brand_confirmed_at, unnest(?) AS plan,
                       unnest(?) AS plan_source, unnest(?) AS plan_as_of, unnest(?) AS plan_by,
                       unnest(?) AS state_code, unnest(?) AS valid_until,
                       unnest(?) AS validity_source, unnest(?) AS validity_as_of,
                       unnest(?) AS validity_by, unnest(?) AS anchor_day,
                       unnest(?) AS renewed_by, unnest(?) AS renewer_said,
                       unnest(?) AS carrier_until) AS u
         WHERE l.bucket = ? AND l.id = u.id
        """
            .formatted(
                Columns.instantOf("u.brand_confirmed_at"),
                Columns.instantOf("u.plan_as_of"),
                Columns.instantOf("u.validity_as_of"));
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement)
          .instant(now)
          .instant(now)
          .longs(lines, line -> line.id().value())
          .instants(lines, Line::brandConfirmedAt)
          .texts(lines, Line::plan)
          .texts(lines, line -> source(line.planFrom()))
          .instants(lines, line -> asOf(line.planFrom()))
          .nullableLongs(lines, line -> by(line.planFrom()))
          .texts(lines, Line::state)
          .dates(lines, line -> line.facts().validUntil())
          .texts(lines, line -> source(line.validityFrom()))
          .instants(lines, line -> asOf(line.validityFrom()))
          .nullableLongs(lines, line -> by(line.validityFrom()))
          .ints(lines, line -> line.facts().anchorDay())
          .texts(lines, line -> line.renewedBy().name())
          .ints(lines, line -> line.known().renewerSaid() ? 1 : 0)
          .dates(lines, line -> line.renewer().carrierUntil())
          .number(account.bucket());
      statement.executeUpdate();
    }
  }

  private static @Nullable String source(@Nullable FactSource from) {
    return from == null ? null : from.source();
  }

  private static @Nullable Instant asOf(@Nullable FactSource from) {
    return from == null ? null : from.asOf();
  }

  private static @Nullable Long by(@Nullable FactSource from) {
    return from == null || from.by() == null ? null : from.by().value();
  }
}
