package dev.everline.renewal.engine;

import dev.everline.kernel.LineId;
import dev.everline.kernel.NoticeId;
import dev.everline.line.LineWatch;
import dev.everline.line.due.DueLine;
import dev.everline.line.due.DueLines;
import dev.everline.notice.Notices;
import dev.everline.notice.OpenNotice;
import dev.everline.storage.Pipeline;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Settles the notices of a line that a change makes untrue, in the transaction of the change. If
 * the change gives cause for a new notice, the heartbeat gives it; every change wakes it.
 */
final class NoticeReview implements LineWatch {

  private final OpenNotices openNotices;
  private final DueLines lines;
  private final Notices notices;

  NoticeReview(OpenNotices openNotices, DueLines lines, Notices notices) {
    this.openNotices = openNotices;
    this.lines = lines;
    this.notices = notices;
  }

  @Override
  public void changed(Connection connection, int bucket, Collection<LineId> changed, Instant now)
      throws SQLException {
    Map<LineId, List<OpenNotice>> open = notices.openOf(connection, bucket, changed);
    if (open.isEmpty()) {
      return;
    }
    Map<LineId, DueLine> readable = new HashMap<>();
    lines.lock(connection, bucket, open.keySet()).forEach(line -> readable.put(line.id(), line));
    Set<LineId> removed = lines.removed(connection, bucket, open.keySet());
    List<NoticeId> settled = new ArrayList<>();
    List<DueLine> forgetting = new ArrayList<>();
    open.forEach(
        (id, notices) -> {
          DueLine line = readable.get(id);
          DueLine after = line;
          boolean forgets = false;
          for (OpenNotice notice : notices) {
            boolean untrue =
                removed.contains(id)
                    || (line != null
                        && !openNotices.holds(notice.kind(), notice.forDate(), line, now));
            if (untrue) {
              settled.add(notice.id());
              forgets = true;
              after = after == null ? null : OpenNotices.forgetting(after, notice.kind());
            }
          }
          if (after != null && forgets) {
            forgetting.add(after);
          }
        });
    Pipeline pipeline = new Pipeline(connection);
    notices.settleEach(pipeline, bucket, settled, now);
    lines.saveNotified(pipeline, bucket, forgetting);
    pipeline.send();
  }
}
