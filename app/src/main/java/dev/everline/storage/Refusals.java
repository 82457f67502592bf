package dev.everline.storage;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;

/**
 * What a refusal of the database is to a program and to the reader of the log. A state that Spring
 * has no class for is a refusal like any other.
 */
final class Refusals {

  private static final String LOCK_NOT_AVAILABLE = "55P03";
  private static final SQLStateSQLExceptionTranslator TRANSLATOR =
      new SQLStateSQLExceptionTranslator();

  private Refusals() {}

  /**
   * The refusal as Spring's exception, with the server's primary message. Its detail, which quotes
   * rows, stays with the cause.
   *
   * @param task what was being done, such as {@code transaction}
   */
  static DataAccessException of(String task, SQLException failure) {
    SQLException shown =
        new SQLException(primary(failure), failure.getSQLState(), failure.getErrorCode(), failure);
    if (LOCK_NOT_AVAILABLE.equals(failure.getSQLState())) {
      return new CannotAcquireLockException(task + "; " + shown.getMessage(), failure);
    }
    DataAccessException translated = TRANSLATOR.translate(task, null, shown);
    return translated == null ? new UncategorizedSQLException(task, null, shown) : translated;
  }

  /**
   * The state and, where it can hold nobody's data, the message of what the database refused; for
   * the log. Null when no refusal of the database is behind the failure.
   */
  static @Nullable String words(Throwable failure) {
    SQLException deepest = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException refusal) {
        deepest = refusal;
      }
    }
    if (deepest == null) {
      return null;
    }
    String state = String.valueOf(deepest.getSQLState());
    // Errors of data and of constraints may quote the value itself.
    return state.startsWith("22") || state.startsWith("23")
        ? "SQL state " + state
        : "SQL state " + state + ", " + primary(deepest);
  }

  private static String primary(SQLException failure) {
    ServerErrorMessage server =
        failure instanceof PSQLException refusal ? refusal.getServerErrorMessage() : null;
    String message = server == null ? failure.getMessage() : server.getMessage();
    return String.valueOf(message);
  }
}
