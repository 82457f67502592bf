package dev.everline.ledger;

import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.storage.Columns;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Pipeline;
import dev.everline.storage.Rows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Posts transfers within the caller's transaction, so that money moves if and only if the rest of
 * that transaction does.
 *
 * <p>A transfer is one row that debits one account and credits another with the same amount: the
 * database can't contain an unbalanced one. To change the ledger of a bucket, first take the
 * bucket's lock ({@link #lock}), after any locks on lines and orders; so deadlocks can't happen.
 */
public final class Ledger {

  private final IdAllocator ids;

  /** Ids of Everline's own accounts, which never change once created; owners' are not cached. */
  private final Map<HouseAccount, Long> house = new ConcurrentHashMap<>();

  private record HouseAccount(int bucket, LedgerKey key) {}

  /** Ids of recently read wallets, which never change either; bounded, and cleared all at once. */
  private final Map<LedgerKey, Long> wallets = new ConcurrentHashMap<>();

  private static final int WALLETS_KEPT = 100_000;

  /** The check that no wallet and no clearing goes below zero, as PostgreSQL has named it. */
  private static final String NEVER_OVERDRAWN = "ledger_account_check";

  public Ledger(IdAllocator ids) {
    this.ids = ids;
  }

  /** Locks the bucket's ledger until the transaction ends. */
  public void lock(Pipeline pipeline, int bucket) {
    pipeline.query(
        "SELECT pg_advisory_xact_lock(?, ?)",
        // The first number keeps these locks apart from other locks in the same database.
        columns -> columns.number(0x1ED6E5).number(bucket),
        taken -> true);
  }

  /** The same at once. */
  public void lock(Connection connection, int bucket) throws SQLException {
    Pipeline pipeline = new Pipeline(connection);
    lock(pipeline, bucket);
    pipeline.send();
  }

  /**
   * What owners have to spend, by owner. Owners without a wallet are absent.
   *
   * @param owners account ids of one bucket
   */
  public Pipeline.Answer<Map<Long, Money>> wallets(
      Pipeline pipeline, int bucket, Collection<Long> owners, Currency currency) {
    // Served by ledger_account_of (bucket, owner_id, kind, ...).
    String sql =
        """
        SELECT owner_id, balance, id,
               xmin::text = pg_current_xact_id_if_assigned()::xid::text AS fresh
          FROM ledger_account
         WHERE bucket = ? AND owner_id = ANY (?) AND kind = 'WALLET' AND subject = '' AND currency = ?
        """;
    return pipeline.query(
        sql,
        columns ->
            columns
                .number(bucket)
                .longs(List.copyOf(owners), owner -> owner)
                .text(currency.getCurrencyCode()),
        rows -> {
          Map<Long, Money> found = new HashMap<>();
          while (rows.next()) {
            found.put(rows.getLong(1), new Money(rows.getLong(2), currency));
            if (!rows.getBoolean(4)) {
              keep(
                  new LedgerKey(
                      rows.getLong(1), LedgerAccountKind.WALLET, "", currency.getCurrencyCode()),
                  rows.getLong(3));
            }
          }
          return found;
        });
  }

  private void keep(LedgerKey wallet, long id) {
    if (wallets.size() >= WALLETS_KEPT) {
      wallets.clear();
    }
    wallets.put(wallet, id);
  }

  /**
   * A line of the statement of an owner's account.
   *
   * @param number the transfer's number; a process's later transfers have greater ones
   * @param amount positive when it came in, negative when it went out
   * @param orderId the renewal it belongs to, see {@link Posting}; or null
   */
  public record Entry(
      long number, Posting.Kind kind, Money amount, @Nullable Long orderId, Instant at) {}

  /**
   * The statement of an owner's account, newest first, below a transfer.
   *
   * @param of their wallet, or what they paid outside it
   * @param below the number of a transfer, or null for the newest
   */
  public List<Entry> entries(
      Connection connection, int bucket, LedgerKey of, @Nullable Long below, int limit)
      throws SQLException {
    // Served by ledger_account_of, then ledger_transfer_wallet (bucket, wallet_id, id).
    String sql =
        """
        SELECT t.id, t.kind, CASE WHEN t.credit_id = w.id THEN t.amount ELSE -t.amount END,
               t.order_id, t.at
          FROM ledger_account w
          JOIN ledger_transfer t ON t.bucket = w.bucket AND t.wallet_id = w.id AND t.id < ?
         WHERE w.bucket = ? AND w.owner_id = ? AND w.kind = ? AND w.subject = '' AND w.currency = ?
         ORDER BY t.id DESC LIMIT ?
        """;
    Currency currency = Money.currency(of.currency());
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement)
          .number(below == null ? Long.MAX_VALUE : below)
          .number(bucket)
          .number(of.owner())
          .text(of.kind().name())
          .text(of.currency())
          .number(limit);
      List<Entry> entries = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          entries.add(
              new Entry(
                  row.getLong(1),
                  Posting.Kind.valueOf(row.getString(2)),
                  new Money(row.getLong(3), currency),
                  Rows.idOrNull(row, 4, order -> order),
                  Rows.instant(row, 5)));
        }
      }
      return entries;
    }
  }

  /**
   * Posts transfers and moves the balances they touch. The caller holds {@link #lock}, and sends
   * the pipeline; that throws ProblemException INSUFFICIENT_FUNDS when a wallet or the clearing
   * would go below zero, and the transaction must then be rolled back.
   *
   * @throws SQLException when the accounts can't be found or created
   */
  public void post(Pipeline pipeline, int bucket, List<Posting> postings, Instant at)
      throws SQLException {
    if (postings.isEmpty()) {
      return;
    }
    Connection connection = pipeline.connection();
    Map<LedgerKey, Long> accounts = resolve(connection, bucket, postings);
    long[] numbers = ids.next(connection, bucket, postings.size());
    insert(pipeline, bucket, postings, accounts, numbers, at);
    moveBalances(pipeline, bucket, postings, accounts);
  }

  private static void insert(
      Pipeline pipeline,
      int bucket,
      List<Posting> postings,
      Map<LedgerKey, Long> accounts,
      long[] numbers,
      Instant at) {
    String sql =
        """
        INSERT INTO ledger_transfer
               (bucket, id, debit_id, credit_id, amount, currency, kind, order_id, wallet_id, at)
        SELECT ?, t.id, t.debit, t.credit, t.amount, t.currency, t.kind, t.order_id, t.wallet, ?
          FROM (SELECT unnest(?) AS id, unnest(?) AS debit, unnest(?) AS credit,
                       unnest(?) AS amount, unnest(?) AS currency, unnest(?) AS kind,
                       unnest(?) AS order_id, unnest(?) AS wallet) AS t
        """;
    int[] next = {0};
    pipeline.update(
        sql,
        postings.size(),
        columns ->
            columns
                .number(bucket)
                .instant(at)
                .longs(postings, posting -> numbers[next[0]++])
                .longs(postings, posting -> id(accounts, posting.debit()))
                .longs(postings, posting -> id(accounts, posting.credit()))
                .longs(postings, posting -> posting.amount().minor())
                .texts(postings, posting -> posting.amount().currency().getCurrencyCode())
                .texts(postings, posting -> posting.kind().name())
                .nullableLongs(postings, Posting::orderId)
                .nullableLongs(
                    postings,
                    posting -> {
                      LedgerKey wallet = posting.wallet();
                      return wallet == null ? null : id(accounts, wallet);
                    }));
  }

  private static void moveBalances(
      Pipeline pipeline, int bucket, List<Posting> postings, Map<LedgerKey, Long> accounts) {
    Map<Long, Long> deltas = new TreeMap<>();
    for (Posting posting : postings) {
      long minor = posting.amount().minor();
      deltas.merge(id(accounts, posting.debit()), -minor, Math::addExact);
      deltas.merge(id(accounts, posting.credit()), minor, Math::addExact);
    }
    deltas.values().removeIf(delta -> delta == 0);
    String sql =
        """
        UPDATE ledger_account a
           SET balance = a.balance + d.delta
          FROM (SELECT unnest(?) AS id, unnest(?) AS delta) AS d
         WHERE a.bucket = ? AND a.id = d.id
        """;
    List<Map.Entry<Long, Long>> rows = List.copyOf(deltas.entrySet());
    pipeline.whenRefused(
        NEVER_OVERDRAWN,
        failure ->
            new ProblemException(
                ProblemType.INSUFFICIENT_FUNDS,
                "The wallet doesn't have enough money for this; add money first.",
                failure));
    pipeline.update(
        sql,
        rows.size(),
        columns ->
            columns.longs(rows, Map.Entry::getKey).longs(rows, Map.Entry::getValue).number(bucket),
        moved -> {
          if (moved != rows.size()) {
            throw new ProblemException(
                ProblemType.LEDGER_UNBALANCED,
                "The ledger of bucket "
                    + bucket
                    + " lost an account while posting; run 'ledger check'.");
          }
        });
  }

  private static long id(Map<LedgerKey, Long> accounts, LedgerKey key) {
    Long id = accounts.get(key);
    if (id == null) {
      throw new IllegalStateException("unresolved ledger account of kind " + key.kind());
    }
    return id;
  }

  private Map<LedgerKey, Long> resolve(Connection connection, int bucket, List<Posting> postings)
      throws SQLException {
    Map<LedgerKey, @Nullable Long> needed = new LinkedHashMap<>();
    for (Posting posting : postings) {
      needed.putIfAbsent(posting.debit(), null);
      needed.putIfAbsent(posting.credit(), null);
    }
    Map<LedgerKey, Long> found = new HashMap<>();
    List<LedgerKey> unknown = new ArrayList<>();
    for (LedgerKey key : needed.keySet()) {
      Long known = key.owner() == 0 ? house.get(new HouseAccount(bucket, key)) : wallets.get(key);
      if (known == null) {
        unknown.add(key);
      } else {
        found.put(key, known);
      }
    }
    find(connection, bucket, unknown, found);
    unknown.removeIf(found::containsKey);
    if (!unknown.isEmpty()) {
      create(connection, bucket, unknown);
      // Read back rather than kept: the ids of this insert are gone if the transaction is.
      find(connection, bucket, unknown, found);
    }
    return found;
  }

  private void find(
      Connection connection, int bucket, List<LedgerKey> keys, Map<LedgerKey, Long> found)
      throws SQLException {
    if (keys.isEmpty()) {
      return;
    }
    // Served by ledger_account_of. xmin tells rows of this very transaction, which may yet vanish.
    String sql =
        """
        SELECT a.id, a.owner_id, a.kind, a.subject, a.currency,
               a.xmin::text = pg_current_xact_id_if_assigned()::xid::text AS fresh
          FROM (SELECT unnest(?) AS owner_id, unnest(?) AS kind, unnest(?) AS subject,
                       unnest(?) AS currency) AS k
          JOIN ledger_account a
            ON a.bucket = ? AND a.owner_id = k.owner_id AND a.kind = k.kind
           AND a.subject = k.subject AND a.currency = k.currency
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement)
          .longs(keys, LedgerKey::owner)
          .texts(keys, key -> key.kind().name())
          .texts(keys, LedgerKey::subject)
          .texts(keys, LedgerKey::currency)
          .number(bucket);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          LedgerKey key =
              new LedgerKey(
                  rows.getLong(2),
                  LedgerAccountKind.valueOf(rows.getString(3)),
                  rows.getString(4),
                  rows.getString(5));
          found.put(key, rows.getLong(1));
          if (key.owner() == 0 && !rows.getBoolean(6)) {
            house.put(new HouseAccount(bucket, key), rows.getLong(1));
          }
        }
      }
    }
  }

  private void create(Connection connection, int bucket, List<LedgerKey> keys) throws SQLException {
    String sql =
        """
        INSERT INTO ledger_account (bucket, id, owner_id, kind, subject, currency)
        SELECT ?, k.id, k.owner_id, k.kind, k.subject, k.currency
          FROM (SELECT unnest(?) AS id, unnest(?) AS owner_id, unnest(?) AS kind,
                       unnest(?) AS subject, unnest(?) AS currency) AS k
        ON CONFLICT (bucket, owner_id, kind, subject, currency) DO NOTHING
        """;
    long[] numbers = ids.next(connection, bucket, keys.size());
    int[] next = {0};
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement)
          .number(bucket)
          .longs(keys, key -> numbers[next[0]++])
          .longs(keys, LedgerKey::owner)
          .texts(keys, key -> key.kind().name())
          .texts(keys, LedgerKey::subject)
          .texts(keys, LedgerKey::currency);
      statement.executeUpdate();
    }
  }
}
