package dev.everline.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** States and kinds are words that the database refuses when they are misspelt. */
class WordsTest {

  private static TestDatabase database;

  @BeforeAll
  static void open() {
    database = TestDatabase.create();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @ParameterizedTest
  @CsvSource({
    "renewal_order, state, IN_DOUBT",
    "renewal_order, kind, KEEP_ALIVE",
    "ledger_account, kind, WALLET",
    "line, if_not_renewed, TELL"
  })
  void aMisspeltWordIsRefused(String table, String column, String word) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      String type = typeOf(connection, table, column);

      try (ResultSet row = statement.executeQuery("SELECT '" + word + "'::" + type)) {
        row.next();
        assertThat(row.getString(1)).isEqualTo(word);
      }
      assertThatThrownBy(() -> statement.execute("SELECT '" + word + "S'::" + type))
          .isInstanceOfSatisfying(
              SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("23514"));
    }
  }

  private static String typeOf(Connection connection, String table, String column)
      throws SQLException {
    String sql =
        """
        SELECT domain_name FROM information_schema.columns
         WHERE table_schema = current_schema AND table_name = ? AND column_name = ?
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, table);
      statement.setString(2, column);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }
}
