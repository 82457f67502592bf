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
  public static final Duration RECHECK = Duration.ofMinutes(10);

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

  /** What a person is told who asks for a payment meanwhile. */
  public static ProblemException problem() {
    return new ProblemException(
        ProblemType.HELD,
        "Everline was restored from a backup, and nothing is paid until whoever runs it has"
            + " confirmed what was renewed since ('everline restore confirm').");
  }
}
