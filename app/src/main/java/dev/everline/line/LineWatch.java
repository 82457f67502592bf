package dev.everline.line;

import dev.everline.kernel.LineId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;

/**
 * Hears of every change that an owner, a file or a job makes to lines, in the very transaction that
 * makes it: notices about a line may no longer be true.
 */
@FunctionalInterface
public interface LineWatch {

  /** For lines whose owners get no notices. */
  LineWatch NOBODY = (connection, bucket, lines, now) -> {};

  /**
   * @param lines of the bucket, changed or removed and locked by the transaction
   */
  void changed(Connection connection, int bucket, Collection<LineId> lines, Instant now)
      throws SQLException;
}
