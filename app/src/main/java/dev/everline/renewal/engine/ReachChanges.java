package dev.everline.renewal.engine;

import dev.everline.catalog.Catalog;
import dev.everline.line.due.CarrierWakeUps;
import dev.everline.renewal.decide.Routes;
import dev.everline.storage.Columns;
import dev.everline.storage.Transactions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes lines whose carrier Everline has become able or unable to pay since the last start: their
 * notices and their owners' wishes depend on it.
 */
public final class ReachChanges {

  private static final Logger LOG = LoggerFactory.getLogger(ReachChanges.class);

  /**
   * Buckets are woken one after another, so that a large installation isn't processed all at once.
   */
  private static final Duration PACE = Duration.ofMillis(100);

  private final Transactions transactions;
  private final Catalog catalog;
  private final Routes routes;
  private final Clock clock;

  ReachChanges(Transactions transactions, Catalog catalog, Routes routes, Clock clock) {
    this.transactions = transactions;
    this.catalog = catalog;
    this.routes = routes;
    this.clock = clock;
  }

  /**
   * Compares the connected carriers with those of the last start. If several servers do so at once,
   * one or each of them wakes the lines, which does no harm; if one dies meanwhile, the next start
   * does it all.
   *
   * @return how many lines will be looked at
   */
  public int lookAround() {
    Set<String> connected =
        catalog.carriers().keySet().stream()
            .filter(carrier -> routes.to(carrier).isPresent())
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> before = transactions.run(ReachChanges::recorded).orElse(null);
    Set<String> changed = new TreeSet<>(catalog.carriers().keySet());
    if (before == null) {
      // So far nobody was told that these can't be paid.
      changed.removeAll(connected);
    } else {
      changed.removeIf(carrier -> connected.contains(carrier) == before.contains(carrier));
    }
    if (before != null && changed.isEmpty()) {
      return 0;
    }
    int woken = changed.isEmpty() ? 0 : wake(changed);
    transactions.run(
        connection -> {
          record(connection, connected, clock.instant());
          return true;
        });
    if (woken > 0) {
      LOG.info("The connected carriers have changed; {} lines will be checked", woken);
    }
    return woken;
  }

  private int wake(Set<String> carriers) {
    Instant at = clock.instant();
    int woken = 0;
    for (int bucket :
        transactions.run(connection -> CarrierWakeUps.buckets(connection, carriers))) {
      Instant turn = at;
      woken +=
          transactions.run(connection -> CarrierWakeUps.wake(connection, bucket, carriers, turn));
      at = at.plus(PACE);
    }
    return woken;
  }

  private static Optional<Set<String>> recorded(Connection connection) throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement("SELECT carriers FROM connected_carriers");
        ResultSet row = statement.executeQuery()) {
      return row.next()
          ? Optional.of(Set.copyOf(Arrays.asList((String[]) row.getArray(1).getArray())))
          : Optional.empty();
    }
  }

  private static void record(Connection connection, Set<String> carriers, Instant now)
      throws SQLException {
    String sql =
        """
        INSERT INTO connected_carriers (carriers, at) VALUES (?, ?)
        ON CONFLICT (one_row) DO UPDATE SET carriers = excluded.carriers, at = excluded.at
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).texts(List.copyOf(carriers), Function.identity()).instant(now);
      statement.executeUpdate();
    }
  }
}
