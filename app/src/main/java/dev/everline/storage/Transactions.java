package dev.everline.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs work in one transaction on one connection: all of it is committed, or none. Work that the
 * database chose as the victim of a deadlock is run again, a bounded number of times; it must
 * therefore have no effect but on its connection.
 */
public final class Transactions {

  private static final int TRIES = 5;
  // serialization_failure, deadlock_detected
  private static final Set<String> WORTH_ANOTHER_TRY = Set.of("40001", "40P01");

  private final DataSource dataSource;

  public Transactions(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Work that gives a value. */
  @FunctionalInterface
  public interface Work<T extends @Nullable Object> {
    T on(Connection connection) throws SQLException;
  }

  /**
   * @throws org.springframework.dao.DataAccessException when the database refuses or is gone
   */
  public <T extends @Nullable Object> T run(Work<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return once(work);
      } catch (SQLException failure) {
        if (attempt < TRIES && WORTH_ANOTHER_TRY.contains(String.valueOf(failure.getSQLState()))) {
          continue;
        }
        throw Refusals.of("transaction", failure);
      }
    }
  }

  /**
   * Runs one statement that only reads. It needs no transaction around it, whose end would cost
   * another trip to the database.
   *
   * @throws org.springframework.dao.DataAccessException when the database refuses or is gone
   */
  public <T extends @Nullable Object> T read(Work<T> work) {
    try (Connection connection = dataSource.getConnection()) {
      return work.on(connection);
    } catch (SQLException failure) {
      throw Refusals.of("read", failure);
    }
  }

  private <T extends @Nullable Object> T once(Work<T> work) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      boolean committed = false;
      try {
        T result = work.on(connection);
        connection.commit();
        committed = true;
        return result;
      } finally {
        if (!committed) {
          rollBack(connection);
        }
      }
    }
  }

  /** A connection that is gone has rolled back already; the first error is the one to report. */
  private static void rollBack(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException gone) {
      // Nothing to add: closing the broken connection is the pool's.
      return;
    }
  }
}
