package dev.everline.renewal.operate;

import dev.everline.kernel.AccountId;
import dev.everline.ledger.LedgerAccountKind;
import dev.everline.line.due.WakeUps;
import dev.everline.storage.Database;
import dev.everline.storage.Seal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A copy of an account with its lines, wallet and payments, in a schema of its own that is dropped
 * when the copy is closed. Lines with orders under way are not copied.
 */
final class AccountCopy implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AccountCopy.class);

  private final DataSource original;
  private final String schema;

  private AccountCopy(DataSource original, String schema) {
    this.original = original;
    this.schema = schema;
  }

  static AccountCopy of(AccountId account, DataSource original, Seal seal, Instant now)
      throws SQLException {
    String schema =
        "whatif_" + Long.toUnsignedString(account.value(), 36) + "_" + now.toEpochMilli();
    AccountCopy copy = new AccountCopy(original, schema);
    try {
      Database.migrate(original, schema, seal);
      copy.fill(account);
      return copy;
    } catch (SQLException | RuntimeException failure) {
      copy.close();
      throw failure;
    }
  }

  /** Connections that see the copy's tables. */
  DataSource dataSource() {
    return new InSchema(original, schema);
  }

  private void fill(AccountId account) throws SQLException {
    try (Connection connection = original.getConnection()) {
      connection.setAutoCommit(false);
      execute(
          connection,
          "INSERT INTO %s.account SELECT * FROM everline.account WHERE bucket = ? AND id = ?",
          account);
      execute(
          connection,
          "INSERT INTO %s.line SELECT * FROM everline.line WHERE bucket = ? AND account_id = ?",
          account);
      execute(
          connection,
          """
          UPDATE %s.line SET open_order_id = NULL, claimed_until = NULL
           WHERE bucket = ? AND account_id = ?
          """,
          account);
      execute(
          connection,
          """
          INSERT INTO %%s.ledger_account
          SELECT * FROM everline.ledger_account
           WHERE bucket = ? AND owner_id = ? AND kind = '%s'
          """
              .formatted(LedgerAccountKind.WALLET),
          account);
      // Days that are already paid are not paid again in the forecast either.
      execute(
          connection,
          """
          INSERT INTO %s.renewal_order
          SELECT * FROM everline.renewal_order
           WHERE bucket = ? AND account_id = ? AND state = 'RENEWED'
             AND coalesce(valid_until, period_from + 30 * periods) >= current_date
          """,
          account);
      execute(
          connection,
          """
          INSERT INTO %s.outside_renewal
          SELECT * FROM everline.outside_renewal
           WHERE bucket = ? AND account_id = ? AND undone_at IS NULL AND valid_until >= current_date
          """,
          account);
      try (Statement statement = connection.createStatement()) {
        // The numbers of the copy's own orders follow these.
        statement.execute(
            "SELECT setval('%s.id_block', (SELECT last_value FROM everline.id_block))"
                .formatted(schema));
      }
      connection.commit();
    }
    try (Connection connection = dataSource().getConnection()) {
      WakeUps.repair(connection, account.bucket(), account.bucket());
    }
  }

  /**
   * @param sql with a placeholder for the copy's schema; takes the account's bucket and id
   */
  private void execute(Connection connection, String sql, AccountId account) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql.formatted(schema))) {
      statement.setInt(1, account.bucket());
      statement.setLong(2, account.value());
      statement.executeUpdate();
    }
  }

  @Override
  public void close() {
    try (Connection connection = original.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
    } catch (SQLException failure) {
      LOG.warn("The copy {} could not be dropped; drop it by hand.", schema);
    }
  }

  private static final class InSchema extends DelegatingDataSource {

    private final String schema;

    InSchema(DataSource target, String schema) {
      super(target);
      this.schema = schema;
    }

    @Override
    public Connection getConnection() throws SQLException {
      Connection connection = super.getConnection();
      // The pool puts its own schema back when the connection returns to it, see Database.
      connection.setSchema(schema);
      return connection;
    }
  }
}
