package dev.everline.storage;

import java.time.Duration;

/**
 * Asks the database every few seconds whether it answers and its keys open what it holds, so that a
 * server that nobody uses notices an outage too, and ends it where it can.
 */
public final class DatabaseWatch extends BackgroundLoop {

  private static final Duration REST = Duration.ofSeconds(5);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  /** A question that takes longer than this isn't answered. */
  private static final Duration OLD = Duration.ofSeconds(30);

  private final Database database;
  private volatile boolean answers;
  private volatile boolean opens = true;

  DatabaseWatch(Database database) {
    super("database-watch", AFTER_FAILURE);
    this.database = database;
  }

  @Override
  protected Duration work() {
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
