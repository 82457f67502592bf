package dev.everline.renewal.engine;

import dev.everline.kernel.LineId;
import dev.everline.line.due.DueLine;
import dev.everline.notice.NoticeKind;
import dev.everline.notice.Notices;
import dev.everline.notice.OpenNotice;
import dev.everline.renewal.decide.Decide;
import dev.everline.renewal.decide.Decision;
import dev.everline.renewal.decide.Routes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what owners were told in step with what is true: closes notices that no longer hold, and
 * tells at once of wishes that can't come true.
 */
final class OpenNotices {

  /** In the place of an end of validity: the owner was told of what holds whatever the end. */
  private static final LocalDate OF_NO_END = LocalDate.EPOCH;

  private final Notices notices;
  private final Decide decide;
  private final Routes routes;

  OpenNotices(Notices notices, Decide decide, Routes routes) {
    this.notices = notices;
    this.decide = decide;
    this.routes = routes;
  }

  /**
   * What a batch of lines is told and to be told.
   *
   * @param standing what is to be told of lines however far away their ends are
   * @param open the notices that are open
   */
  record Known(Map<LineId, NoticeKind> standing, Map<LineId, List<OpenNotice>> open) {

    List<OpenNotice> openOf(DueLine line) {
      return open.getOrDefault(line.id(), List.of());
    }
  }

  Known read(Connection connection, int bucket, List<DueLine> lines, Instant now)
      throws SQLException {
    Map<LineId, NoticeKind> standing = standing(lines, now);
    return new Known(
        standing, notices.openOf(connection, bucket, mayHaveNotices(lines, standing.keySet())));
  }

  private Map<LineId, NoticeKind> standing(List<DueLine> lines, Instant now) {
    Map<LineId, NoticeKind> standing = new HashMap<>();
    for (DueLine line : lines) {
      NoticeKind told = decide.standing(line, isReached(line), now);
      if (told != null) {
        standing.put(line.id(), told);
      }
    }
    return standing;
  }

  /** Most lines were never told of, and needn't be looked up. */
  private static List<LineId> mayHaveNotices(List<DueLine> lines, Set<LineId> standing) {
    return lines.stream()
        .filter(
            line ->
                line.reminded().of() != null
                    || line.reminded().notifiedFor() != null
                    || standing.contains(line.id()))
        .map(DueLine::id)
        .toList();
  }

  private boolean isReached(DueLine line) {
    return routes.to(line.carrier()).isPresent();
  }

  /** Closes what isn't true of a line any more; gives back the line as told of the rest. */
  DueLine closeUntrue(Changes changes, DueLine line, Known known, Instant now) {
    DueLine told = line;
    for (OpenNotice notice : known.openOf(line)) {
      if (!holds(notice.kind(), notice.forDate(), line, now)) {
        changes.closed.add(notice.id());
        told = forgetting(told, notice.kind());
      }
    }
    return told;
  }

  /** Whether what was told of a line is still true of it. */
  boolean holds(NoticeKind kind, LocalDate forDate, DueLine line, Instant now) {
    return decide.holds(kind, forDate, line, isReached(line), now);
  }

  /** The line as if what was told of it had not been: should it come true again, it is told. */
  static DueLine forgetting(DueLine line, NoticeKind kind) {
    return switch (kind) {
      case EXPIRES_SOON, NUMBER_AT_RISK -> line.reminded(null, 0);
      case NO_ROUTE, KEPT_OTHERWISE, PLAN_NOT_KNOWN, VALIDITY_NOT_KNOWN ->
          OF_NO_END.equals(line.reminded().notifiedFor()) ? line.notified(null) : line;
      default -> line.notified(null);
    };
  }

  /** Tells what can't come true, once for as long as it can't; gives back the line as told. */
  DueLine tell(Changes changes, DueLine line, Known known, Instant now) {
    DueLine told = tellStanding(changes, line, known.standing().get(line.id()), known, now);
    tellNotKept(changes, told, known, now);
    return told;
  }

  private static DueLine tellStanding(
      Changes changes, DueLine line, @Nullable NoticeKind kind, Known known, Instant now) {
    if (kind == null) {
      return line;
    }
    if (known.openOf(line).stream().noneMatch(notice -> notice.kind() == kind)) {
      changes.tell(line, kind, LocalDate.ofInstant(now, line.ownersZone()), 0, null, null);
    }
    return line.reminded().notifiedFor() == null ? line.notified(OF_NO_END) : line;
  }

  /** Beside all else, that a number can't be kept whose owner wishes it kept. */
  private void tellNotKept(Changes changes, DueLine line, Known known, Instant now) {
    Decision.NeedsOwner told = decide.numberNotKept(line, isReached(line), now);
    if (told != null
        && known.openOf(line).stream()
            .noneMatch(
                notice ->
                    notice.kind() == told.kind() && notice.forDate().equals(told.forDate()))) {
      changes.tell(line, told.kind(), told.forDate(), 0, null, told.actBy());
    }
  }
}
