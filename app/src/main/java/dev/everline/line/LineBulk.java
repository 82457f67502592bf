package dev.everline.line;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.line.due.WakeUps;
import dev.everline.line.renewer.RenewedBy;
import dev.everline.line.renewer.Renewer;
import dev.everline.line.seal.LineHashes;
import dev.everline.line.seal.SealedTags;
import dev.everline.storage.Columns;
import dev.everline.storage.Seal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Applies one change to many lines by one statement, in the caller's transaction, as {@link
 * LineService} does to one line. Only lines that change are written: a line that is already so, or
 * is gone, stays as it is.
 */
public final class LineBulk {

  private LineBulk() {}

  /** A change that can be made to many lines at once. */
  public sealed interface Change {}

  /** What is done for lines. */
  public sealed interface PolicyChange extends Change {}

  /** What lines are sorted under. */
  public sealed interface Tagging extends Change {
    String tag();
  }

  /** Sets who renews the lines. */
  public sealed interface Renewing extends PolicyChange {

    /**
     * @param ceiling the most a renewal may cost, or null to leave each line's own as it is
     */
    record ByEverline(@Nullable Money ceiling) implements Renewing {}

    record ByCarrier() implements Renewing {}

    record ByOwner() implements Renewing {}
  }

  /** Sets the fallback for lines that can't be renewed as wished. */
  public record SetFallback(IfNotRenewed fallback) implements PolicyChange {}

  /** Adds a tag to lines; a line that already has the most tags stays as it is. */
  public record Tag(String tag) implements Tagging {}

  /** Removes a tag. */
  public record Untag(String tag) implements Tagging {}

  /** Pauses the lines: nothing more is done for them. */
  public record Pause() implements PolicyChange {}

  /** Ends the pause. */
  public record Resume() implements PolicyChange {}

  /**
   * @return the tag as it is kept
   * @throws InvalidValue when the text is no single tag
   */
  public static String tag(String text) {
    List<String> tags = LineReader.tags(LineField.TAGS.key(), text.strip());
    if (tags.size() != 1) {
      throw InvalidValue.of(LineField.TAGS.key(), text, "is not one tag", "give one tag");
    }
    return tags.getFirst();
  }

  /** Whether a line would be changed. */
  public static boolean concerns(Change change, Line line) {
    return switch (change) {
      case Renewing.ByEverline everline -> {
        Money ceiling = everline.ceiling();
        boolean same = ceiling == null || ceiling.equals(line.priceCeiling());
        boolean ofItsCurrency = ceiling == null || ceiling.currency().equals(line.currency());
        yield ofItsCurrency && !(isSaid(line, RenewedBy.EVERLINE) && same);
      }
      case Renewing.ByCarrier carrier -> !isSaid(line, RenewedBy.CARRIER);
      case Renewing.ByOwner owner -> !isSaid(line, RenewedBy.OWNER);
      case SetFallback set -> line.ifNotRenewed() != set.fallback();
      case Tag tag -> !line.tags().contains(tag.tag()) && line.tags().size() < LineReader.MOST_TAGS;
      case Untag untag -> line.tags().contains(untag.tag());
      case Pause pause -> !line.isPaused();
      case Resume resume -> line.isPaused();
    };
  }

  private static boolean isSaid(Line line, RenewedBy by) {
    return line.renewedBy() == by && line.known().renewerSaid();
  }

  /**
   * Changes lines of an account, all of its bucket.
   *
   * @param seal of the database's personal data, which tags are
   * @param watch hears of the lines whose wishes changed
   * @return the ids of those that were changed
   */
  public static Set<LineId> apply(
      Connection connection,
      Seal seal,
      AccountId account,
      List<LineId> lines,
      Change change,
      LineWatch watch,
      Instant now)
      throws SQLException {
    return switch (change) {
      case Tagging tagging -> retag(connection, seal, account, lines, tagging, now);
      case PolicyChange policy -> {
        Set<LineId> changed = change(connection, account, lines, policy, now);
        watch.changed(connection, account.bucket(), changed, now);
        yield changed;
      }
    };
  }

  /** A line with its tags. */
  private record Tagged(long line, List<String> tags) {}

  /** The tags of a line are sealed together, so they are changed here and written back. */
  private static Set<LineId> retag(
      Connection connection,
      Seal seal,
      AccountId account,
      List<LineId> lines,
      Tagging tagging,
      Instant now)
      throws SQLException {
    boolean untags = tagging instanceof Untag;
    String tag = tagging.tag();
    byte[] hash = LineHashes.ofTag(seal, account, tag);
    String found =
        """
        SELECT id, tags FROM line
         WHERE bucket = ? AND id = ANY (?) AND account_id = ? AND removed_at IS NULL
           AND (? = ANY (tag_hashes)) = ? AND cardinality(tag_hashes) < ?
         ORDER BY id FOR NO KEY UPDATE
        """;
    List<Tagged> tagged = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(found)) {
      of(new Columns(statement), account, lines)
          .bytes(hash)
          .flag(untags)
          .number(untags ? LineReader.MOST_TAGS + 1 : LineReader.MOST_TAGS);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          long line = row.getLong(1);
          List<String> tags = new ArrayList<>(SealedTags.open(seal, line, row.getBytes(2)));
          if (untags) {
            tags.remove(tag);
          } else {
            tags.add(tag);
          }
          tagged.add(new Tagged(line, tags));
        }
      }
    }
    String write =
        """
        UPDATE line l
           SET tags = u.tags, changed_at = ?,
               tag_hashes = CASE WHEN ? THEN array_remove(l.tag_hashes, ?)
                                 ELSE l.tag_hashes || ? END
          FROM (SELECT unnest(?) AS id, unnest(?) AS tags) AS u
         WHERE l.bucket = ? AND l.id = u.id
        """;
    try (PreparedStatement statement = connection.prepareStatement(write)) {
      new Columns(statement)
          .instant(now)
          .flag(untags)
          .bytes(hash)
          .bytes(hash)
          .longs(tagged, Tagged::line)
          .bytes(tagged, each -> SealedTags.seal(seal, each.line(), each.tags()))
          .number(account.bucket());
      statement.executeUpdate();
    }
    return tagged.stream()
        .map(each -> new LineId(each.line()))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Set<LineId> change(
      Connection connection,
      AccountId account,
      List<LineId> lines,
      PolicyChange change,
      Instant now)
      throws SQLException {
    String sql =
        statement(change)
                .formatted("bucket = ? AND id = ANY (?) AND account_id = ? AND removed_at IS NULL")
            + " RETURNING id";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(new Columns(statement), change, account, lines, now);
      Set<LineId> changed = new HashSet<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          changed.add(new LineId(row.getLong(1)));
        }
      }
      WakeUps.post(connection, account.bucket(), List.copyOf(changed), now);
      return changed;
    }
  }

  /** What is to be done for a line may change, so the heartbeat looks at it. */
  private static String statement(PolicyChange change) {
    return switch (change) {
      // The carrier may have charged already; then Everline begins with the next period.
      case Renewing.ByEverline everline when everline.ceiling() == null ->
          """
          UPDATE line
             SET renewed_by = 'EVERLINE', renewer_said = true, next_wake_at = ?, changed_at = ?,
                 carrier_until = CASE WHEN renewed_by = 'CARRIER' AND valid_until <= ?
                                      THEN valid_until ELSE carrier_until END
           WHERE %s AND (renewed_by <> 'EVERLINE' OR NOT renewer_said)
          """;
      case Renewing.ByEverline everline ->
          """
          UPDATE line
             SET renewed_by = 'EVERLINE', renewer_said = true, price_ceiling = ?,
                 next_wake_at = ?, changed_at = ?,
                 carrier_until = CASE WHEN renewed_by = 'CARRIER' AND valid_until <= ?
                                      THEN valid_until ELSE carrier_until END
           WHERE %s AND currency = ?
             AND (renewed_by <> 'EVERLINE' OR NOT renewer_said OR price_ceiling IS DISTINCT FROM ?)
          """;
      case Renewing.ByCarrier carrier ->
          """
          UPDATE line
             SET renewed_by = 'CARRIER', renewer_said = true, carrier_until = NULL,
                 next_wake_at = ?, changed_at = ?
           WHERE %s AND (renewed_by <> 'CARRIER' OR NOT renewer_said)
          """;
      case Renewing.ByOwner owner ->
          """
          UPDATE line
             SET renewed_by = 'OWNER', renewer_said = true, carrier_until = NULL,
                 next_wake_at = ?, changed_at = ?
           WHERE %s AND (renewed_by <> 'OWNER' OR NOT renewer_said)
          """;
      case SetFallback set ->
          """
          UPDATE line SET if_not_renewed = ?, next_wake_at = ?, changed_at = ?
           WHERE %s AND if_not_renewed <> ?
          """;
      case Pause pause ->
          """
          UPDATE line SET paused_at = ?, next_wake_at = ?, changed_at = ?
           WHERE %s AND paused_at IS NULL
          """;
      case Resume resume ->
          """
          UPDATE line
             SET paused_at = NULL, let_go_at = NULL, let_go_by = NULL, next_wake_at = ?, changed_at = ?
           WHERE %s AND paused_at IS NOT NULL
          """;
    };
  }

  /** In the order of {@link #statement}. */
  private static void bind(
      Columns columns, PolicyChange change, AccountId account, List<LineId> lines, Instant now)
      throws SQLException {
    switch (change) {
      case Renewing.ByEverline everline -> {
        Money ceiling = everline.ceiling();
        LocalDate charged = Renewer.chargedBy(now);
        if (ceiling == null) {
          of(columns.instant(now).instant(now).date(charged), account, lines);
        } else {
          of(
                  columns.number(ceiling.minor()).instant(now).instant(now).date(charged),
                  account,
                  lines)
              .text(ceiling.currency().getCurrencyCode())
              .number(ceiling.minor());
        }
      }
      case Renewing.ByCarrier carrier -> of(columns.instant(now).instant(now), account, lines);
      case Renewing.ByOwner owner -> of(columns.instant(now).instant(now), account, lines);
      case SetFallback set ->
          of(columns.text(set.fallback().name()).instant(now).instant(now), account, lines)
              .text(set.fallback().name());
      case Pause pause -> of(columns.instant(now).instant(now).instant(now), account, lines);
      case Resume resume -> of(columns.instant(now).instant(now), account, lines);
    }
  }

  private static Columns of(Columns columns, AccountId account, List<LineId> lines)
      throws SQLException {
    return columns.number(account.bucket()).longs(lines, LineId::value).number(account.value());
  }
}
