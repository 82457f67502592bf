package dev.everline.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Statements of a transaction that need no answer of each other, sent to the database in one trip.
 * They are done in their order, each sees what those before it did and what others have committed
 * until then; should one fail, none after it is done, and the transaction can only be rolled back.
 *
 * <p>For a batch of hundreds of rows a trip costs little; for one renewal by hand the trips were
 * most of its cost.
 */
public final class Pipeline {

  private static final String CHECK_VIOLATION = "23514";

  private final Connection connection;
  private final List<Step> steps = new ArrayList<>();
  private final Map<String, Function<SQLException, RuntimeException>> refusals = new HashMap<>();

  public Pipeline(Connection connection) {
    this.connection = connection;
  }

  /** Binds the parameters of a statement. */
  @FunctionalInterface
  public interface Binding {
    void to(Columns columns) throws SQLException;
  }

  /** Reads the rows of a query. */
  @FunctionalInterface
  public interface Reading<T> {
    T of(ResultSet rows) throws SQLException;
  }

  /** Looks at how many rows a statement has changed; what it throws ends the transaction. */
  @FunctionalInterface
  public interface Count {
    void is(int rows);
  }

  /** What a query answered, once it is sent. */
  public interface Answer<T> {

    /**
     * @throws IllegalStateException when the query was not sent yet
     */
    T get();

    /** What follows from it. */
    default <R> Answer<R> map(Function<T, R> follows) {
      return () -> follows.apply(get());
    }
  }

  private static final class Awaited<T> implements Answer<T> {
    private @Nullable T value;

    @Override
    public T get() {
      if (value == null) {
        throw new IllegalStateException("asked for before it was sent");
      }
      return value;
    }
  }

  private interface Outcome {
    void read(PreparedStatement statement) throws SQLException;
  }

  /**
   * @param single whether its columns have one row
   */
  private record Step(String sql, boolean single, Binding binding, Outcome outcome) {}

  private static final String COLUMN = "unnest(?)";

  /** The transaction's connection, for what has to be known at once. */
  public Connection connection() {
    return connection;
  }

  /** A statement that gives rows. */
  public <T> Answer<T> query(String sql, Binding binding, Reading<T> reading) {
    return query(sql, 0, binding, reading);
  }

  /**
   * The same over columns of so many rows. One row is sent as plain values instead of columns: for
   * the database that is a far simpler statement.
   */
  public <T> Answer<T> query(String sql, int rows, Binding binding, Reading<T> reading) {
    Awaited<T> answer = new Awaited<>();
    steps.add(
        new Step(
            sql,
            rows == 1,
            binding,
            statement -> {
              try (ResultSet found = statement.getResultSet()) {
                answer.value = reading.of(found);
              }
            }));
    return answer;
  }

  /** A statement that changes rows, as many as it finds. */
  public void update(String sql, Binding binding) {
    update(sql, 0, binding, any -> {});
  }

  /** The same over columns of so many rows; see {@link #query(String, int, Binding, Reading)}. */
  public void update(String sql, int rows, Binding binding) {
    update(sql, rows, binding, any -> {});
  }

  /** The same; how many rows it changed is looked at. */
  public void update(String sql, int rows, Binding binding, Count count) {
    steps.add(new Step(sql, rows == 1, binding, statement -> count.is(statement.getUpdateCount())));
  }

  /**
   * What to say when a check refuses what a statement wrote.
   *
   * @param constraint its name in the schema
   */
  public void whenRefused(String constraint, Function<SQLException, RuntimeException> problem) {
    refusals.put(constraint, problem);
  }

  /**
   * Sends what was gathered, and reads the answers.
   *
   * @throws SQLException the first error of a statement
   */
  public void send() throws SQLException {
    if (steps.isEmpty()) {
      return;
    }
    List<Step> sent = List.copyOf(steps);
    steps.clear();
    StringBuilder sql = new StringBuilder();
    BitSet single = new BitSet();
    int parameters = 0;
    for (Step step : sent) {
      sql.append(sql.isEmpty() ? "" : ";\n");
      parameters = append(sql, step, parameters, single);
    }
    try (PreparedStatement statement = connection.prepareStatement(sql.toString())) {
      Columns columns = new Columns(statement, single);
      for (Step step : sent) {
        step.binding().to(columns);
      }
      statement.execute();
      for (int i = 0; i < sent.size(); i++) {
        if (i > 0) {
          statement.getMoreResults();
        }
        sent.get(i).outcome().read(statement);
      }
    } catch (SQLException failure) {
      throw explained(failure);
    }
  }

  /**
   * @param before how many parameters there are before it
   * @param single gets the positions of the columns that are sent as plain values
   * @return how many there are with it
   */
  private static int append(StringBuilder sql, Step step, int before, BitSet single) {
    String text = step.sql().strip();
    int parameters = before;
    int from = 0;
    for (int at = text.indexOf('?'); at >= 0; at = text.indexOf('?', at + 1)) {
      parameters++;
      int start = at - COLUMN.indexOf('?');
      if (step.single() && start >= 0 && text.startsWith(COLUMN, start)) {
        single.set(parameters);
        sql.append(text, from, start).append('?');
        from = start + COLUMN.length();
      }
    }
    sql.append(text, from, text.length());
    return parameters;
  }

  private SQLException explained(SQLException failure) {
    ServerErrorMessage message =
        failure instanceof PSQLException refused ? refused.getServerErrorMessage() : null;
    if (message != null && CHECK_VIOLATION.equals(failure.getSQLState())) {
      Function<SQLException, RuntimeException> problem = refusals.get(message.getConstraint());
      if (problem != null) {
        throw problem.apply(failure);
      }
    }
    return failure;
  }
}
