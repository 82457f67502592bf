package dev.everline.storage;

import dev.everline.kernel.BucketedId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Hands out the numbers of ids, each once over all processes: blocks come from a sequence of the
 * database, numbers from the block in hand. Numbers of a process rise, so that new rows stand at
 * the end of their index. A crash loses the rest of a block, which does no harm.
 */
public final class IdAllocator {

  /** Numbers a block holds. 2^53 numbers are 2^41 blocks. */
  private static final int BLOCK = 4096;

  private final DataSource dataSource;
  private long next;
  private long end;

  public IdAllocator(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** The next id in a bucket. */
  public long next(int bucket) {
    return next(bucket, 1)[0];
  }

  /** The next ids in a bucket, rising; outside of any transaction. */
  public synchronized long[] next(int bucket, int count) {
    if (end - next >= count) {
      return take(bucket, count);
    }
    try (Connection connection = dataSource.getConnection()) {
      return next(connection, bucket, count);
    } catch (SQLException failure) {
      throw new DataAccessResourceFailureException("No numbers for new ids", failure);
    }
  }

  /**
   * The next ids in a bucket, rising, within a transaction. Its own connection is used: were
   * another asked of the pool, many transactions at once could each hold one and wait for one more.
   */
  public synchronized long[] next(Connection connection, int bucket, int count)
      throws SQLException {
    long[] ids = new long[count];
    for (int i = 0; i < count; i++) {
      if (next == end) {
        long block = nextBlock(connection);
        next = block * BLOCK;
        end = next + BLOCK;
      }
      ids[i] = BucketedId.compose(bucket, next++);
    }
    return ids;
  }

  private long[] take(int bucket, int count) {
    long[] ids = new long[count];
    for (int i = 0; i < count; i++) {
      ids[i] = BucketedId.compose(bucket, next++);
    }
    return ids;
  }

  /** A number that a transaction took stays taken even when it is rolled back. */
  private static long nextBlock(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT nextval('id_block')");
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}
