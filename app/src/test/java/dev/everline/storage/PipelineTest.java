package dev.everline.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
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
          "CREATE TEMPORARY TABLE purse (owner bigint, cents bigint,"
              + " CONSTRAINT never_overdrawn CHECK (cents >= 0),"
              + " CONSTRAINT never_full CHECK (cents < 1000))");
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
    pipeline.update(
        TAKE, owners.size(), columns -> columns.number(cents).longs(owners, owner -> owner), count);
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
  void aRefusalIsToldInTheWordsOfItsConstraint() {
    Pipeline pipeline = new Pipeline(connection);
    pipeline.whenRefused("never_full", failure -> new IllegalStateException("full purse", failure));
    pipeline.whenRefused(
        "never_overdrawn", failure -> new IllegalStateException("empty purse", failure));
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

  private static final String COLUMNS =
      """
      SELECT concat_ws(' ', v.a, v.b, v.c, v.d, v.e, v.f, date 'epoch' + v.g, v.h, v.i),
             concat_ws(' ', pg_typeof(v.a), pg_typeof(v.b), pg_typeof(v.d), pg_typeof(v.e),
                       pg_typeof(v.f), pg_typeof(v.g), pg_typeof(v.i))
        FROM (SELECT unnest(?) AS a, unnest(?) AS b, unnest(?) AS c, unnest(?) AS d,
                     unnest(?) AS e, unnest(?) AS f, unnest(?) AS g, unnest(?) AS h,
                     unnest(?) AS i) AS v
       WHERE v.a = ANY (?)
      """;

  private static Pipeline.Answer<String> columns(Pipeline pipeline, int rows) {
    List<String> one = List.of("naïve ' ? \\");
    return pipeline.query(
        COLUMNS,
        rows,
        columns ->
            columns
                .longs(one, any -> Long.MAX_VALUE)
                .nullableLongs(one, any -> 7L)
                .nullableLongs(one, any -> null)
                .ints(one, any -> -5)
                .texts(one, any -> any)
                .bytes(one, any -> new byte[] {0, -1})
                .dates(one, any -> LocalDate.of(2024, 2, 29))
                .texts(one, any -> null)
                .instants(one, any -> Instant.parse("1969-12-31T23:59:59.999999Z"))
                .longs(List.of(1L, Long.MAX_VALUE), any -> any),
        found -> {
          found.next();
          return found.getString(1) + " | " + found.getString(2);
        });
  }

  @Test
  void oneRowIsTheSameAsPlainValuesAndAsColumns() throws SQLException {
    Pipeline pipeline = new Pipeline(connection);
    Pipeline.Answer<String> asColumns = columns(pipeline, 0);
    Pipeline.Answer<String> asValues = columns(pipeline, 1);
    pipeline.send();

    assertThat(asValues.get())
        .isEqualTo(asColumns.get())
        .isEqualTo(
            "9223372036854775807 7 -5 naïve ' ? \\ \\x00ff 2024-02-29 -1"
                + " | bigint bigint integer text bytea integer bigint");
  }
}
