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
 * Keeps open notices in step with the facts: settles notices that are no longer true, and gives
 * notice at once of wishes that can't be met.
 */
final class OpenNotices {

  /** Used in place of an end of validity when a notice is true whatever the end. */
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
   * The notices of a batch of lines: those open and those to give.
   *
   * @param standing the notices to give about lines no matter how far away their ends are
   * @param open the open notices
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

  /** Most lines never had a notice and needn't be looked up. */
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

  /**
   * Settles notices that are no longer true of a line; returns the line with the remaining ones.
   */
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

  /** Whether a notice about a line is still true. */
  boolean holds(NoticeKind kind, LocalDate forDate, DueLine line, Instant now) {
    return decide.holds(kind, forDate, line, isReached(line), now);
  }

  /**
   * The line as if the notice had never been given: should it become true again, it is given again.
   */
  static DueLine forgetting(DueLine line, NoticeKind kind) {
    return switch (kind) {
      case EXPIRES_SOON,
          NUMBER_AT_RISK,
          AUTOPAY_BALANCE_SHORT,
          AUTOPAY_MAY_BE_OFF,
          AUTOPAY_UNCONFIRMED ->
          line.reminded(null, 0);
      case NO_ROUTE, KEPT_OTHERWISE, PLAN_NOT_KNOWN, VALIDITY_NOT_KNOWN ->
          OF_NO_END.equals(line.reminded().notifiedFor()) ? line.notified(null) : line;
      default -> line.notified(null);
    };
  }

  /**
   * Gives notice of a wish that can't be met, once for as long as it can't; returns the updated
   * line.
   */
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

  /** In addition to any other notice: the number can't be kept although its owner wants that. */
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
