package dev.everline.storage;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.MemberId;
import dev.everline.kernel.ProblemException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a module keeps of an account. The owner of a table brings its rows to the account's copy and
 * destroys them with the account; module {@code privacy} copies and erases through all
 * implementations, and knows no table. Their order as beans is that of the copy.
 */
public interface AccountData {

  /** The tables with rows of accounts, each with what becomes of it. */
  List<Table> tables();

  /**
   * Writes this module's files.
   *
   * @throws IOException when the copy can't be written on
   */
  default void export(AccountId account, AccountCopy copy) throws IOException {}

  /** What is kept of a member here, by the name it has among the member's fields. */
  default Map<String, Object> exportOf(MemberId member) {
    return Map.of();
  }

  /** When this is erased, compared to the rest. */
  default Turn turn() {
    return Turn.REST;
  }

  /**
   * Destroys what is to be destroyed, in the transaction that erases the account.
   *
   * @throws ProblemException CONFLICT while something is under way; nothing is erased then
   */
  default void erase(Connection connection, Erasure erasure) throws SQLException {}

  /** What comes before what, so that nobody adds to what is erased already. */
  enum Turn {
    /** Work that may be under way. */
    WORK,
    /** Lines, whose lock keeps the heartbeat and people from writing of them. */
    LINES,
    REST,
    /** The account and its members, to whom all else belongs. */
    PEOPLE
  }

  /**
   * An erasure under way.
   *
   * @param afterCommit takes what is to be done once the transaction is committed, such as deleting
   *     files
   */
  record Erasure(AccountId account, Instant now, List<Runnable> afterCommit) {}

  /** What becomes of rows when their account is erased. */
  enum Fate {
    DELETED,
    /** The row stays without what it says of people. */
    EMPTIED,
    KEPT
  }

  /**
   * A table with rows of accounts.
   *
   * @param file of the copy with the rows, or null when it has none
   * @param because why rows aren't in the copy, or aren't deleted; empty when both are
   */
  record Table(String name, @Nullable String file, Fate fate, String because) {

    public Table {
      if (because.isBlank() && (file == null || fate != Fate.DELETED)) {
        throw new IllegalArgumentException("Say why " + name + " isn't exported and deleted.");
      }
    }

    /** Rows that are exported, and deleted. */
    public static Table exported(String name, String file) {
      return new Table(name, file, Fate.DELETED, "");
    }

    /** Rows that are exported, and stay when the account is erased. */
    public static Table exportedAndKept(String name, String file, String because) {
      return new Table(name, file, Fate.KEPT, because);
    }

    /** Rows that are exported, and stay without what they say of people. */
    public static Table exportedAndEmptied(String name, String file, String because) {
      return new Table(name, file, Fate.EMPTIED, because);
    }

    /** Rows that are in no copy, and deleted. */
    public static Table deleted(String name, String whyNotExported) {
      return new Table(name, null, Fate.DELETED, whyNotExported);
    }

    /** Rows that are in no copy, and stay. */
    public static Table kept(String name, String because) {
      return new Table(name, null, Fate.KEPT, because);
    }
  }
}
