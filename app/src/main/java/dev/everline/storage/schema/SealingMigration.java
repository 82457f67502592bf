package dev.everline.storage.schema;

import dev.everline.storage.Seal;
import dev.everline.storage.Sealed;
import dev.everline.storage.key.KeyCheck;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Version 4 of the schema: personal data is sealed, and found by keyed hashes. What older versions
 * held in the clear is sealed here, all of it or nothing, in one transaction.
 *
 * <p>Values are sealed a batch at a time into a table of the transaction; then each table is
 * rewritten by one {@code ALTER TABLE} that takes them from there. A rewritten table has no trace
 * of what it held, unlike one whose rows were updated.
 */
public final class SealingMigration implements JavaMigration {

  /** How names are found; the account module looks for them by the same. */
  private static final String SIGN_IN_NAME = "sign-in-name";

  private static final int BATCH = 5_000;

  private final Seal seal;

  public SealingMigration(Seal seal) {
    this.seal = seal;
  }

  @Override
  public MigrationVersion getVersion() {
    return MigrationVersion.fromVersion("4");
  }

  @Override
  public String getDescription() {
    return "personal data is sealed";
  }

  @Override
  public Integer getChecksum() {
    return 1;
  }

  @Override
  public boolean canExecuteInTransaction() {
    return true;
  }

  @Override
  public void migrate(Context context) throws SQLException {
    Connection connection = context.getConnection();
    execute(
        connection,
        """
        -- Tells this database's keys from another's.
        CREATE TABLE sealing (
          one     boolean PRIMARY KEY DEFAULT true CHECK (one),
          finding bytea   NOT NULL,
          sealed  bytea   NOT NULL
        )
        """);
    KeyCheck.note(connection, seal);
    formerSims(connection);
    lines(connection);
    signInNames(connection);
    each(connection, List.of(Sealed.ACCOUNT_NAME));
    // Erased accounts and lines have neither name nor number; their rows stay for the ledger's
    // sake.
    execute(
        connection,
        """
        ALTER TABLE account ALTER COLUMN name DROP NOT NULL, ADD COLUMN erased_at timestamptz;
        ALTER TABLE line ALTER COLUMN msisdn DROP NOT NULL;
        """);
    each(connection, List.of(Sealed.MEMBER_NAME, Sealed.MEMBER_CODES, Sealed.MEMBER_CODES_OFFERED));
    each(connection, List.of(Sealed.TOKEN_NAME));
    each(connection, List.of(Sealed.SESSION_DEVICE));
    // Tries were counted by hashes without a key; they are forgotten within a day anyway.
    execute(connection, "TRUNCATE sign_in_try");
  }

  private void lines(Connection connection) throws SQLException {
    execute(
        connection,
        """
        DROP INDEX line_number;
        DROP INDEX line_sim;
        ALTER TABLE line DROP CONSTRAINT line_msisdn_check;
        ALTER TABLE line ALTER COLUMN label DROP DEFAULT, ALTER COLUMN label DROP NOT NULL,
          ADD COLUMN msisdn_hash bytea, ADD COLUMN iccid_hash bytea;
        """);
    staged(
        connection,
        "line",
        List.of("msisdn", "msisdn_hash", "iccid", "iccid_hash", "label"),
        "account_id, convert_to(msisdn, 'UTF8'), convert_to(iccid, 'UTF8'),"
            + " convert_to(label, 'UTF8')",
        (row, id) -> {
          long account = row.getLong(2);
          byte[] number = row.getBytes(3);
          byte[] sim = row.getBytes(4);
          byte[] label = row.getBytes(5);
          return new byte[] @Nullable [] {
            seal.seal(Sealed.LINE_NUMBER, id, number),
            seal.find("number", account, text(number)),
            sim == null ? null : seal.seal(Sealed.LINE_SIM, id, sim),
            sim == null ? null : seal.find("sim", account, text(sim)),
            label.length == 0 ? null : seal.seal(Sealed.LINE_LABEL, id, label)
          };
        });
    execute(
        connection,
        """
        ALTER TABLE line ALTER COLUMN msisdn_hash SET NOT NULL;
        -- A number stands once in an account. A removed line keeps its row (its orders and money
        -- refer to it); adding its number again revives it.
        CREATE UNIQUE INDEX line_number ON line (bucket, account_id, msisdn_hash);
        -- An account's lines in the order in which they were added.
        CREATE INDEX line_account ON line (bucket, account_id, id);
        -- A line by its SIM: what a clerk scans.
        CREATE INDEX line_sim ON line (iccid_hash) WHERE iccid_hash IS NOT NULL;
        """);
  }

  /** Few lines have changed their SIM, so these rows are copied one by one. */
  private void formerSims(Connection connection) throws SQLException {
    execute(
        connection,
        """
        CREATE TABLE line_iccid_sealed (
          bucket     smallint    NOT NULL,
          line_id    bigint      NOT NULL,
          iccid      bytea       NOT NULL,
          iccid_hash bytea       NOT NULL,
          since      timestamptz NOT NULL,
          until      timestamptz,
          source     text        NOT NULL
        )
        """);
    String read =
        """
        SELECT h.bucket, h.line_id, l.account_id, h.iccid, h.since, h.until, h.source
          FROM line_iccid h JOIN line l ON l.bucket = h.bucket AND l.id = h.line_id
        """;
    String write = "INSERT INTO line_iccid_sealed VALUES (?, ?, ?, ?, ?, ?, ?)";
    try (PreparedStatement rows = connection.prepareStatement(read);
        PreparedStatement copy = connection.prepareStatement(write)) {
      rows.setFetchSize(BATCH);
      try (ResultSet row = rows.executeQuery()) {
        while (row.next()) {
          copy.setInt(1, row.getInt(1));
          copy.setLong(2, row.getLong(2));
          copy.setBytes(3, seal.seal(Sealed.FORMER_SIM, row.getLong(2), row.getString(4)));
          copy.setBytes(4, seal.find("sim", row.getLong(3), row.getString(4)));
          copy.setObject(5, row.getObject(5, java.time.OffsetDateTime.class));
          copy.setObject(6, row.getObject(6, java.time.OffsetDateTime.class));
          copy.setString(7, row.getString(7));
          copy.executeUpdate();
        }
      }
    }
    execute(
        connection,
        """
        DROP TABLE line_iccid;
        ALTER TABLE line_iccid_sealed RENAME TO line_iccid;
        ALTER TABLE line_iccid
          ADD CONSTRAINT line_iccid_pkey PRIMARY KEY (bucket, line_id, iccid_hash, since),
          ADD CONSTRAINT line_iccid_bucket_line_id_fkey
            FOREIGN KEY (bucket, line_id) REFERENCES line (bucket, id);
        CREATE INDEX line_iccid_number ON line_iccid (iccid_hash);
        """);
  }

  private void signInNames(Connection connection) throws SQLException {
    execute(connection, "DELETE FROM sign_in_name");
    String write = "INSERT INTO sign_in_name (bucket, name_hash, member_id) VALUES (?, ?, ?)";
    try (Statement rows = connection.createStatement();
        PreparedStatement copy = connection.prepareStatement(write);
        ResultSet row = rows.executeQuery("SELECT id, name FROM member")) {
      while (row.next()) {
        byte[] hash = seal.find(SIGN_IN_NAME, 0, row.getString(2).toLowerCase(Locale.ROOT));
        copy.setInt(1, (hash[0] & 0xff) << 2 | (hash[1] & 0xff) >> 6);
        copy.setBytes(2, hash);
        copy.setLong(3, row.getLong(1));
        copy.executeUpdate();
      }
    }
  }

  /** Columns of one table that are sealed and need no hash. */
  private void each(Connection connection, List<Sealed> columns) throws SQLException {
    StringBuilder read = new StringBuilder();
    for (Sealed column : columns) {
      boolean bytes = column == Sealed.MEMBER_CODES || column == Sealed.MEMBER_CODES_OFFERED;
      read.append(read.isEmpty() ? "" : ", ")
          .append(bytes ? column.column() : "convert_to(" + column.column() + ", 'UTF8')");
    }
    staged(
        connection,
        columns.getFirst().table(),
        columns.stream().map(Sealed::column).toList(),
        read.toString(),
        (row, id) -> {
          byte[] @Nullable [] sealed = new byte[columns.size()][];
          for (int i = 0; i < sealed.length; i++) {
            byte[] value = row.getBytes(i + 2);
            sealed[i] = value == null ? null : seal.seal(columns.get(i), id, value);
          }
          return sealed;
        });
  }

  /** Gives the columns' new values for a row. */
  @FunctionalInterface
  interface Values {
    byte[] @Nullable [] of(ResultSet row, long id) throws SQLException;
  }

  /** Rewrites a table with new values in some columns, which then are {@code bytea}. */
  static void staged(
      Connection connection, String table, List<String> columns, String read, Values values)
      throws SQLException {
    execute(
        connection,
        "CREATE TEMPORARY TABLE sealed_rows (row_id bigint PRIMARY KEY, "
            + String.join(" bytea, ", columns)
            + " bytea) ON COMMIT DROP");
    String page =
        "SELECT id, "
            + read
            + " FROM "
            + table
            + " WHERE (bucket, id) > (?, ?) ORDER BY bucket, id LIMIT "
            + BATCH;
    try (PreparedStatement rows = connection.prepareStatement(page)) {
      long last = -1;
      int found;
      do {
        rows.setInt(1, last < 0 ? -1 : (int) (last >>> 53));
        rows.setLong(2, last);
        StringBuilder copy = new StringBuilder();
        found = 0;
        try (ResultSet row = rows.executeQuery()) {
          while (row.next()) {
            last = row.getLong(1);
            found++;
            copy.append(last);
            for (byte[] value : values.of(row, last)) {
              copy.append('\t')
                  .append(value == null ? "\\N" : "\\\\x" + HexFormat.of().formatHex(value));
            }
            copy.append('\n');
          }
        }
        copyIn(connection, copy.toString());
      } while (found == BATCH);
    }
    StringBuilder alter = new StringBuilder("ALTER TABLE " + table);
    for (String column : columns) {
      // A subquery isn't allowed in ALTER TABLE, a function that holds one is.
      execute(
          connection,
          "CREATE FUNCTION pg_temp.sealed_%1$s(bigint) RETURNS bytea LANGUAGE sql STABLE AS 'SELECT %1$s FROM pg_temp.sealed_rows WHERE row_id = $1'"
              .formatted(column));
      alter
          .append(column.equals(columns.getFirst()) ? "" : ",")
          .append(" ALTER COLUMN %1$s TYPE bytea USING pg_temp.sealed_%1$s(id)".formatted(column));
    }
    execute(connection, alter.toString());
    for (String column : columns) {
      execute(connection, "DROP FUNCTION pg_temp.sealed_" + column + "(bigint)");
    }
    execute(connection, "DROP TABLE pg_temp.sealed_rows");
  }

  private static void copyIn(Connection connection, String rows) throws SQLException {
    try {
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn("COPY sealed_rows FROM STDIN", new StringReader(rows));
    } catch (IOException failure) {
      throw new SQLException(failure);
    }
  }

  private static String text(byte[] value) {
    return new String(value, StandardCharsets.UTF_8);
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
