package dev.everline.renewal.engine;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.storage.RestoreMark;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The payment hold: keeps a database that was restored from a backup from paying anything until an
 * operator has confirmed. A line that looks due may have been renewed after the backup, and would
 * be charged twice for the same period. Answers that have already come are still booked, and orders
 * are still looked up at carriers.
 */
public final class RestoreHold {

  /** How soon a line whose payment was held is looked at again. */
  public static final Duration RECHECK = Duration.ofMinutes(10);

  // A restore never goes into a running database, so once the hold has ended it stays ended.
  private volatile boolean over;

  public boolean isOn(Connection connection) throws SQLException {
    if (over) {
      return false;
    }
    boolean on = RestoreMark.pending(connection).isPresent();
    over = !on;
    return on;
  }

  /** The problem that people get when they ask for a payment meanwhile. */
  public static ProblemException problem() {
    return new ProblemException(
        ProblemType.HELD,
        "Everline was restored from a backup, and nothing is paid until its operator has"
            + " confirmed what was renewed since ('everline restore confirm').");
  }
}
