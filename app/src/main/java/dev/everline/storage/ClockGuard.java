package dev.everline.storage;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices a clock that stands before what is stored: dates would be counted from a wrong day, and
 * what is due would not be. The newest time seen by any process on the database stands in one row,
 * at most {@link #NOTED_EVERY} old while anything is planned. A clock that was set forward is
 * believed; one that was ahead by mistake is put right by {@link #accept}.
 */
public final class ClockGuard {

  /** Clocks of several servers differ, and are corrected, by less. */
  public static final Duration TOLERANCE = Duration.ofMinutes(5);

  private static final Logger LOG = LoggerFactory.getLogger(ClockGuard.class);
  private static final Duration NOTED_EVERY = Duration.ofSeconds(30);

  /** How often the row is read again while the clock is behind: another may have accepted it. */
  private static final long READ_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final @Nullable Transactions transactions;
  private final Clock clock;
  private final LongSupplier nanos;
  private volatile @Nullable Instant newest;
  private Instant noted = Instant.MIN;
  private long readAt;
  private boolean told;

  public ClockGuard(Transactions transactions, Clock clock) {
    this(transactions, clock, System::nanoTime);
  }

  private ClockGuard(@Nullable Transactions transactions, Clock clock, LongSupplier nanos) {
    this.transactions = transactions;
    this.clock = clock;
    this.nanos = nanos;
  }

  /** For a copy or a simulation, whose clock is its own affair. */
  public static ClockGuard none(Clock clock) {
    return new ClockGuard(null, clock, System::nanoTime);
  }

  /**
   * Whether the clock is before the newest time seen by more than the tolerance; tells the log when
   * that begins and when it is over.
   *
   * @throws org.springframework.dao.DataAccessException when the database is gone
   */
  public synchronized boolean isBehind() {
    if (transactions == null) {
      return false;
    }
    Instant now = clock.instant();
    boolean old = now.isAfter(noted.equals(Instant.MIN) ? noted : noted.plus(NOTED_EVERY));
    if (old || (isBefore(now) && nanos.getAsLong() - readAt > READ_AGAIN_NANOS)) {
      newest = transactions.run(connection -> note(connection, now));
      noted = now;
      readAt = nanos.getAsLong();
    }
    boolean behind = isBefore(now);
    if (behind && !told) {
      LOG.warn(
          "This machine's clock says {}, but the database has work from {}: nothing is planned or"
              + " renewed until the clock has passed that. Correct the clock; if it was ahead"
              + " before and is right now, start once with 'everline serve --accept-clock'.",
          now,
          newest);
    } else if (!behind && told) {
      LOG.info("The clock has passed the stored data; planning resumes");
    }
    told = behind;
    return behind;
  }

  /**
   * @throws ProblemException CLOCK_BEHIND when the clock is behind what is stored
   */
  public void requireSound() {
    if (isBehind()) {
      throw new ProblemException(
          ProblemType.CLOCK_BEHIND,
          "This server's clock is behind its stored data, so nothing is renewed until it is"
              + " corrected. Nothing was charged; tell the person who runs this server.");
    }
  }

  /** Takes the clock as right, though something newer is stored. */
  public synchronized void accept() {
    if (transactions == null) {
      return;
    }
    Instant now = clock.instant();
    transactions.run(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement("UPDATE clock_seen SET at = ?")) {
            statement.setObject(1, OffsetDateTime.ofInstant(now, ZoneOffset.UTC));
            return statement.executeUpdate();
          }
        });
    newest = now;
    noted = now;
  }

  /**
   * By how much the clock is behind what any process has seen, as far as this one knows: without
   * asking the database, so it never waits.
   */
  public Duration behind() {
    Instant seen = newest;
    Duration behind = seen == null ? Duration.ZERO : Duration.between(clock.instant(), seen);
    return behind.compareTo(TOLERANCE) > 0 ? behind : Duration.ZERO;
  }

  private boolean isBefore(Instant now) {
    Instant seen = newest;
    return seen != null && now.plus(TOLERANCE).isBefore(seen);
  }

  private static Instant note(Connection connection, Instant now) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO clock_seen AS seen (at) VALUES (?)
            ON CONFLICT (one) DO UPDATE SET at = greatest(seen.at, excluded.at)
            RETURNING at
            """)) {
      statement.setObject(1, OffsetDateTime.ofInstant(now, ZoneOffset.UTC));
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return Rows.instant(row, 1);
      }
    }
  }
}
