package dev.everline.storage;

import java.sql.SQLException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.TransientDataAccessException;

/** Tells a database that is gone or too busy from a statement that is wrong. */
public final class Outage {

  private static final String DISK_FULL = "53100";

  private Outage() {}

  /** Whether the same request may well be answered a little later. */
  public static boolean is(Throwable failure) {
    return failure instanceof TransientDataAccessException
        || failure instanceof DataAccessResourceFailureException
        || failure instanceof NonTransientDataAccessResourceException;
  }

  /**
   * Whether the disk of the database is full: somebody has to make room before anything is saved.
   */
  public static boolean isDiskFull(Throwable failure) {
    int depth = 0;
    for (Throwable cause = failure; cause != null && depth < 50; cause = cause.getCause()) {
      if (cause instanceof SQLException refused && DISK_FULL.equals(refused.getSQLState())) {
        return true;
      }
      depth++;
    }
    return false;
  }

  /**
   * What the database said, for the log: its SQL state, and its message where that can't quote
   * anybody's data.
   */
  public static String words(Throwable failure) {
    String words = Refusals.words(failure);
    return words == null ? "not the database" : words;
  }
}
