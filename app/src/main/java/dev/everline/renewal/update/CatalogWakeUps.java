package dev.everline.renewal.update;

import dev.everline.catalog.Catalog;
import dev.everline.catalog.install.CatalogListener;
import dev.everline.line.due.CatalogLines;
import dev.everline.storage.Columns;
import dev.everline.storage.Transactions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes the lines of carriers of which the catalog says something else than before, whether by a
 * bundle, by the owner's files or by a new version of the program: a rule that became shorter would
 * otherwise be noticed when it is too late. A line too many costs a look, one too few a number.
 */
public final class CatalogWakeUps implements CatalogListener {

  private static final Logger LOG = LoggerFactory.getLogger(CatalogWakeUps.class);

  /** Buckets are woken one after another, so that a large installation isn't processed at once. */
  private static final Duration PACE = Duration.ofMillis(100);

  private final Transactions transactions;
  private final Catalog catalog;
  private final Clock clock;
  private final Runnable news;

  /**
   * @param news tells the heartbeat that lines are due
   */
  public CatalogWakeUps(Transactions transactions, Catalog catalog, Clock clock, Runnable news) {
    this.transactions = transactions;
    this.catalog = catalog;
    this.clock = clock;
    this.news = news;
  }

  /**
   * Compared with what is recorded at the start, and with the catalog before on a change: another
   * server may have recorded the new one already, while this one still decided by the old.
   */
  @Override
  public void changedFrom(@Nullable Catalog before) {
    Map<String, String> now = hashes(catalog);
    Map<String, String> old =
        before == null ? transactions.read(CatalogWakeUps::recorded) : hashes(before);
    Set<String> changed = new TreeSet<>(old.keySet());
    changed.addAll(now.keySet());
    changed.removeIf(
        carrier -> now.getOrDefault(carrier, "").equals(old.getOrDefault(carrier, "")));
    if (changed.isEmpty()) {
      return;
    }
    int woken = wake(changed);
    transactions.run(
        connection -> {
          record(connection, now);
          return true;
        });
    if (woken > 0) {
      LOG.info("The catalog has changed; {} lines will be checked", woken);
      news.run();
    }
  }

  private int wake(Set<String> carriers) {
    Instant at = clock.instant();
    int woken = 0;
    for (int bucket : transactions.read(connection -> CatalogLines.buckets(connection, carriers))) {
      Instant turn = at;
      woken +=
          transactions.run(connection -> CatalogLines.wake(connection, bucket, carriers, turn));
      at = at.plus(PACE);
    }
    return woken;
  }

  /** All that decisions about a carrier's lines rest on, hashed, by the carrier's id. */
  static Map<String, String> hashes(Catalog catalog) {
    String fees = new TreeMap<>(catalog.prepaidFees()).toString();
    Map<String, String> hashes = new TreeMap<>();
    catalog
        .carriers()
        .forEach(
            (id, carrier) -> {
              List<String> known = new ArrayList<>();
              catalog
                  .plansOf(id)
                  .forEach(plan -> known.add(plan + " " + catalog.lapseRule(plan.lapseRule())));
              catalog
                  .refillAmounts()
                  .forEach(
                      (of, amounts) -> {
                        if (amounts.carrier().equals(id)) {
                          known.add(of + " " + amounts);
                        }
                      });
              known.sort(null);
              hashes.put(id, sha256(carrier.zone() + " " + carrier.service() + known + fees));
            });
    return hashes;
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("SHA-256 is always there", impossible);
    }
  }

  private static Map<String, String> recorded(Connection connection) throws SQLException {
    Map<String, String> recorded = new TreeMap<>();
    try (PreparedStatement statement =
            connection.prepareStatement("SELECT carrier, hash FROM catalog_seen");
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        recorded.put(row.getString(1), row.getString(2));
      }
    }
    return recorded;
  }

  private static void record(Connection connection, Map<String, String> hashes)
      throws SQLException {
    List<Map.Entry<String, String>> all = List.copyOf(hashes.entrySet());
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM catalog_seen WHERE carrier <> ALL (?)")) {
      new Columns(delete).texts(all, Map.Entry::getKey);
      delete.executeUpdate();
    }
    String sql =
        """
        INSERT INTO catalog_seen (carrier, hash) SELECT unnest(?), unnest(?)
        ON CONFLICT (carrier) DO UPDATE SET hash = excluded.hash
        """;
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      new Columns(insert).texts(all, Map.Entry::getKey).texts(all, Map.Entry::getValue);
      insert.executeUpdate();
    }
  }
}
