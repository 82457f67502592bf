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
}
