package dev.everline.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.account.Accounts;
import dev.everline.catalog.CatalogLoader;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.OrderId;
import dev.everline.ledger.LedgerCheck;
import dev.everline.line.Line;
import dev.everline.line.LineStore;
import dev.everline.line.SimHistory;
import dev.everline.line.renewer.RenewedBy;
import dev.everline.notice.Notice;
import dev.everline.notice.NoticeKind;
import dev.everline.renewal.OrderDesk;
import dev.everline.renewal.RenewalSettings;
import dev.everline.renewal.engine.RenewalEngine;
import dev.everline.renewal.order.Order;
import dev.everline.storage.key.KeyFile;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that the very first schema was made in goes on, with every row and every cent. */
class FirstSchemaTest {

  private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
  private static final AccountId ACCOUNT = AccountId.of(3, 11);
  private static final LineId DUE = LineId.of(3, 20);
  private static final LineId IN_DOUBT = LineId.of(3, 21);
  private static final LineId REMOVED = LineId.of(3, 22);
  private static final OrderId RENEWED_ORDER = OrderId.of(3, 30);
  private static final OrderId OPEN_ORDER = OrderId.of(3, 31);
  private static final OrderId REVERSED_ORDER = OrderId.of(3, 32);
  private static final String FORMER_SIM = "8901260123456789020";
  private static final List<String> TABLES =
      List.of(
          "account",
          "api_token",
          "line",
          "ledger_account",
          "ledger_transfer",
          "renewal_order",
          "spend_day",
          "route_record",
          "escalation",
          "outbox",
          "idempotency");

  @TempDir private Path folder;
  private TestDatabase old;

  @BeforeEach
  void aDatabaseOfTheFirstSchema() {
    old = TestDatabase.unmigrated();
    Flyway.configure()
        .dataSource(old.dataSource())
        .schemas("everline")
        .defaultSchema("everline")
        .locations("classpath:db/migration")
        .target("1")
        .load()
        .migrate();
    old.execute(
        """
        INSERT INTO account VALUES (3, %1$d, 'A household', 'America/New_York', 'TX', '2026-01-01Z');
        INSERT INTO api_token VALUES (3, %1$d + 1, %1$d, 'a script', '\\x00', '2026-01-01Z');
        INSERT INTO line (bucket, id, account_id, msisdn, iccid, label, tags, carrier,
                          brand_confirmed_at, plan, valid_until, balance, auto_renew, price_ceiling,
                          removed_at, next_wake_at, open_order_id, anchor_day, created_at, changed_at)
        VALUES (3, %2$d, %1$d, '12125550100', '8901260123456789012', 'Kitchen', '{family}', 'acme',
                '2026-01-02Z', 'acme-25', '2026-04-05', 300, true, 3000, NULL, '2026-03-10T11:00Z',
                NULL, 5, '2026-01-01Z', '2026-03-06Z'),
               (3, %3$d, %1$d, '12125550101', NULL, '', '{}', 'acme', '2026-01-02Z', 'acme-15',
                '2026-03-12', NULL, true, NULL, NULL, '2026-03-10T18:00Z', %4$d, 0, '2026-01-01Z',
                '2026-03-10T11:30Z'),
               (3, %5$d, %1$d, '12125550102', NULL, 'Old', '{}', 'acme', NULL, NULL, NULL, NULL,
                false, NULL, '2026-02-01Z', NULL, NULL, 0, '2026-01-01Z', '2026-02-01Z');
        INSERT INTO line_iccid VALUES
          (3, %2$d, '%6$s', '2026-01-01Z', '2026-02-01Z', 'owner'),
          (3, %2$d, '8901260123456789012', '2026-02-01Z', NULL, 'owner');
        """
            .formatted(
                ACCOUNT.value(),
                DUE.value(),
                IN_DOUBT.value(),
                OPEN_ORDER.value(),
                REMOVED.value(),
                FORMER_SIM));
    money();
    orders();
  }

  private void money() {
    old.execute(
        """
        INSERT INTO ledger_account (bucket, id, owner_id, kind, subject, currency, balance)
        SELECT 3, %1$d + 100 + n, owner, kind, subject, 'USD', balance
          FROM (VALUES (0, 0::bigint, 'FUNDING', '', -10000), (1, %1$d, 'WALLET', '', 6000),
                       (2, 0, 'CLEARING', '', 1500), (3, 0, 'CARRIER_PAYABLE', 'acme', 2400),
                       (4, 0, 'FEE_INCOME', '', 100)) AS made (n, owner, kind, subject, balance);
        INSERT INTO ledger_transfer (bucket, id, debit_id, credit_id, amount, currency, kind,
                                     order_id, wallet_id, at)
        SELECT 3, %1$d + 200 + n, %1$d + 100 + debit, %1$d + 100 + credit, amount, 'USD', kind, ordered,
               CASE WHEN 1 IN (debit, credit) THEN %1$d + 101 END, at::timestamptz
          FROM (VALUES (0, 0, 1, 10000, 'FUND', NULL::bigint, '2026-01-01Z'),
                       (1, 1, 2, 2500, 'RESERVE', %2$d, '2026-03-05Z'),
                       (2, 2, 3, 2400, 'CAPTURE', %2$d, '2026-03-05Z'),
                       (3, 2, 4, 100, 'CAPTURE', %2$d, '2026-03-05Z'),
                       (4, 1, 2, 1000, 'RESERVE', %3$d, '2026-02-05Z'),
                       (5, 2, 1, 1000, 'RELEASE', %3$d, '2026-02-05Z'),
                       (6, 1, 2, 1500, 'RESERVE', %4$d, '2026-03-10T11:30Z'))
                       AS made (n, debit, credit, amount, kind, ordered, at)
        """
            .formatted(
                ACCOUNT.value(),
                RENEWED_ORDER.value(),
                REVERSED_ORDER.value(),
                OPEN_ORDER.value()));
  }

  private void orders() {
    old.execute(
        """
        INSERT INTO renewal_order (bucket, id, account_id, line_id, kind, period_from, attempt, periods,
                                   origin, carrier, plan, route, currency, total, topup, components,
                                   deadline, created_at, payment_reference, calls, last_call_at,
                                   valid_until, changed_at, state, reason)
        SELECT 3, id, %1$d, line, 'WHOLE_PERIOD', period::date, 0, 1, 'heartbeat', 'acme', 'acme-25',
               'tmf', 'USD', total, topup, E'PLAN\\t' || total || E'\\t', '2026-04-01Z', at::timestamptz,
               'wallet', 1, at::timestamptz, until::date, at::timestamptz, state, NULL
          FROM (VALUES (%2$d, %5$d, '2026-03-06', 2500, 2400, '2026-04-05', 'RENEWED', '2026-03-05Z'),
                       (%3$d, %6$d, '2026-03-13', 1500, 1500, NULL, 'IN_DOUBT', '2026-03-10T11:30Z'),
                       (%4$d, %5$d, '2026-02-06', 1000, 1000, NULL, 'REVERSED', '2026-02-05Z'))
                       AS made (id, line, period, total, topup, until, state, at);
        INSERT INTO spend_day VALUES (3, %1$d, '2026-03-10', 1, 1500), (3, 0, '2026-03-10', 1, 1500);
        INSERT INTO route_record (bucket, route, renewed, refused) VALUES (3, 'tmf', 7, 1);
        INSERT INTO escalation (bucket, id, account_id, line_id, kind, for_date, reason, at)
        VALUES (3, %1$d + 300, %1$d, %6$d, 'STILL_IN_DOUBT', '2026-03-12', 'STILL_IN_DOUBT', '2026-03-10T11:45Z');
        INSERT INTO outbox (bucket, id, at, kind, payload)
        VALUES (3, %1$d + 400, '2026-03-05Z', 'RENEWED', '');
        INSERT INTO idempotency (bucket, account_id, key, request_hash, created_at)
        VALUES (3, %1$d, 'a-key', '\\x00', '2026-03-05Z');
        """
            .formatted(
                ACCOUNT.value(),
                RENEWED_ORDER.value(),
                OPEN_ORDER.value(),
                REVERSED_ORDER.value(),
                DUE.value(),
                IN_DOUBT.value()));
  }

  @AfterEach
  void close() {
    old.close();
  }

  private Map<String, Long> rows(Map<String, String> renamed) {
    Map<String, Long> rows = new TreeMap<>();
    for (String table : TABLES) {
      rows.put(
          table, old.number("SELECT count(*) FROM everline." + renamed.getOrDefault(table, table)));
    }
    return rows;
  }

  @Test
  void itIsBroughtToThisVersionWithAllItsRowsItsMoneyAndWhatIsUnderWay() {
    Map<String, Long> before = rows(Map.of());
    KeyFile keys = new KeyFile(folder.resolve("keys.json"));
    keys.create();
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    try (Database database = Database.open(old.settings(4, keys.path()))) {
      assertThat(rows(Map.of("escalation", "notice"))).isEqualTo(before);
      moneyIsRight(database);
      linesAreRight(database, clock);
      RenewalEngine engine =
          RenewalEngine.on(
              database.dataSource(),
              database.seal(),
              CatalogLoader.builtIn().load(),
              carrier -> Optional.empty(),
              RenewalSettings.defaults(),
              Runnable::run,
              clock,
              new SplittableRandom(1));
      ordersAreRight(engine.orderDesk());
      assertThat(engine.notices().list(ACCOUNT, true, 10))
          .extracting(Notice::kind)
          .containsExactly(NoticeKind.STILL_IN_DOUBT);
      assertThat(engine.wallet().balance(ACCOUNT, Money.USD)).isEqualTo(Money.usd(60_00));
      // What waits is found by the heart as before, and the newest time is known at once.
      assertThat(engine.heartbeat().nextWake()).contains(Instant.parse("2026-03-10T11:00:00Z"));
      assertThat(old.text("SELECT at AT TIME ZONE 'UTC' FROM everline.clock_seen"))
          .isEqualTo("2026-03-10 11:45:00");
      engine.wallet().deposit(ACCOUNT, Money.usd(5_00));
      moneyIsRight(database);
    }
  }

  private static void moneyIsRight(Database database) {
    LedgerCheck.Proof proof = new Transactions(database.dataSource()).run(new LedgerCheck()::run);
    assertThat(proof.faults()).isEmpty();
    assertThat(proof.sums()).isNotEmpty().allMatch(sum -> sum.minor() == 0);
  }

  private static void linesAreRight(Database database, Clock clock) {
    LineStore lines = new LineStore(database.dataSource(), database.seal());
    assertThat(
            new Accounts(
                    database.dataSource(),
                    database.seal(),
                    new IdAllocator(database.dataSource()),
                    clock)
                .get(ACCOUNT)
                .name())
        .isEqualTo("A household");
    Line due = lines.find(ACCOUNT, "12125550100").orElseThrow();
    assertThat(due.id()).isEqualTo(DUE);
    assertThat(due.label()).isEqualTo("Kitchen");
    assertThat(due.tags()).containsExactly("family");
    assertThat(due.facts().validUntil()).isEqualTo(LocalDate.of(2026, 4, 5));
    assertThat(due.renewedBy()).isEqualTo(RenewedBy.EVERLINE);
    assertThat(new SimHistory(database.dataSource(), database.seal()).of(DUE))
        .extracting(SimHistory.Use::iccid)
        .contains(FORMER_SIM);
    assertThat(lines.find(ACCOUNT, "12125550101").orElseThrow().id()).isEqualTo(IN_DOUBT);
    assertThat(lines.evenRemoved(ACCOUNT, null, 10))
        .extracting(Line::renewedBy)
        .containsExactlyInAnyOrder(RenewedBy.EVERLINE, RenewedBy.EVERLINE, RenewedBy.OWNER);
    assertThat(lines.count(ACCOUNT)).isEqualTo(2);
  }

  private static void ordersAreRight(OrderDesk orderDesk) {
    assertThat(orderDesk.orders(ACCOUNT, null, 10))
        .extracting(Order::id, order -> order.state().code(), Order::total)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(RENEWED_ORDER, "RENEWED", Money.usd(25_00)),
            org.assertj.core.groups.Tuple.tuple(OPEN_ORDER, "IN_DOUBT", Money.usd(15_00)),
            org.assertj.core.groups.Tuple.tuple(REVERSED_ORDER, "REVERSED", Money.usd(10_00)));
  }
}
