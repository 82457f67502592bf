package dev.everline.renewal.engine;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.storage.RestoreMark;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Keeps a database that came out of a backup from paying anything until a person has confirmed: a
 * line that looks due may have been renewed after the backup, and would be charged twice for the
 * same period. What has an answer already is still booked, and carriers are still looked up.
 */
public final class RestoreHold {

  /** How soon a line that was held back is looked at again. */
  static final Duration RECHECK = Duration.ofMinutes(10);

  /** An owner is told this long before the end that the line isn't renewed by itself just now. */
  static final Duration LATEST = Duration.ofDays(1);

  // No running database is restored into: once it is over, it is over.
  private volatile boolean over;

  public boolean isOn(Connection connection) throws SQLException {
    if (over) {
      return false;
    }
    boolean on = RestoreMark.pending(connection).isPresent();
    over = !on;
    return on;
  }

  /**
   * @throws ProblemException HELD while nothing may be paid
   */
  public void requireOff(Connection connection) throws SQLException {
    if (isOn(connection)) {
      throw new ProblemException(
          ProblemType.HELD,
          "Everline was restored from a backup, and nothing is paid until whoever runs it has"
              + " confirmed what was renewed since ('everline restore confirm').");
    }
  }
}
