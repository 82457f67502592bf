package dev.everline.bench;

import dev.everline.carrier.CarrierConnector;
import dev.everline.catalog.Catalog;
import dev.everline.kernel.MicrosecondClock;
import dev.everline.kernel.Money;
import dev.everline.ledger.LedgerCheck;
import dev.everline.renewal.RenewalSettings;
import dev.everline.renewal.engine.Heartbeat;
import dev.everline.renewal.engine.RenewalEngine;
import dev.everline.renewal.engine.stop.SpendingLimits;
import dev.everline.renewal.engine.stop.SpendingLimits.Limit;
import dev.everline.storage.Seal;
import dev.everline.storage.Transactions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import javax.sql.DataSource;

/** Renews all that is due on a database and proves afterwards that it was done right. */
final class Sweep {

  private final DataSource dataSource;
  private final RenewalEngine engine;

  Sweep(
      DataSource dataSource,
      Seal seal,
      Catalog catalog,
      CarrierConnector carrier,
      Executor calls,
      int batch,
      int lanes) {
    this.dataSource = dataSource;
    this.engine =
        RenewalEngine.on(
            dataSource,
            seal,
            catalog,
            any -> Optional.of(carrier),
            settings(batch, lanes),
            calls,
            MicrosecondClock.system(),
            new SplittableRandom(1));
  }

  /** As in production, but for the breaker: a whole operator's lines are due in one minute here. */
  static RenewalSettings settings(int batch, int lanes) {
    RenewalSettings usual = RenewalSettings.defaults();
    Limit wide = new Limit(100_000_000, 1_000_000_000_00L);
    return new RenewalSettings(
        batch,
        lanes,
        usual.claim(),
        usual.recheck(),
        usual.tellAhead(),
        usual.maxCalls(),
        usual.maxOrders(),
        Money.usd(0),
        new SpendingLimits(usual.limits().line(), wide, wide));
  }

  /**
   * What a sweep took.
   *
   * @param renewed orders renewed
   */
  record Result(long renewed, Duration took) {
    double perSecond() {
      return renewed * 1e9 / took.toNanos();
    }
  }

  /**
   * @throws IllegalStateException when not each of the lines was renewed once, or the ledger is not
   *     sound
   */
  Result run(long expected) throws SQLException {
    long before = number("SELECT count(*) FROM renewal_order WHERE state = 'RENEWED'");
    long start = System.nanoTime();
    Heartbeat.Beat beat = engine.heartbeat().beat();
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    long renewed = number("SELECT count(*) FROM renewal_order WHERE state = 'RENEWED'") - before;
    if (renewed != expected || beat.renewed() != expected) {
      throw new IllegalStateException(
          "of " + expected + " lines due, " + renewed + " were renewed (" + beat + ")");
    }
    LedgerCheck.Proof proof = new Transactions(dataSource).run(new LedgerCheck()::run);
    if (!proof.isSound()) {
      throw new IllegalStateException("the ledger is not sound: " + proof.faults());
    }
    return new Result(renewed, took);
  }

  private long number(String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
