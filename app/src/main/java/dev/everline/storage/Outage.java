package dev.everline.storage;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.TransientDataAccessException;

/** Tells a database that is gone or too busy from a statement that is wrong. */
public final class Outage {

  private Outage() {}

  /** Whether the same request may well be answered a little later. */
  public static boolean is(Throwable failure) {
    return failure instanceof TransientDataAccessException
        || failure instanceof DataAccessResourceFailureException
        || failure instanceof NonTransientDataAccessResourceException;
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
