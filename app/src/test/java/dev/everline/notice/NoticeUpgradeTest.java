package dev.everline.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.OrderId;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Schemas;
import dev.everline.storage.TestDatabase;
import dev.everline.storage.Transactions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was stored under the former names is found under the present ones. */
class NoticeUpgradeTest {

  private static final AccountId ACCOUNT = AccountId.of(3, 11);
  private static final LineId LINE = LineId.of(3, 20);
  private static final OrderId ORDER = OrderId.of(3, 30);

  private TestDatabase old;

  @BeforeEach
  void aDatabaseWithFormerNames() {
    old = TestDatabase.unmigrated();
    Schemas.migrate(old, "21");
    old.execute(
        """
        INSERT INTO everline.line (bucket, id, account_id, msisdn, msisdn_hash, carrier, told_for,
                                   told_step, escalated_for, created_at, changed_at)
        VALUES (3, %1$d, %2$d, '\\x00', '\\x00', 'acme', '2026-11-30', 2, '2026-12-30', now(), now());
        INSERT INTO everline.renewal_order (bucket, id, account_id, line_id, kind, period_from, attempt,
                                   periods, origin, carrier, route, currency, total, topup,
                                   components, deadline, created_at, changed_at, state, reason)
        SELECT 3, %3$d + n, %2$d, %1$d, 'WHOLE_PERIOD', '2026-11-30', n, 1, 'heartbeat', 'acme', 'tmf',
               'USD', 2500, 2500, '', now(), now(), now(), state, 'BREAKER_ACCOUNT'
          FROM (VALUES (0, 'AWAITING_APPROVAL'), (1, 'RENEWED')) AS made (n, state);
        INSERT INTO everline.escalation (bucket, id, account_id, line_id, kind, for_date, step, reason,
                                needed, currency, at, settled_at)
        SELECT 3, %2$d + 300 + n, %2$d, %1$d, kind, '2026-11-30', 0, kind, 2500, 'USD', now(),
               CASE WHEN n = 1 THEN now() END
          FROM (VALUES (0, 'PARKED'), (1, 'WALLET_SHORT')) AS made (n, kind);
        INSERT INTO everline.push_due (bucket, device_id, about, line_id, kind, at, next_try_at)
        VALUES (3, %2$d + 500, %2$d + 300, %1$d, 'PARKED', now(), now());
        INSERT INTO everline.parked_line VALUES (3, %1$d, 'NUMBER_UNREADABLE', now(), now())
        """
            .formatted(LINE.value(), ACCOUNT.value(), ORDER.value()));
    Schemas.migrate(old, "22");
  }

  @AfterEach
  void close() {
    old.close();
  }

  @Test
  void noticesKeepWhatTheySayAndWhatIsSettled() {
    Notices notices =
        new Notices(new Transactions(old.dataSource()), new IdAllocator(old.dataSource()));
    assertThat(notices.list(ACCOUNT, true, 10))
        .singleElement()
        .satisfies(
            notice -> {
              assertThat(notice.kind()).isEqualTo(NoticeKind.HELD_FOR_APPROVAL);
              assertThat(notice.needed()).isEqualTo(Money.usd(25_00));
            });
    assertThat(notices.list(ACCOUNT, false, 10))
        .extracting(Notice::kind)
        .containsExactly(NoticeKind.WALLET_SHORT, NoticeKind.HELD_FOR_APPROVAL);
    assertThat(old.text("SELECT kind FROM everline.push_due")).isEqualTo("HELD_FOR_APPROVAL");
  }

  @Test
  void ordersStayHeldAndOthersStayAsTheyWere() {
    assertThat(
            old.text("SELECT string_agg(state, ' ' ORDER BY attempt) FROM everline.renewal_order"))
        .isEqualTo("HELD_FOR_APPROVAL RENEWED");
  }

  @Test
  void linesStayRemindedAndQuarantined() {
    assertThat(
            old.text(
                "SELECT reminded_for || ' ' || reminded_step || ' ' || notified_for"
                    + " FROM everline.line"))
        .isEqualTo("2026-11-30 2 2026-12-30");
    assertThat(old.number("SELECT count(*) FROM everline.quarantined_line")).isEqualTo(1);
  }

  @Test
  void nothingIsCalledByAFormerName() {
    assertThat(
            old.number(
                """
                SELECT count(*)
                  FROM (SELECT relname::text AS name FROM pg_class
                         WHERE relnamespace = 'everline'::regnamespace
                        UNION ALL
                        SELECT conname::text FROM pg_constraint
                         WHERE connamespace = 'everline'::regnamespace
                        UNION ALL
                        SELECT attname::text FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid
                         WHERE relnamespace = 'everline'::regnamespace AND NOT attisdropped) AS named
                 WHERE name ~ 'escalat|parked|told_for|told_step'
                """))
        .isZero();
  }
}
