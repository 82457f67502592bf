package dev.everline.storage.key;

import dev.everline.kernel.Bucket;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.storage.Columns;
import dev.everline.storage.Seal;
import dev.everline.storage.Sealed;
import dev.everline.storage.Transactions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import javax.sql.DataSource;

/**
 * Seals everything again with a new key, a batch at a time, while servers run. A batch is written
 * only where a value is still as it was read, so nothing that is changed meanwhile is lost; and one
 * that broke off is taken up where it was.
 *
 * <p>A server that meets a value of a key it doesn't know reads the file again, and goes over to
 * the new key within seconds. The key by which numbers and names are found stays: with another,
 * each hash would have to change at one moment on all servers.
 */
public final class KeyRotation {

  private static final int BATCH = 500;

  /** Longer than any server goes on sealing with a key that is the primary no more. */
  private static final Duration SETTLED = Duration.ofMinutes(1);

  private final Transactions transactions;
  private final Seal seal;
  private final Clock clock;

  public KeyRotation(DataSource dataSource, Seal seal, Clock clock) {
    this.transactions = new Transactions(dataSource);
    this.seal = seal;
    this.clock = clock;
  }

  /**
   * How many values each key has sealed, by the key's name; keys that sealed nothing are left out.
   */
  public Map<String, Long> uses() {
    Map<String, Long> uses = new TreeMap<>();
    for (Sealed what : Sealed.values()) {
      String sql =
          "SELECT encode(substring(%1$s FROM 2 FOR 4), 'hex'), count(*) FROM %2$s WHERE %1$s IS NOT NULL GROUP BY 1"
              .formatted(what.column(), what.table());
      Map<String, Long> counted =
          transactions.run(
              connection -> {
                Map<String, Long> of = new TreeMap<>();
                try (PreparedStatement statement = connection.prepareStatement(sql);
                    ResultSet row = statement.executeQuery()) {
                  while (row.next()) {
                    of.put(row.getString(1), row.getLong(2));
                  }
                }
                return of;
              });
      counted.forEach((key, count) -> uses.merge(key, count, Long::sum));
    }
    return uses;
  }

  /**
   * Only adds the key of the next rotation to the file, for servers that read copies of it: they
   * are to be given the file before {@link #rotate} seals with that key.
   */
  public void prepare() {
    if (!newestIsPrimary()) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "A key has already been prepared; 'everline keys rotate' switches to it.");
    }
    seal.file().add();
    seal.reload();
  }

  /**
   * Goes over to the key that was prepared, or to a new one; one that broke off goes on with its
   * key.
   *
   * @param progress is told how many of the 1,024 buckets are done
   * @return how many values were sealed again
   */
  public long rotate(IntConsumer progress) {
    if (newestIsPrimary() && nothingIsOlder()) {
      seal.file().add();
    }
    if (!newestIsPrimary()) {
      seal.file().promoteNewest();
    }
    seal.reload();
    transactions.run(connection -> KeyCheck.noteAgain(connection, seal));
    long sealed = 0;
    for (int bucket = 0; bucket < Bucket.COUNT; bucket++) {
      for (Sealed what : Sealed.values()) {
        sealed += sealAgain(what, bucket);
      }
      progress.accept(bucket + 1);
    }
    return sealed;
  }

  /**
   * Forgets the keys that seal nothing any more. Backups made before the rotation can then be read
   * only with a copy of the file from before.
   *
   * @return how many keys are gone
   * @throws ProblemException CONFLICT while one of them is needed, or may be
   */
  public int prune() {
    if (!newestIsPrimary() || !nothingIsOlder()) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "Some values are still sealed with older keys; let 'everline keys rotate' finish first.");
    }
    Instant changedAt;
    try {
      changedAt = seal.file().changedAt().toInstant();
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
    if (clock.instant().isBefore(changedAt.plus(SETTLED))) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "The key file was changed less than a minute ago, and a server may still seal with an older"
              + " key. Try again in a minute.");
    }
    int before = seal.file().keys().size();
    seal.file().keepPrimaryOnly();
    seal.reload();
    return before - 1;
  }

  private boolean newestIsPrimary() {
    return seal.file().keys().getLast().primary();
  }

  private boolean nothingIsOlder() {
    String primary =
        seal.file().keys().stream()
            .filter(KeyFile.Key::primary)
            .map(KeyFile.Key::name)
            .findFirst()
            .orElseThrow();
    return uses().keySet().stream().allMatch(primary::equals);
  }

  private long sealAgain(Sealed what, int bucket) {
    long sealed = 0;
    long from = Long.MIN_VALUE;
    while (true) {
      long start = from;
      Batch batch =
          transactions.run(
              connection -> {
                List<Value> found = older(connection, what, bucket, start);
                return new Batch(found, write(connection, what, bucket, found));
              });
      sealed += batch.written();
      if (batch.found().size() < BATCH) {
        return sealed;
      }
      from = batch.found().getLast().row();
    }
  }

  private record Batch(List<Value> found, int written) {}

  /** A value as it was read. */
  private static final class Value {
    private final long row;
    private final byte[] sealed;

    Value(long row, byte[] sealed) {
      this.row = row;
      this.sealed = sealed;
    }

    long row() {
      return row;
    }
  }

  private List<Value> older(Connection connection, Sealed what, int bucket, long from)
      throws SQLException {
    // Served by each table's key, which begins with the bucket and the row's id.
    String sql =
        """
        SELECT %1$s, %2$s FROM %3$s
         WHERE bucket = ? AND %1$s >= ? AND %2$s IS NOT NULL AND substring(%2$s FROM 2 FOR 4) <> ?
         ORDER BY %1$s LIMIT %4$d
        """
            .formatted(what.key(), what.column(), what.table(), BATCH);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(1, bucket);
      statement.setLong(2, from);
      statement.setBytes(3, ByteBuffer.allocate(Integer.BYTES).putInt(seal.primary()).array());
      List<Value> values = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          values.add(new Value(row.getLong(1), row.getBytes(2)));
        }
      }
      return values;
    }
  }

  private int write(Connection connection, Sealed what, int bucket, List<Value> values)
      throws SQLException {
    if (values.isEmpty()) {
      return 0;
    }
    String sql =
        """
        UPDATE %3$s t SET %2$s = u.after
          FROM (SELECT unnest(?) AS id, unnest(?) AS before, unnest(?) AS after) AS u
         WHERE t.bucket = ? AND t.%1$s = u.id AND t.%2$s = u.before
        """
            .formatted(what.key(), what.column(), what.table());
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement)
          .longs(values, Value::row)
          .bytes(values, value -> value.sealed)
          .bytes(values, value -> seal.again(what, value.row, value.sealed))
          .number(bucket);
      return statement.executeUpdate();
    }
  }
}
