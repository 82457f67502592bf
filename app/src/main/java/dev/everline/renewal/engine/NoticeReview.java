package dev.everline.renewal.engine;

import dev.everline.kernel.EscalationId;
import dev.everline.kernel.LineId;
import dev.everline.line.LineWatch;
import dev.everline.line.due.DueLine;
import dev.everline.line.due.DueLines;
import dev.everline.renewal.Escalations;
import dev.everline.storage.Pipeline;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Closes what was told of a line as soon as a change makes it untrue, in the transaction of the
 * change. What the change makes true instead is told by the heartbeat, which every change wakes.
 */
final class NoticeReview implements LineWatch {

  private final OpenNotices openNotices;
  private final DueLines lines;
  private final Escalations escalations;

  NoticeReview(OpenNotices openNotices, DueLines lines, Escalations escalations) {
    this.openNotices = openNotices;
    this.lines = lines;
    this.escalations = escalations;
  }

  @Override
  public void changed(Connection connection, int bucket, Collection<LineId> changed, Instant now)
      throws SQLException {
    Map<LineId, List<Escalations.Open>> told = escalations.openOf(connection, bucket, changed);
    if (told.isEmpty()) {
      return;
    }
    Map<LineId, DueLine> seen = new HashMap<>();
    lines.lock(connection, bucket, told.keySet()).forEach(line -> seen.put(line.id(), line));
    List<EscalationId> closed = new ArrayList<>();
    List<DueLine> forgetting = new ArrayList<>();
    told.forEach(
        (id, notices) -> {
          DueLine line = seen.get(id);
          DueLine after = line;
          boolean forgets = false;
          for (Escalations.Open notice : notices) {
            boolean untrue =
                notice.removed()
                    || (line != null
                        && !openNotices.holds(notice.kind(), notice.forDate(), line, now));
            if (untrue) {
              closed.add(notice.id());
              forgets = true;
              after = after == null ? null : OpenNotices.forgetting(after, notice.kind());
            }
          }
          if (after != null && forgets) {
            forgetting.add(after);
          }
        });
    Pipeline pipeline = new Pipeline(connection);
    escalations.close(pipeline, bucket, closed, now);
    lines.saveTold(pipeline, bucket, forgetting);
    pipeline.send();
  }
}
