package dev.everline.line;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.LineId;
import dev.everline.kernel.MemberId;
import dev.everline.kernel.NoteId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.storage.Columns;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Rows;
import dev.everline.storage.Seal;
import dev.everline.storage.Sealed;
import dev.everline.storage.Transactions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Short notes that an account's people write on a line, such as whom they called about it. They are
 * read with the line and searched by nobody, so they are only sealed.
 */
public final class LineNotes {

  /** Most characters of a note. */
  public static final int LONGEST = 500;

  /** Most notes on a line. */
  public static final int MOST = 100;

  private final Transactions transactions;
  private final JdbcClient jdbc;
  private final Seal seal;
  private final IdAllocator ids;
  private final Clock clock;

  public LineNotes(DataSource dataSource, Seal seal, IdAllocator ids, Clock clock) {
    this.transactions = new Transactions(dataSource);
    this.jdbc = JdbcClient.create(dataSource);
    this.seal = seal;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * A note.
   *
   * @param author the member who wrote it; who may have left since
   * @param text of one or several lines
   */
  public record Note(NoteId id, LineId line, MemberId author, Instant at, String text) {

    /** Without what was written, so that it may be logged. */
    @Override
    public String toString() {
      return "Note[" + id + " on " + line + "]";
    }
  }

  /**
   * Writes a note on a line.
   *
   * @throws InvalidValue when the text is empty, too long, or no text
   * @throws ProblemException NOT_FOUND when the account has no such line, CONFLICT when the line
   *     has as many notes as it can have
   */
  public Note add(AccountId account, LineId line, MemberId author, String text) {
    String kept = text(text);
    Note note = new Note(new NoteId(ids.next(line.bucket())), line, author, clock.instant(), kept);
    return transactions.run(
        connection -> {
          JdbcClient on = on(connection);
          // Concurrent writers on the same line wait, so that the limit holds.
          String lock =
              """
              SELECT id FROM line
               WHERE bucket = :bucket AND id = :line AND account_id = :account
                 AND removed_at IS NULL
                 FOR NO KEY UPDATE
              """;
          if (of(on.sql(lock), account)
              .param("line", line.value())
              .query(Long.class)
              .optional()
              .isEmpty()) {
            throw new ProblemException(ProblemType.NOT_FOUND, "There is no line " + line + ".");
          }
          long there =
              of(
                      on.sql(
                          """
                          SELECT count(*) FROM line_note
                           WHERE bucket = :bucket AND line_id = :line AND account_id = :account
                          """),
                      account)
                  .param("line", line.value())
                  .query(Long.class)
                  .single();
          if (there >= MOST) {
            throw new ProblemException(
                ProblemType.CONFLICT,
                "Line " + line + " has " + MOST + " notes; remove one before you write another.");
          }
          String insert =
              """
              INSERT INTO line_note (bucket, id, account_id, line_id, author_id, note, created_at)
              VALUES (:bucket, :id, :account, :line, :author, :note, :at)
              """;
          of(on.sql(insert), account)
              .param("id", note.id().value())
              .param("line", line.value())
              .param("author", author.value())
              .param("note", seal.seal(Sealed.LINE_NOTE, note.id().value(), kept))
              .param("at", note.at().atOffset(ZoneOffset.UTC))
              .update();
          return note;
        });
  }

  private static String text(String text) {
    String plain = text.replace("\r\n", "\n").strip();
    if (plain.isEmpty()) {
      throw InvalidValue.withoutValue("note", "is empty", "write something");
    }
    if (plain.codePointCount(0, plain.length()) > LONGEST) {
      throw InvalidValue.withoutValue(
          "note", "is too long", "give at most " + LONGEST + " characters");
    }
    plain.lines().forEach(each -> LineReader.text("note", each, LONGEST));
    return plain;
  }

  /** The notes on a line, newest first. */
  public List<Note> list(AccountId account, LineId line) {
    // Served by line_note_line (bucket, line_id, id).
    String sql =
        """
        SELECT id, line_id, author_id, created_at, note FROM line_note
         WHERE bucket = :bucket AND line_id = :line AND account_id = :account ORDER BY id DESC
        """;
    return of(jdbc.sql(sql), account).param("line", line.value()).query(this::read).list();
  }

  /**
   * A page of all notes of an account, the oldest first.
   *
   * @param after the last note of the page before, or null for the first
   */
  public List<Note> all(AccountId account, @Nullable NoteId after, int limit) {
    // Served by line_note_account (bucket, account_id, id).
    String sql =
        """
        SELECT id, line_id, author_id, created_at, note FROM line_note
         WHERE bucket = :bucket AND account_id = :account AND id > :after ORDER BY id LIMIT :limit
        """;
    return of(jdbc.sql(sql), account)
        .param("after", after == null ? 0 : after.value())
        .param("limit", limit)
        .query(this::read)
        .list();
  }

  /**
   * Deletes a note from a line permanently.
   *
   * @throws ProblemException NOT_FOUND when there is no such note on the line
   */
  public void remove(AccountId account, LineId line, NoteId id) {
    String sql =
        """
        DELETE FROM line_note
         WHERE bucket = :bucket AND id = :id AND line_id = :line AND account_id = :account
        """;
    int removed =
        of(jdbc.sql(sql), account).param("id", id.value()).param("line", line.value()).update();
    if (removed == 0) {
      throw new ProblemException(
          ProblemType.NOT_FOUND, "There is no note " + id + " on line " + line + ".");
    }
  }

  /** Destroys all notes of an account, in a transaction that erases it. */
  public void erase(Connection connection, AccountId account) throws SQLException {
    String sql = "DELETE FROM line_note WHERE bucket = ? AND account_id = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).number(account.bucket()).number(account.value());
      statement.executeUpdate();
    }
  }

  private Note read(ResultSet row, int number) throws SQLException {
    long id = row.getLong(1);
    return new Note(
        new NoteId(id),
        new LineId(row.getLong(2)),
        new MemberId(row.getLong(3)),
        Rows.instant(row, 4),
        seal.open(Sealed.LINE_NOTE, id, row.getBytes(5)));
  }

  private static JdbcClient on(Connection connection) {
    return JdbcClient.create(new SingleConnectionDataSource(connection, true));
  }

  private static JdbcClient.StatementSpec of(JdbcClient.StatementSpec sql, AccountId account) {
    return sql.param("bucket", account.bucket()).param("account", account.value());
  }
}
