package dev.everline.fleet;

import dev.everline.fleet.Job.Outcome;
import dev.everline.fleet.Job.Reason;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.JobId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.OrderId;
import dev.everline.storage.Columns;
import dev.everline.storage.Rows;
import dev.everline.storage.Seal;
import dev.everline.storage.Sealed;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps jobs and their lines; every statement names one bucket, except the one that finds work. */
final class JobStore {

  private static final int AT_ONCE = 5_000;

  private static final String JOB =
      "SELECT id, account_id, act, argument, state, lines, created_at, finished_at FROM job ";

  private JobStore() {}

  /** A line of a job as it is worked on. */
  record Item(
      LineId line,
      Outcome outcome,
      @Nullable Reason reason,
      @Nullable Money price,
      @Nullable String key,
      @Nullable OrderId order) {

    Item as(Outcome newer, @Nullable Reason why) {
      return new Item(line, newer, why, price, key, order);
    }
  }

  static void insert(Connection connection, Seal seal, Job job, List<LineId> lines)
      throws SQLException {
    String sql =
        """
        INSERT INTO job (bucket, id, account_id, act, argument, state, lines, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement)
          .number(job.id().bucket())
          .number(job.id().value())
          .number(job.account().value())
          .text(job.act().name())
          .bytes(
              job.argument().isEmpty()
                  ? null
                  : seal.seal(Sealed.JOB_ARGUMENT, job.id().value(), job.argument()))
          .text(job.state().name())
          .number(job.lines())
          .instant(job.createdAt());
      statement.executeUpdate();
    }
    String each =
        """
        INSERT INTO job_line (bucket, job_id, line_id, outcome)
        SELECT ?, ?, unnest(?), 'CHOSEN'
        """;
    try (PreparedStatement statement = connection.prepareStatement(each)) {
      for (int from = 0; from < lines.size(); from += AT_ONCE) {
        new Columns(statement)
            .number(job.id().bucket())
            .number(job.id().value())
            .longs(lines.subList(from, Math.min(lines.size(), from + AT_ONCE)), LineId::value);
        statement.executeUpdate();
      }
    }
  }

  /** Deletes jobs that an account prepared before then and never confirmed. */
  static void forget(Connection connection, AccountId account, Instant before) throws SQLException {
    String sql =
        """
        DELETE FROM job
         WHERE bucket = ? AND account_id = ? AND confirmed_at IS NULL AND created_at < ?
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).number(account.bucket()).number(account.value()).instant(before);
      statement.executeUpdate();
    }
  }

  static void forgetAll(Connection connection, AccountId account) throws SQLException {
    String sql = "DELETE FROM job WHERE bucket = ? AND account_id = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).number(account.bucket()).number(account.value());
      statement.executeUpdate();
    }
  }

  static Optional<Job> find(Connection connection, Seal seal, JobId id) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(JOB + "WHERE bucket = ? AND id = ?")) {
      new Columns(statement).number(id.bucket()).number(id.value());
      return jobs(statement, seal).stream().findFirst();
    }
  }

  /** The account's jobs below an id, newest first. */
  static List<Job> below(Connection connection, Seal seal, AccountId account, long below, int limit)
      throws SQLException {
    // Served by job_account (bucket, account_id, id).
    try (PreparedStatement statement =
        connection.prepareStatement(
            JOB + "WHERE bucket = ? AND account_id = ? AND id < ? ORDER BY id DESC LIMIT ?")) {
      new Columns(statement)
          .number(account.bucket())
          .number(account.value())
          .number(below)
          .number(limit);
      return jobs(statement, seal);
    }
  }

  private static List<Job> jobs(PreparedStatement statement, Seal seal) throws SQLException {
    List<Job> jobs = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        long id = row.getLong(1);
        String argument = seal.openIfAny(Sealed.JOB_ARGUMENT, id, row.getBytes(4));
        jobs.add(
            new Job(
                new JobId(id),
                new AccountId(row.getLong(2)),
                Job.Act.valueOf(row.getString(3)),
                argument == null ? "" : argument,
                Job.State.valueOf(row.getString(5)),
                row.getInt(6),
                Rows.instant(row, 7),
                Rows.instantOrNull(row, 8)));
      }
    }
    return jobs;
  }

  /** Those under way that nobody holds, in any bucket. */
  static List<JobId> open(Connection connection, Instant now) throws SQLException {
    // Served by job_open, which contains only jobs under way.
    String sql =
        """
        SELECT id FROM job
         WHERE state IN ('PREPARING', 'RUNNING') AND (claimed_until IS NULL OR claimed_until <= ?)
         ORDER BY bucket, id
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).instant(now);
      List<JobId> ids = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          ids.add(new JobId(row.getLong(1)));
        }
      }
      return ids;
    }
  }

  /**
   * Claims a job for this process.
   *
   * @return whether the job is claimed now; false when another process has it
   */
  static boolean claim(Connection connection, JobId id, Instant now, Instant until)
      throws SQLException {
    String sql =
        """
        UPDATE job SET claimed_until = ?
         WHERE bucket = ? AND id = ? AND state IN ('PREPARING', 'RUNNING')
           AND (claimed_until IS NULL OR claimed_until <= ?)
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).instant(until).number(id.bucket()).number(id.value()).instant(now);
      return statement.executeUpdate() == 1;
    }
  }

  /** Gives the claim up. */
  static void letGo(Connection connection, JobId id) throws SQLException {
    String sql = "UPDATE job SET claimed_until = NULL WHERE bucket = ? AND id = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).number(id.bucket()).number(id.value());
      statement.executeUpdate();
    }
  }

  /** The next lines of a job in the order of their ids, of those with an outcome. */
  static List<Item> next(Connection connection, JobId id, Outcome outcome, int limit)
      throws SQLException {
    // Served by the primary key, from where the job has come.
    String sql =
        """
        SELECT line_id, outcome, reason, price, currency, request_key, order_id FROM job_line
         WHERE bucket = ? AND job_id = ? AND outcome = ?
           AND line_id > (SELECT reached FROM job WHERE bucket = ? AND id = ?)
         ORDER BY line_id LIMIT ?
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement)
          .number(id.bucket())
          .number(id.value())
          .text(outcome.name())
          .number(id.bucket())
          .number(id.value())
          .number(limit);
      return items(statement);
    }
  }

  /** A job's lines after one of them; of one outcome, or of all for null. */
  static List<Item> list(
      Connection connection, JobId id, @Nullable Outcome outcome, long after, int limit)
      throws SQLException {
    String sql =
        """
        SELECT line_id, outcome, reason, price, currency, request_key, order_id FROM job_line
         WHERE bucket = ? AND job_id = ? AND line_id > ? AND outcome = coalesce(?, outcome)
         ORDER BY line_id LIMIT ?
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement)
          .number(id.bucket())
          .number(id.value())
          .number(after)
          .text(outcome == null ? null : outcome.name())
          .number(limit);
      return items(statement);
    }
  }

  private static List<Item> items(PreparedStatement statement) throws SQLException {
    List<Item> items = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        items.add(
            new Item(
                new LineId(row.getLong(1)),
                Outcome.valueOf(row.getString(2)),
                Rows.enumOrNull(row, 3, Reason.class),
                Rows.moneyOrNull(row, 4, 5),
                row.getString(6),
                Rows.idOrNull(row, 7, OrderId::new)));
      }
    }
    return items;
  }

  /**
   * Writes the outcomes of lines and the job's progress.
   *
   * @param items in the order of their lines; their bounds keep a planner without statistics from
   *     reading the whole job for each batch
   */
  static void note(Connection connection, JobId id, List<Item> items, Instant claimedUntil)
      throws SQLException {
    String sql =
        """
        UPDATE job_line l
           SET outcome = u.outcome, reason = u.reason, price = u.price, currency = u.currency,
               request_key = u.request_key, order_id = u.order_id
          FROM (SELECT unnest(?) AS line_id, unnest(?) AS outcome, unnest(?) AS reason,
                       unnest(?) AS price, unnest(?) AS currency, unnest(?) AS request_key,
                       unnest(?) AS order_id) AS u
         WHERE l.bucket = ? AND l.job_id = ? AND l.line_id BETWEEN ? AND ?
           AND l.line_id = u.line_id
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement)
          .longs(items, item -> item.line().value())
          .texts(items, item -> item.outcome().name())
          .texts(items, item -> name(item.reason()))
          .nullableLongs(items, item -> item.price() == null ? null : item.price().minor())
          .texts(
              items,
              item -> item.price() == null ? null : item.price().currency().getCurrencyCode())
          .texts(items, Item::key)
          .nullableLongs(items, item -> item.order() == null ? null : item.order().value())
          .number(id.bucket())
          .number(id.value())
          .number(items.getFirst().line().value())
          .number(items.getLast().line().value());
      statement.executeUpdate();
    }
    String reached = "UPDATE job SET reached = ?, claimed_until = ? WHERE bucket = ? AND id = ?";
    try (PreparedStatement statement = connection.prepareStatement(reached)) {
      new Columns(statement)
          .number(items.getLast().line().value())
          .instant(claimedUntil)
          .number(id.bucket())
          .number(id.value());
      statement.executeUpdate();
    }
  }

  /**
   * Moves a job on, from its first line again.
   *
   * @return whether it was in that state
   */
  static boolean move(Connection connection, JobId id, Job.State from, Job.State to, Instant now)
      throws SQLException {
    String sql =
        """
        UPDATE job
           SET state = ?, reached = 0, claimed_until = NULL,
               confirmed_at = CASE WHEN ? = 'RUNNING' THEN ? ELSE confirmed_at END,
               finished_at = CASE WHEN ? IN ('DONE', 'STOPPED') THEN ? ELSE finished_at END
         WHERE bucket = ? AND id = ? AND state = ?
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement)
          .text(to.name())
          .text(to.name())
          .instant(now)
          .text(to.name())
          .instant(now)
          .number(id.bucket())
          .number(id.value())
          .text(from.name());
      return statement.executeUpdate() == 1;
    }
  }

  static Job.Summary summary(Connection connection, JobId id) throws SQLException {
    String sql =
        """
        SELECT outcome, reason, currency, count(*), sum(price)::bigint FROM job_line
         WHERE bucket = ? AND job_id = ?
         GROUP BY outcome, reason, currency
         ORDER BY outcome, count(*) DESC, reason, currency
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).number(id.bucket()).number(id.value());
      List<Job.Group> groups = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          groups.add(
              new Job.Group(
                  Outcome.valueOf(row.getString(1)),
                  Rows.enumOrNull(row, 2, Reason.class),
                  row.getLong(4),
                  Rows.moneyOrNull(row, 5, 3)));
        }
      }
      return new Job.Summary(groups);
    }
  }

  private static @Nullable String name(@Nullable Reason reason) {
    return reason == null ? null : reason.name();
  }
}
