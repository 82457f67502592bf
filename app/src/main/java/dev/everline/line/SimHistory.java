package dev.everline.line;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.line.seal.LineHashes;
import dev.everline.storage.Seal;
import dev.everline.storage.Sealed;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Which SIMs lines have been in, and since when. Every statement names one bucket. */
public final class SimHistory {

  /**
   * A SIM that a line is or was in.
   *
   * @param since when Everline first knew the line in it
   * @param until when the line was moved to another, or null for the present one
   * @param source who said so
   */
  public record Use(String iccid, Instant since, @Nullable Instant until, String source) {

    /** Without the number of the SIM, so that it may be logged. */
    @Override
    public String toString() {
      return "Use[" + since + ".." + until + "]";
    }
  }

  private final JdbcClient jdbc;
  private final Seal seal;

  /**
   * @param seal of the database's personal data
   */
  public SimHistory(DataSource dataSource, Seal seal) {
    this.jdbc = JdbcClient.create(dataSource);
    this.seal = seal;
  }

  /** The same on one connection, in whose transaction everything then happens. */
  static SimHistory on(Connection connection, Seal seal) {
    return new SimHistory(new SingleConnectionDataSource(connection, true), seal);
  }

  /** The SIMs that a line has been in, newest first. */
  public List<Use> of(LineId id) {
    // A line that never changed its SIM has no row in line_iccid: its SIM is the one it came with.
    String sql =
        """
        SELECT h.iccid, h.since, h.until, h.source
          FROM line_iccid h WHERE h.bucket = :bucket AND h.line_id = :id
         UNION ALL
        SELECT l.iccid, l.created_at, NULL, 'owner'
          FROM line l
         WHERE l.bucket = :bucket AND l.id = :id AND l.iccid IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM line_iccid h
                            WHERE h.bucket = l.bucket AND h.line_id = l.id AND h.until IS NULL)
         ORDER BY since DESC, until DESC NULLS FIRST
        """;
    return jdbc.sql(sql)
        .param("bucket", id.bucket())
        .param("id", id.value())
        .query(
            (row, number) ->
                new Use(
                    seal.open(Sealed.FORMER_SIM, id.value(), row.getBytes(1)),
                    Objects.requireNonNull(instant(row, 2)),
                    instant(row, 3),
                    row.getString(4)))
        .list();
  }

  /** The SIMs, oldest first, of those of an account's lines that have changed theirs. */
  public Map<LineId, List<Use>> ofThoseThatChanged(AccountId account, List<LineId> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    String sql =
        """
        SELECT line_id, iccid, since, until, source FROM line_iccid
         WHERE bucket = :bucket AND line_id IN (:ids) ORDER BY line_id, since
        """;
    Map<LineId, List<Use>> sims = new LinkedHashMap<>();
    jdbc.sql(sql)
        .param("bucket", account.bucket())
        .param("ids", ids.stream().map(LineId::value).toList())
        .query(
            row -> {
              LineId id = new LineId(row.getLong(1));
              sims.computeIfAbsent(id, any -> new ArrayList<>())
                  .add(
                      new Use(
                          seal.open(Sealed.FORMER_SIM, id.value(), row.getBytes(2)),
                          Objects.requireNonNull(instant(row, 3)),
                          instant(row, 4),
                          row.getString(5)));
            });
    return sims;
  }

  /** The account's lines that are in a SIM now; more than one only where older versions let it. */
  List<LineId> linesIn(AccountId account, String iccid) {
    // Served by line_sim.
    String sql =
        """
        SELECT id FROM line
         WHERE bucket = :bucket AND account_id = :account AND removed_at IS NULL
           AND iccid_hash = ANY (:sim)
        """;
    return jdbc.sql(sql)
        .param("bucket", account.bucket())
        .param("account", account.value())
        .param("sim", LineHashes.ofSimHoweverSpelled(seal, account, iccid).toArray(byte[][]::new))
        .query((row, number) -> new LineId(row.getLong(1)))
        .list();
  }

  /** The line moved from one SIM to another now. */
  void change(Line before, @Nullable String iccid, Instant now, String source) {
    String close =
        """
        UPDATE line_iccid SET until = :now
         WHERE bucket = :bucket AND line_id = :id AND until IS NULL
        """;
    int closed =
        jdbc.sql(close)
            .param("now", at(now))
            .param("bucket", before.id().bucket())
            .param("id", before.id().value())
            .update();
    String old = before.iccid();
    if (closed == 0 && old != null) {
      insert(before, new Use(old, before.createdAt(), now, source));
    }
    if (iccid != null) {
      insert(before, new Use(iccid, now, null, source));
    }
  }

  private void insert(Line line, Use sim) {
    LineId id = line.id();
    String sql =
        """
        INSERT INTO line_iccid (bucket, line_id, iccid, iccid_hash, since, until, source)
        VALUES (:bucket, :id, :iccid, :iccid_hash, :since, :until, :source)
        ON CONFLICT (bucket, line_id, iccid_hash, since) DO UPDATE SET until = excluded.until
        """;
    jdbc.sql(sql)
        .param("bucket", id.bucket())
        .param("id", id.value())
        .param("iccid", seal.seal(Sealed.FORMER_SIM, id.value(), sim.iccid()))
        .param("iccid_hash", LineHashes.ofSim(seal, line.account(), sim.iccid()))
        .param("since", at(sim.since()))
        .param("until", sim.until() == null ? null : at(sim.until()), Types.TIMESTAMP_WITH_TIMEZONE)
        .param("source", sim.source())
        .update();
  }

  private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
