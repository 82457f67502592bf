package dev.everline.line;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.MemberId;
import dev.everline.kernel.Money;
import dev.everline.kernel.OrderId;
import dev.everline.line.renewer.RenewedBy;
import dev.everline.line.renewer.Renewer;
import dev.everline.line.seal.LineHashes;
import dev.everline.line.seal.SealedTags;
import dev.everline.storage.Seal;
import dev.everline.storage.Sealed;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Finds and stores lines. Every statement names one bucket. A removed line is not found, except by
 * {@link #findEvenRemoved}.
 */
public final class LineStore {

  /** Most lines a page holds. */
  public static final int LARGEST_PAGE = 1_000;

  private static final String COLUMNS =
      """
      l.id, l.account_id, l.msisdn, l.iccid, l.label, l.tags, l.carrier, l.brand_confirmed_at,
      l.plan, l.plan_source, l.plan_as_of, l.state_code, l.currency, l.valid_until, l.balance,
      l.balance_expires_on, l.anchor_day, l.last_payment_on, l.last_activity_on,
      l.validity_source, l.validity_as_of, l.balance_source, l.balance_as_of, l.renewed_by, l.renewer_said,
      l.autopay_failed_for, l.carrier_until,
      l.price_ceiling, l.if_not_renewed, l.paused_at, l.let_go_at, l.let_go_by, l.removed_at, l.next_wake_at,
      l.open_order_id, l.created_at, l.changed_at, l.plan_by, l.validity_by, l.balance_by
      """;

  private final JdbcClient jdbc;
  private final Seal seal;

  /**
   * @param seal of the database's personal data
   */
  public LineStore(DataSource dataSource, Seal seal) {
    this.jdbc = JdbcClient.create(dataSource);
    this.seal = seal;
  }

  /** The same on one connection, in whose transaction everything then happens. */
  LineStore on(Connection connection) {
    return new LineStore(new SingleConnectionDataSource(connection, true), seal);
  }

  public Optional<Line> find(LineId id) {
    return one(id, "AND l.removed_at IS NULL");
  }

  /** The line, locked until the transaction ends. */
  Optional<Line> lock(LineId id) {
    return one(id, "AND l.removed_at IS NULL FOR UPDATE");
  }

  /** By its number in E.164 digits; see {@link Msisdn#parse}. */
  public Optional<Line> find(AccountId account, String msisdn) {
    return one(account, msisdn, "AND l.removed_at IS NULL");
  }

  /** The row that the number has or had in the account, locked until the transaction ends. */
  Optional<Line> findEvenRemoved(AccountId account, String msisdn) {
    return one(account, msisdn, "FOR UPDATE");
  }

  private Optional<Line> one(LineId id, String rest) {
    return jdbc.sql(
            "SELECT " + COLUMNS + " FROM line l WHERE l.bucket = :bucket AND l.id = :id " + rest)
        .param("bucket", id.bucket())
        .param("id", id.value())
        .query(this::read)
        .optional();
  }

  private Optional<Line> one(AccountId account, String msisdn, String rest) {
    // Served by line_number (bucket, account_id, msisdn_hash).
    return jdbc.sql(
            "SELECT "
                + COLUMNS
                + " FROM line l WHERE l.bucket = :bucket AND l.account_id = :account"
                + " AND l.msisdn_hash = :number "
                + rest)
        .param("bucket", account.bucket())
        .param("account", account.value())
        .param("number", LineHashes.ofNumber(seal, account, msisdn))
        .query(this::read)
        .optional();
  }

  /** The account's lines of these ids, in their order; those that are gone are left out. */
  public List<Line> find(AccountId account, List<LineId> ids) {
    return find(account, ids, "");
  }

  /** The same, locked until the transaction ends. */
  List<Line> lock(AccountId account, List<LineId> ids) {
    return find(account, ids, " ORDER BY l.id FOR UPDATE");
  }

  private List<Line> find(AccountId account, List<LineId> ids, String rest) {
    if (ids.isEmpty()) {
      return List.of();
    }
    String sql =
        "SELECT "
            + COLUMNS
            + """
              FROM line l
             WHERE l.bucket = :bucket AND l.id = ANY (:ids) AND l.account_id = :account
               AND l.removed_at IS NULL
            """;
    Map<LineId, Line> found = new HashMap<>();
    jdbc.sql(sql + rest)
        .param("bucket", account.bucket())
        .param("ids", ids.stream().mapToLong(LineId::value).toArray())
        .param("account", account.value())
        .query(this::read)
        .list()
        .forEach(line -> found.put(line.id(), line));
    return ids.stream().map(found::get).filter(Objects::nonNull).toList();
  }

  /** The account's lines that are, or once were, in a SIM; the current one comes first. */
  public List<Line> findBySim(AccountId account, String iccid) {
    // Served by line_sim and line_iccid_number.
    String sql =
        "SELECT "
            + COLUMNS
            + """
              FROM line l
             WHERE l.bucket = :bucket AND l.account_id = :account AND l.removed_at IS NULL
               AND l.id IN (SELECT s.id FROM line s
                            WHERE s.iccid_hash = ANY (:sim) AND s.bucket = :bucket
                            UNION
                            SELECT h.line_id FROM line_iccid h
                             WHERE h.iccid_hash = ANY (:sim) AND h.bucket = :bucket)
             ORDER BY (l.iccid_hash = ANY (:sim)) IS NOT TRUE, l.id
             LIMIT 100
            """;
    return jdbc.sql(sql)
        .param("bucket", account.bucket())
        .param("account", account.value())
        .param("sim", LineHashes.ofSimHoweverSpelled(seal, account, iccid).toArray(byte[][]::new))
        .query(this::read)
        .list();
  }

  /**
   * A page of an account's lines, in the order in which they were added: the database can't tell
   * the order of sealed numbers.
   *
   * @param after the {@link LinePage#next} of the page before, or null for the first
   * @param limit 1 to {@link #LARGEST_PAGE}
   */
  public LinePage list(AccountId account, LineFilter filter, @Nullable LineId after, int limit) {
    int most = Math.clamp(limit, 1, LARGEST_PAGE);
    // Served by line_account (bucket, account_id, id); what the filter leaves out is read over.
    StringBuilder sql = new StringBuilder("SELECT ").append(COLUMNS);
    sql.append(
        """
          FROM line l
         WHERE l.bucket = :bucket AND l.account_id = :account AND l.removed_at IS NULL
        """);
    Map<String, Object> params = new HashMap<>();
    params.put("bucket", account.bucket());
    params.put("account", account.value());
    if (after != null) {
      sql.append(" AND l.id > :after");
      params.put("after", after.value());
    }
    if (filter.carrier() != null) {
      sql.append(" AND l.carrier = :carrier");
      params.put("carrier", filter.carrier());
    }
    if (filter.tag() != null) {
      sql.append(" AND :tag = ANY (l.tag_hashes)");
      params.put("tag", LineHashes.ofTag(seal, account, filter.tag()));
    }
    if (filter.validUntilBefore() != null) {
      sql.append(" AND l.valid_until < :before");
      params.put("before", filter.validUntilBefore());
    }
    if (filter.renewedBy() != null) {
      sql.append(" AND l.renewed_by = :renewed_by");
      params.put("renewed_by", filter.renewedBy().name());
    }
    if (filter.paused() != null) {
      sql.append(" AND (l.paused_at IS NOT NULL) = :paused");
      params.put("paused", filter.paused());
    }
    if (filter.missing() != null) {
      sql.append(" AND ").append(filter.missing().condition());
    }
    sql.append(" ORDER BY l.id LIMIT :limit");
    params.put("limit", most + 1);
    List<Line> found = jdbc.sql(sql.toString()).params(params).query(this::read).list();
    boolean more = found.size() > most;
    List<Line> lines = more ? found.subList(0, most) : found;
    return new LinePage(lines, more ? lines.getLast().id() : null);
  }

  /**
   * A page of all lines that are stored of an account, removed ones too, as they were added.
   *
   * @param after the last line of the page before, or null for the first
   */
  public List<Line> evenRemoved(AccountId account, @Nullable LineId after, int limit) {
    // Served by line_account (bucket, account_id, id).
    return jdbc.sql(
            "SELECT "
                + COLUMNS
                + " FROM line l WHERE l.bucket = :bucket AND l.account_id = :account"
                + " AND l.id > :after ORDER BY l.id LIMIT :limit")
        .param("bucket", account.bucket())
        .param("account", account.value())
        .param("after", after == null ? 0 : after.value())
        .param("limit", limit)
        .query(this::read)
        .list();
  }

  /** How many lines an account has; removed ones are not counted. */
  public long count(AccountId account) {
    return jdbc.sql(
            """
            SELECT count(*) FROM line
             WHERE bucket = :bucket AND account_id = :account AND removed_at IS NULL
            """)
        .param("bucket", account.bucket())
        .param("account", account.value())
        .query(Long.class)
        .single();
  }

  /** Whether the line is stored; false when the account has the number already. */
  boolean insert(Line line) {
    String sql =
        """
        INSERT INTO line (
          bucket, id, account_id, msisdn, iccid, label, tags, carrier, brand_confirmed_at, plan,
          plan_source, plan_as_of, state_code, currency, valid_until, validity_source,
          validity_as_of, balance, balance_expires_on, balance_source, balance_as_of, anchor_day,
          last_payment_on, last_activity_on, renewed_by, renewer_said, price_ceiling,
          if_not_renewed, paused_at, autopay_failed_for, carrier_until, next_wake_at, created_at, changed_at, msisdn_hash,
          iccid_hash, tag_hashes, plan_by, validity_by, balance_by)
        VALUES (
          :bucket, :id, :account_id, :msisdn, :iccid, :label, :tags, :carrier,
          :brand_confirmed_at, :plan, :plan_source, :plan_as_of, :state_code, :currency,
          :valid_until, :validity_source, :validity_as_of, :balance, :balance_expires_on,
          :balance_source, :balance_as_of, :anchor_day, :last_payment_on, :last_activity_on,
          :renewed_by, :renewer_said, :price_ceiling, :if_not_renewed, :paused_at, :autopay_failed_for,
          :carrier_until, :next_wake_at, :created_at, :changed_at, :msisdn_hash, :iccid_hash,
          :tag_hashes, :plan_by, :validity_by, :balance_by)
        ON CONFLICT (bucket, account_id, msisdn_hash) DO NOTHING
        RETURNING id
        """;
    boolean stored = bound(sql, line).query(Long.class).optional().isPresent();
    if (stored) {
      wakeUp(line);
    }
    return stored;
  }

  /** Posts a line for the time at which the heartbeat is to look at it. */
  private void wakeUp(Line line) {
    if (line.nextWakeAt() != null) {
      jdbc.sql("INSERT INTO wake_up (bucket, at, lines) VALUES (:bucket, :at, ARRAY[:id])")
          .param("bucket", line.id().bucket())
          .param("at", at(line.nextWakeAt()))
          .param("id", line.id().value())
          .update();
    }
  }

  /** Writes back a line that the transaction has locked; a removed one is restored. */
  void update(Line line) {
    String sql =
        """
        UPDATE line
           SET msisdn = :msisdn, msisdn_hash = :msisdn_hash, iccid = :iccid,
               iccid_hash = :iccid_hash, label = :label,
               tags = :tags, tag_hashes = :tag_hashes, carrier = :carrier,
               brand_confirmed_at = :brand_confirmed_at, plan = :plan,
               plan_source = :plan_source, plan_as_of = :plan_as_of, state_code = :state_code,
               currency = :currency, valid_until = :valid_until,
               validity_source = :validity_source, validity_as_of = :validity_as_of,
               balance = :balance, balance_expires_on = :balance_expires_on,
               balance_source = :balance_source, balance_as_of = :balance_as_of,
               anchor_day = :anchor_day, last_payment_on = :last_payment_on,
               last_activity_on = :last_activity_on, renewed_by = :renewed_by,
               renewer_said = :renewer_said, autopay_failed_for = :autopay_failed_for, carrier_until = :carrier_until,
               price_ceiling = :price_ceiling, if_not_renewed = :if_not_renewed,
               paused_at = :paused_at, let_go_at = :let_go_at, let_go_by = :let_go_by,
               removed_at = :removed_at,
               next_wake_at = :next_wake_at, created_at = :created_at, changed_at = :changed_at,
               plan_by = :plan_by, validity_by = :validity_by, balance_by = :balance_by
         WHERE bucket = :bucket AND id = :id AND account_id = :account_id
        """;
    LineWishes.LetGo letGo = line.letGo();
    MemberId by = letGo == null ? null : letGo.by();
    bound(sql, line)
        .param("let_go_at", at(letGo == null ? null : letGo.at()), Types.TIMESTAMP_WITH_TIMEZONE)
        .param("let_go_by", by == null ? null : by.value(), Types.BIGINT)
        .update();
    wakeUp(line);
  }

  private JdbcClient.StatementSpec bound(String sql, Line line) {
    LineFacts facts = line.facts();
    String iccid = line.iccid();
    String label = line.label().isEmpty() ? null : line.label();
    return jdbc.sql(sql)
        .param("bucket", line.id().bucket())
        .param("id", line.id().value())
        .param("account_id", line.account().value())
        .param("msisdn", seal.seal(Sealed.LINE_NUMBER, line.id().value(), line.msisdn()))
        .param("msisdn_hash", LineHashes.ofNumber(seal, line.account(), line.msisdn()))
        .param("iccid", seal.sealIfAny(Sealed.LINE_SIM, line.id().value(), iccid), Types.BINARY)
        .param(
            "iccid_hash",
            iccid == null ? null : LineHashes.ofSim(seal, line.account(), iccid),
            Types.BINARY)
        .param("label", seal.sealIfAny(Sealed.LINE_LABEL, line.id().value(), label), Types.BINARY)
        .param("tags", SealedTags.seal(seal, line.id().value(), line.tags()), Types.BINARY)
        .param("tag_hashes", LineHashes.ofTags(seal, line.account(), line.tags()))
        .param("carrier", line.carrier())
        .param("brand_confirmed_at", at(line.brandConfirmedAt()), Types.TIMESTAMP_WITH_TIMEZONE)
        .param("plan", line.plan(), Types.VARCHAR)
        .param("plan_source", source(line.planFrom()), Types.VARCHAR)
        .param("plan_as_of", asOf(line.planFrom()), Types.TIMESTAMP_WITH_TIMEZONE)
        .param("plan_by", by(line.planFrom()), Types.BIGINT)
        .param("validity_by", by(line.validityFrom()), Types.BIGINT)
        .param("balance_by", by(line.balanceFrom()), Types.BIGINT)
        .param("state_code", line.state(), Types.VARCHAR)
        .param("currency", line.currency().getCurrencyCode())
        .param("valid_until", facts.validUntil(), Types.DATE)
        .param("validity_source", source(line.validityFrom()), Types.VARCHAR)
        .param("validity_as_of", asOf(line.validityFrom()), Types.TIMESTAMP_WITH_TIMEZONE)
        .param("balance", minor(facts.balance()), Types.BIGINT)
        .param("balance_expires_on", facts.balanceExpiresOn(), Types.DATE)
        .param("balance_source", source(line.balanceFrom()), Types.VARCHAR)
        .param("balance_as_of", asOf(line.balanceFrom()), Types.TIMESTAMP_WITH_TIMEZONE)
        .param("anchor_day", facts.anchorDay())
        .param("last_payment_on", facts.lastPaymentOn(), Types.DATE)
        .param("last_activity_on", facts.lastActivityOn(), Types.DATE)
        .param("renewed_by", line.renewedBy().name())
        .param("renewer_said", line.known().renewerSaid())
        .param("autopay_failed_for", line.renewer().autopayFailedFor(), Types.DATE)
        .param("carrier_until", line.renewer().carrierUntil(), Types.DATE)
        .param("price_ceiling", minor(line.priceCeiling()), Types.BIGINT)
        .param("if_not_renewed", line.ifNotRenewed().name())
        .param("paused_at", at(line.pausedAt()), Types.TIMESTAMP_WITH_TIMEZONE)
        .param("removed_at", at(line.removedAt()), Types.TIMESTAMP_WITH_TIMEZONE)
        .param("next_wake_at", at(line.nextWakeAt()), Types.TIMESTAMP_WITH_TIMEZONE)
        .param("created_at", at(line.createdAt()))
        .param("changed_at", at(line.changedAt()));
  }

  private Line read(ResultSet row, int number) throws SQLException {
    long id = row.getLong("id");
    String label = seal.openIfAny(Sealed.LINE_LABEL, id, row.getBytes("label"));
    Currency currency = Money.currency(row.getString("currency"));
    long order = row.getLong("open_order_id");
    OrderId openOrder = row.wasNull() ? null : new OrderId(order);
    return new Line(
        new LineId(id),
        new AccountId(row.getLong("account_id")),
        new Line.Identity(
            seal.open(Sealed.LINE_NUMBER, id, row.getBytes("msisdn")),
            seal.openIfAny(Sealed.LINE_SIM, id, row.getBytes("iccid")),
            label == null ? "" : label,
            SealedTags.open(seal, id, row.getBytes("tags"))),
        new Line.Subscription(
            row.getString("carrier"),
            LineColumns.instant(row, "brand_confirmed_at"),
            row.getString("plan"),
            LineColumns.source(row, "plan"),
            row.getString("state_code"),
            currency),
        new Line.Known(
            LineColumns.facts(row, currency),
            LineColumns.source(row, "validity"),
            LineColumns.source(row, "balance"),
            row.getBoolean("renewer_said")),
        new LineWishes(
            new Renewer(
                RenewedBy.valueOf(row.getString("renewed_by")),
                LineColumns.date(row, "autopay_failed_for"),
                LineColumns.date(row, "carrier_until")),
            LineColumns.money(row, "price_ceiling", currency),
            IfNotRenewed.valueOf(row.getString("if_not_renewed")),
            LineColumns.instant(row, "paused_at"),
            LineColumns.letGo(row)),
        LineColumns.instant(row, "removed_at"),
        LineColumns.instant(row, "next_wake_at"),
        openOrder,
        Objects.requireNonNull(LineColumns.instant(row, "created_at")),
        Objects.requireNonNull(LineColumns.instant(row, "changed_at")));
  }

  private static @Nullable Long minor(@Nullable Money money) {
    return money == null ? null : money.minor();
  }

  private static @Nullable String source(@Nullable FactSource from) {
    return from == null ? null : from.source();
  }

  private static @Nullable Long by(@Nullable FactSource from) {
    return from == null || from.by() == null ? null : from.by().value();
  }

  private static @Nullable OffsetDateTime asOf(@Nullable FactSource from) {
    return from == null ? null : at(from.asOf());
  }

  private static @Nullable OffsetDateTime at(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }
}
