package dev.everline.line;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.storage.Columns;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One change to many lines by one statement, in the caller's transaction; what {@link LineService}
 * does to one. Only the lines that it changes are written: one that is so already, or has gone,
 * stays as it is.
 */
public final class LineBulk {

  private LineBulk() {}

  /** A change that many lines can have at once. */
  public sealed interface Change {}

  /** Has lines renewed in time, or no more. */
  public sealed interface AutoRenew extends Change {

    /**
     * @param ceiling the most a renewal may cost, or null to leave each line's own as it is
     */
    record On(@Nullable Money ceiling) implements AutoRenew {}

    record Off() implements AutoRenew {}
  }

  /** What is done for lines when they can't be renewed as wished. */
  public record Otherwise(IfNotRenewed wish) implements Change {}

  /** A tag put on lines; one that has as many as it can have keeps those. */
  public record Tag(String tag) implements Change {}

  /** A tag taken off. */
  public record Untag(String tag) implements Change {}

  /** Nothing more is done for the lines. */
  public record Pause() implements Change {}

  /** The pause is over. */
  public record Resume() implements Change {}

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
      case AutoRenew.On on -> {
        Money ceiling = on.ceiling();
        boolean same = ceiling == null || ceiling.equals(line.priceCeiling());
        boolean ofItsCurrency = ceiling == null || ceiling.currency().equals(line.currency());
        yield ofItsCurrency && !(line.autoRenew() && same);
      }
      case AutoRenew.Off off -> line.autoRenew();
      case Otherwise otherwise -> line.ifNotRenewed() != otherwise.wish();
      case Tag tag -> !line.tags().contains(tag.tag()) && line.tags().size() < LineReader.MOST_TAGS;
      case Untag untag -> line.tags().contains(untag.tag());
      case Pause pause -> !line.isPaused();
      case Resume resume -> line.isPaused();
    };
  }

  /**
   * Changes lines of an account, all of its bucket.
   *
   * @return the ids of those that were changed
   */
  public static Set<LineId> apply(
      Connection connection, AccountId account, List<LineId> lines, Change change, Instant now)
      throws SQLException {
    // What is done for a line may change: the heartbeat looks at it. A tag changes nothing there.
    String sql =
        switch (change) {
          case AutoRenew.On on when on.ceiling() == null ->
              """
              UPDATE line SET auto_renew = true, next_wake_at = ?, changed_at = ?
               WHERE %s AND NOT auto_renew
              """;
          case AutoRenew.On on ->
              """
              UPDATE line SET auto_renew = true, price_ceiling = ?, next_wake_at = ?, changed_at = ?
               WHERE %s AND currency = ? AND (NOT auto_renew OR price_ceiling IS DISTINCT FROM ?)
              """;
          case AutoRenew.Off off ->
              """
              UPDATE line SET auto_renew = false, next_wake_at = ?, changed_at = ?
               WHERE %s AND auto_renew
              """;
          case Otherwise otherwise ->
              """
              UPDATE line SET if_not_renewed = ?, next_wake_at = ?, changed_at = ?
               WHERE %s AND if_not_renewed <> ?
              """;
          case Tag tag ->
              """
              UPDATE line SET tags = tags || ?::text, changed_at = ?
               WHERE %s AND NOT ? = ANY (tags) AND cardinality(tags) < ?
              """;
          case Untag untag ->
              """
              UPDATE line SET tags = array_remove(tags, ?), changed_at = ?
               WHERE %s AND ? = ANY (tags)
              """;
          case Pause pause ->
              """
              UPDATE line SET paused_at = ?, next_wake_at = ?, changed_at = ?
               WHERE %s AND paused_at IS NULL
              """;
          case Resume resume ->
              """
              UPDATE line SET paused_at = NULL, next_wake_at = ?, changed_at = ?
               WHERE %s AND paused_at IS NOT NULL
              """;
        };
    String whole =
        sql.formatted("bucket = ? AND id = ANY (?) AND account_id = ? AND removed_at IS NULL")
            + " RETURNING id";
    try (PreparedStatement statement = connection.prepareStatement(whole)) {
      Columns columns = new Columns(statement);
      switch (change) {
        case AutoRenew.On on -> {
          Money ceiling = on.ceiling();
          if (ceiling == null) {
            of(columns.instant(now).instant(now), account, lines);
          } else {
            of(columns.number(ceiling.minor()).instant(now).instant(now), account, lines)
                .text(ceiling.currency().getCurrencyCode())
                .number(ceiling.minor());
          }
        }
        case AutoRenew.Off off -> of(columns.instant(now).instant(now), account, lines);
        case Otherwise otherwise ->
            of(columns.text(otherwise.wish().name()).instant(now).instant(now), account, lines)
                .text(otherwise.wish().name());
        case Tag tag ->
            of(columns.text(tag.tag()).instant(now), account, lines)
                .text(tag.tag())
                .number(LineReader.MOST_TAGS);
        case Untag untag ->
            of(columns.text(untag.tag()).instant(now), account, lines).text(untag.tag());
        case Pause pause -> of(columns.instant(now).instant(now).instant(now), account, lines);
        case Resume resume -> of(columns.instant(now).instant(now), account, lines);
      }
      Set<LineId> changed = new HashSet<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          changed.add(new LineId(row.getLong(1)));
        }
      }
      return changed;
    }
  }

  private static Columns of(Columns columns, AccountId account, List<LineId> lines)
      throws SQLException {
    return columns.number(account.bucket()).longs(lines, LineId::value).number(account.value());
  }
}
