package dev.everline.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;

/** What the database refuses keeps its reason, whatever the reason is. */
class TransactionsTest {

  private static TestDatabase database;
  private static Transactions transactions;

  @BeforeAll
  static void open() {
    database = TestDatabase.create();
    transactions = new Transactions(database.dataSource());
  }

  @AfterAll
  static void close() {
    database.close();
  }

  /** Raised by the server itself, as a trigger or a failing disk would. */
  private static boolean raise(Connection connection, String state, String words)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.execute(
          "DO $$ BEGIN RAISE EXCEPTION '%s' USING ERRCODE = '%s', DETAIL = 'Key (msisdn)=(12125550100)'; END $$"
              .formatted(words, state));
    }
  }

  private static DataAccessException refusal(String state, String words, boolean reading) {
    Transactions.Work<Boolean> work = connection -> raise(connection, state, words);
    return catchThrowableOfType(
        DataAccessException.class,
        () -> {
          if (reading) {
            transactions.read(work);
          } else {
            transactions.run(work);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"EV001", "XX001", "58030", "53100", "0A000", "P0001", "F0000", "22012"})
  void aRefusalOfAnyStateIsTheServersOwnWords(String state) {
    for (boolean reading : List.of(true, false)) {
      DataAccessException refusal = refusal(state, "the disk is made of cheese", reading);
      assertThat(refusal).as(state).isNotNull();
      assertThat(refusal.getMessage()).as(state).contains("the disk is made of cheese");
      assertThat(((SQLException) refusal.getMostSpecificCause()).getSQLState()).isEqualTo(state);
    }
  }

  @Test
  void theDetailOfARefusalWhichNamesValuesIsInNoMessageOfOurs() {
    assertThat(refusal("23505", "that is there already", false).getMessage())
        .contains("that is there already")
        .doesNotContain("12125550100");
    assertThat(refusal("EV001", "no such thing", false).getMessage()).doesNotContain("12125550100");
  }

  @ParameterizedTest
  @CsvSource({
    "08006, true",
    "53100, true",
    "53300, true",
    "57P01, true",
    "57P03, true",
    "55P03, true",
    "40001, true",
    "58030, true",
    "XX000, false",
    "23505, false",
    "42601, false",
    "22012, false",
    "EV001, false"
  })
  void anOutageIsToldFromAStatementThatIsWrong(String state, boolean outage) {
    assertThat(Outage.is(refusal(state, "no", false))).isEqualTo(outage);
  }
}
