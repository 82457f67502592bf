package dev.everline.storage.schema;

import dev.everline.storage.Seal;
import dev.everline.storage.Sealed;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;

/**
 * Version 10.1 of the schema: tags are sealed and found by keyed hashes, as numbers are; so is what
 * an act on many lines is about, and what an uploaded file is called. All of it or nothing, in one
 * transaction; tables are rewritten, as by {@link SealingMigration}.
 */
public final class TagSealingMigration implements JavaMigration {

  /** How tags are found; the line module looks for them by the same. */
  private static final String TAG = "tag";

  private final Seal seal;

  public TagSealingMigration(Seal seal) {
    this.seal = seal;
  }

  @Override
  public MigrationVersion getVersion() {
    return MigrationVersion.fromVersion("10.1");
  }

  @Override
  public String getDescription() {
    return "tags are sealed";
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
    hashes(connection);
    SealingMigration.execute(
        connection,
        """
        ALTER TABLE line ALTER COLUMN tags DROP DEFAULT, ALTER COLUMN tags DROP NOT NULL;
        ALTER TABLE job ALTER COLUMN argument DROP DEFAULT, ALTER COLUMN argument DROP NOT NULL;
        """);
    sealed(connection, Sealed.LINE_TAGS, "array_to_string(tags, chr(31))");
    sealed(connection, Sealed.JOB_ARGUMENT, "argument");
    SealingMigration.execute(
        connection,
        """
        -- Their files lie in the clear, and are erased within a day.
        DELETE FROM upload WHERE state = 'READY';
        UPDATE upload
           SET state = 'FAILED', problem = 'UPDATED 0', finished_at = created_at
         WHERE state = 'RUNNING';
        -- What a file is sealed with; gone once nobody needs the file any more.
        ALTER TABLE upload ADD COLUMN file_key bytea;
        """);
    sealed(connection, Sealed.UPLOAD_NAME, "file_name");
  }

  /** Before the tags are sealed, since the database can tell them apart until then. */
  private void hashes(Connection connection) throws SQLException {
    SealingMigration.execute(
        connection,
        """
        CREATE TEMPORARY TABLE tag_hash (
          account_id bigint, tag text, hash bytea, PRIMARY KEY (account_id, tag)
        ) ON COMMIT DROP;
        ALTER TABLE line ADD COLUMN tag_hashes bytea[] NOT NULL DEFAULT '{}';
        """);
    String tags = "SELECT DISTINCT l.account_id, t.tag FROM line l, unnest(l.tags) AS t (tag)";
    try (Statement all = connection.createStatement();
        ResultSet row = all.executeQuery(tags);
        PreparedStatement copy =
            connection.prepareStatement("INSERT INTO tag_hash VALUES (?, ?, ?)")) {
      while (row.next()) {
        copy.setLong(1, row.getLong(1));
        copy.setString(2, row.getString(2));
        copy.setBytes(3, seal.find(TAG, row.getLong(1), row.getString(2)));
        copy.executeUpdate();
      }
    }
    SealingMigration.execute(
        connection,
        """
        UPDATE line l
           SET tag_hashes = (SELECT array_agg(h.hash ORDER BY t.place)
                               FROM unnest(l.tags) WITH ORDINALITY AS t (tag, place)
                               JOIN tag_hash h ON h.account_id = l.account_id AND h.tag = t.tag)
         WHERE cardinality(l.tags) > 0;
        DROP TABLE tag_hash;
        """);
  }

  /** Seals a column of text; an empty text becomes null. */
  private void sealed(Connection connection, Sealed what, String text) throws SQLException {
    SealingMigration.staged(
        connection,
        what.table(),
        List.of(what.column()),
        "convert_to(" + text + ", 'UTF8')",
        (row, id) -> {
          byte[] value = row.getBytes(2);
          return new byte[] @Nullable [] {value.length == 0 ? null : seal.seal(what, id, value)};
        });
  }
}
