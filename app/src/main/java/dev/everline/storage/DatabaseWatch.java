package dev.everline.storage;

import dev.everline.kernel.setting.ByteSize;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the database every few seconds whether it answers and its keys open what it holds, so that a
 * server that nobody uses notices an outage too, and ends it where it can. Looks at the room on its
 * disk too, where that is this machine's.
 */
public final class DatabaseWatch extends BackgroundLoop {

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseWatch.class);
  private static final Duration REST = Duration.ofSeconds(5);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  /** A question that takes longer than this isn't answered. */
  private static final Duration OLD = Duration.ofSeconds(30);

  /**
   * With less left than this the server's next file of its log may not fit, and it stops: 16 MB,
   * and as much again for what it writes meanwhile.
   */
  static final long LEAST_ROOM = 32L << 20;

  private final Database database;
  private final LongSupplier room;
  private volatile boolean hasRoom = true;
  private volatile boolean answers;
  private volatile boolean opens = true;

  DatabaseWatch(Database database) {
    this(database, database::bytesLeft);
  }

  /**
   * @param room what the database's disk has left, in bytes
   */
  DatabaseWatch(Database database, LongSupplier room) {
    super("database-watch", AFTER_FAILURE);
    this.database = database;
    this.room = room;
  }

  @Override
  protected Duration work() {
    lookForRoom();
    try {
      opens = database.isOpenedByItsKeys();
      answers = true;
      return REST;
    } catch (RuntimeException failure) {
      answers = false;
      database.recover();
      throw failure;
    }
  }

  private void lookForRoom() {
    long left = room.getAsLong();
    boolean enough = left >= LEAST_ROOM;
    if (hasRoom && !enough) {
      LOG.error(
          "The database's disk is nearly full, with {} left: free up space before the database stops",
          ByteSize.english(left));
    } else if (enough && !hasRoom) {
      LOG.info("The database's disk has space again");
    }
    hasRoom = enough;
  }

  /** Whether the database's disk had room when it was looked at last. */
  public boolean hasRoom() {
    return hasRoom;
  }

  /** Whether the database answered when it was asked last, and that wasn't long ago. */
  public boolean databaseAnswers() {
    Pulse pulse = pulse();
    return answers && pulse.sincePass() != null && pulse.sincePass().compareTo(OLD) < 0;
  }

  /** Whether the keys opened what the database holds when it answered last. */
  public boolean keysOpen() {
    return opens;
  }
}
