package dev.everline.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PipelineTest {

  private static final String TAKE =
      "UPDATE purse SET cents = cents - ? WHERE owner = ANY (?) AND cents > 0";
  private static final String READ = "SELECT sum(cents) FROM purse WHERE owner <> ?";

  private final TestDatabase database = TestDatabase.create();
  private Connection connection;

  @BeforeEach
  void purses() throws SQLException {
    connection = database.dataSource().getConnection();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TEMPORARY TABLE purse (owner bigint, cents bigint, CHECK (cents >= 0))");
      statement.execute("INSERT INTO purse VALUES (1, 100), (2, 200), (3, 0)");
    }
  }

  @AfterEach
  void close() throws SQLException {
    connection.rollback();
    connection.close();
    database.close();
  }

  private static Pipeline.Answer<Long> sum(Pipeline pipeline, long without) {
    return pipeline.query(
        READ,
        columns -> columns.number(without),
        rows -> {
          rows.next();
          return rows.getLong(1);
        });
  }

  private static void take(Pipeline pipeline, long cents, List<Long> owners, Pipeline.Count count) {
    pipeline.update(TAKE, columns -> columns.number(cents).longs(owners, owner -> owner), count);
  }

  @Test
  void eachSeesWhatThoseBeforeItDidAndEachHasItsOwnAnswer() throws SQLException {
    Pipeline pipeline = new Pipeline(connection);
    List<Integer> counts = new ArrayList<>();

    Pipeline.Answer<Long> before = sum(pipeline, 9);
    take(pipeline, 30, List.of(1L, 2L), counts::add);
    Pipeline.Answer<Long> between = sum(pipeline, 1);
    take(pipeline, 50, List.of(2L, 3L), counts::add);
    Pipeline.Answer<String> after = sum(pipeline, 9).map(sum -> sum + " ¢");
    pipeline.send();

    assertThat(before.get()).isEqualTo(300);
    assertThat(between.get()).isEqualTo(170);
    assertThat(after.get()).isEqualTo("190 ¢");
    assertThat(counts).containsExactly(2, 1);
  }

  @Test
  void itIsSentOnceAndCanBeFilledAgain() throws SQLException {
    Pipeline pipeline = new Pipeline(connection);
    take(pipeline, 10, List.of(1L), one -> {});
    pipeline.send();
    pipeline.send();
    Pipeline.Answer<Long> left = sum(pipeline, 2);
    pipeline.send();

    assertThat(left.get()).isEqualTo(90);
  }

  @Test
  void whatIsNotSentIsNotAnswered() {
    Pipeline pipeline = new Pipeline(connection);
    Pipeline.Answer<Long> sum = sum(pipeline, 9);

    assertThatThrownBy(sum::get).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void afterAnErrorNothingIsDone() throws SQLException {
    Pipeline pipeline = new Pipeline(connection);
    List<Integer> counts = new ArrayList<>();
    take(pipeline, 101, List.of(1L), counts::add);
    take(pipeline, 1, List.of(2L), counts::add);

    assertThatThrownBy(pipeline::send)
        .isInstanceOfSatisfying(
            SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("23514"));
    assertThat(counts).isEmpty();
  }

  @Test
  void aRefusalIsToldInTheWordsOfItsTable() {
    Pipeline pipeline = new Pipeline(connection);
    pipeline.whenRefused("ledger", failure -> new IllegalStateException("not this", failure));
    pipeline.whenRefused("purse", failure -> new IllegalStateException("empty purse", failure));
    take(pipeline, 101, List.of(1L), one -> {});

    assertThatThrownBy(pipeline::send)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("empty purse")
        .hasCauseInstanceOf(SQLException.class);
  }

  @Test
  void whoCountsMayEndTheTransaction() {
    Pipeline pipeline = new Pipeline(connection);
    take(
        pipeline,
        1,
        List.of(7L),
        rows -> {
          throw new IllegalStateException("changed " + rows);
        });

    assertThatThrownBy(pipeline::send).hasMessage("changed 0");
  }
}
