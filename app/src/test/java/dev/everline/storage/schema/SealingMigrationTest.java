package dev.everline.storage.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.account.Accounts;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.MicrosecondClock;
import dev.everline.line.Line;
import dev.everline.line.LineFilter;
import dev.everline.line.LineStore;
import dev.everline.line.SimHistory;
import dev.everline.storage.Database;
import dev.everline.storage.Dump;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Seal;
import dev.everline.storage.Sealed;
import dev.everline.storage.TestDatabase;
import dev.everline.storage.key.KeyFile;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database as an earlier version left it goes on, with nothing of it in the clear. */
class SealingMigrationTest {

  private static final AccountId ACCOUNT = AccountId.of(3, 11);
  private static final LineId FIRST = LineId.of(3, 12);
  private static final String SIM = "8901260123456789012";
  private static final String FORMER = "8901260123456789020";
  private static final List<String> PERSONAL =
      List.of(
          "2125550100",
          // Longer than a fraction of a second, which a time might show.
          "1212555",
          SIM,
          FORMER,
          "grandmother",
          "奶奶",
          "Rivera",
          "Mozilla",
          "my laptop",
          "Mother",
          "Seattle");

  /** More than a batch of the migration. */
  private static final int LINES = 5_200;

  @TempDir private Path folder;
  private TestDatabase old;

  @BeforeEach
  void anOldDatabase() {
    old = TestDatabase.unmigrated();
    Flyway.configure()
        .dataSource(old.dataSource())
        .schemas("everline")
        .defaultSchema("everline")
        .locations("classpath:db/migration")
        .target("3?")
        .load()
        .migrate();
    String values = ACCOUNT.bucket() + ", " + ACCOUNT.value();
    old.execute(
        "INSERT INTO account VALUES (%s, 'The Rivera family', 'America/New_York', 'TX', now())"
            .formatted(values));
    old.execute(
        """
        INSERT INTO line (bucket, id, account_id, msisdn, iccid, label, tags, carrier, created_at,
                          changed_at)
        SELECT 3, %1$d + i, %2$d, 12125550100 + i, CASE WHEN i = 0 THEN '%3$s' END,
               CASE WHEN i %% 2 = 0 THEN 'Grandmother 奶奶 ' || i ELSE '' END,
               CASE i %% 1000 WHEN 0 THEN ARRAY['Seattle', 'Mother''s; own'] WHEN 1 THEN ARRAY['Seattle']
                   ELSE '{}' END,
               'acme', now(), now()
          FROM generate_series(0, %4$d - 1) AS i
        """
            .formatted(FIRST.value(), ACCOUNT.value(), SIM, LINES));
    old.execute(
        "INSERT INTO line_iccid VALUES (3, %1$d, '%2$s', now() - interval '2 days', now(), 'owner'), (3, %1$d, '%3$s', now(), NULL, 'owner')"
            .formatted(FIRST.value(), FORMER, SIM));
    old.execute(
        """
        INSERT INTO member (bucket, id, account_id, name, role, password_hash, totp_seed, created_at)
        VALUES (3, %d, %d, 'Ana Rivera', 'OWNER', 'hash', '\\x0102', now())
        """
            .formatted(ACCOUNT.value() + 90_000, ACCOUNT.value()));
    old.execute(
        "INSERT INTO sign_in_name VALUES (9, sha256('name:ana rivera'), %d)"
            .formatted(ACCOUNT.value() + 90_000));
    old.execute(
        """
        INSERT INTO portal_session (bucket, id, member_id, secret_hash, stage, device, created_at,
                                    seen_at, expires_at)
        VALUES (3, %d, %d, '\\x00', 'SIGNED_IN', 'Mozilla/5.0', now(), now(), now())
        """
            .formatted(ACCOUNT.value() + 90_001, ACCOUNT.value() + 90_000));
    old.execute(
        "INSERT INTO api_token (bucket, id, account_id, name, secret_hash, created_at) VALUES (3, %d, %d, 'my laptop', '\\x00', now())"
            .formatted(ACCOUNT.value() + 90_002, ACCOUNT.value()));
  }

  @AfterEach
  void close() {
    old.close();
  }

  private Database opened() {
    KeyFile keys = new KeyFile(folder.resolve("keys.json"));
    if (!keys.exists()) {
      keys.create();
    }
    return Database.open(old.settings(4, keys.path()));
  }

  @Test
  void everyLineIsThereAndIsFoundByItsNumberAndItsSims() {
    try (Database database = opened()) {
      LineStore lines = new LineStore(database.dataSource(), database.seal());
      assertThat(lines.count(ACCOUNT)).isEqualTo(LINES);
      Line first = lines.find(ACCOUNT, "12125550100").orElseThrow();
      assertThat(first.id()).isEqualTo(FIRST);
      assertThat(first.label()).isEqualTo("Grandmother 奶奶 0");
      assertThat(first.iccid()).isEqualTo(SIM);
      assertThat(lines.find(ACCOUNT, "12125550101").orElseThrow().label()).isEmpty();
      assertThat(lines.findBySim(ACCOUNT, FORMER)).extracting(Line::id).containsExactly(FIRST);
      assertThat(new SimHistory(database.dataSource(), database.seal()).of(FIRST))
          .extracting(SimHistory.Use::iccid)
          .containsExactly(SIM, FORMER);
      assertThat(lines.list(ACCOUNT, LineFilter.ALL, null, 3).lines())
          .extracting(Line::msisdn)
          .containsExactly("12125550100", "12125550101", "12125550102");
    }
  }

  @Test
  void everyTagIsThereAndItsLinesAreFoundByIt() {
    try (Database database = opened()) {
      LineStore lines = new LineStore(database.dataSource(), database.seal());
      assertThat(lines.find(FIRST).orElseThrow().tags())
          .containsExactly("Seattle", "Mother's; own");
      assertThat(lines.find(ACCOUNT, "12125550102").orElseThrow().tags()).isEmpty();
      assertThat(lines.list(ACCOUNT, tagged("Seattle"), null, 100).lines()).hasSize(12);
      assertThat(lines.list(ACCOUNT, tagged("Mother's; own"), null, 100).lines())
          .hasSize(6)
          .allMatch(line -> line.tags().contains("Mother's; own"));
      assertThat(lines.list(ACCOUNT, tagged("seattle"), null, 100).lines()).isEmpty();
    }
  }

  private static LineFilter tagged(String tag) {
    return new LineFilter(null, tag, null, null, null, null);
  }

  @Test
  void whatActsWereAboutAndWhatFilesWereCalledIsSealedAndImportsThatWaitedAreOver() {
    KeyFile keys = new KeyFile(folder.resolve("keys.json"));
    keys.create();
    Flyway.configure()
        .dataSource(old.dataSource())
        .schemas("everline")
        .defaultSchema("everline")
        .locations("classpath:db/migration")
        .javaMigrations(new SealingMigration(new Seal(keys)))
        .target("8")
        .load()
        .migrate();
    old.execute(
        """
        INSERT INTO job (bucket, id, account_id, act, argument, state, lines, created_at)
        VALUES (3, %1$d + 80000, %1$d, 'TAG', 'Mother', 'DONE', 1, now()),
               (3, %1$d + 80001, %1$d, 'PAUSE', '', 'DONE', 1, now());
        INSERT INTO upload (bucket, id, account_id, file_name, bytes, mapping, state, created_at)
        VALUES (3, %1$d + 80000, %1$d, 'Seattle.csv', 1, '', 'DONE', now()),
               (3, %1$d + 80001, %1$d, 'Seattle.csv', 1, '', 'READY', now()),
               (3, %1$d + 80002, %1$d, 'Seattle.csv', 1, '', 'RUNNING', now()),
               (3, %1$d + 80003, %1$d, 'Seattle.csv', 1, '', 'DONE', now()),
               (3, %1$d + 80004, %1$d, 'Seattle.csv', 1, '', 'FAILED', now());
        UPDATE upload SET problem = 'the file can''t be read as CSV after row 12; look there for a'
         WHERE id = %1$d + 80003;
        UPDATE upload SET problem = 'The file can''t be read on; upload it again.'
         WHERE id = %1$d + 80004;
        """
            .formatted(ACCOUNT.value()));
    try (Database database = opened()) {
      long first = ACCOUNT.value() + 80_000;
      Seal seal = database.seal();
      assertThat(
              seal.open(Sealed.JOB_ARGUMENT, first, bytes("argument FROM job WHERE id = " + first)))
          .isEqualTo("Mother");
      assertThat(old.number("SELECT count(*) FROM job WHERE argument IS NULL")).isEqualTo(1);
      assertThat(
              seal.open(
                  Sealed.UPLOAD_NAME, first, bytes("file_name FROM upload WHERE id = " + first)))
          .isEqualTo("Seattle.csv");
      assertThat(
              old.text(
                  "SELECT string_agg(state || coalesce(' ' || problem, ''), ', ' ORDER BY id) FROM upload"))
          .isEqualTo("DONE, FAILED UPDATED 0, DONE BROKEN 12, FAILED REFUSED 0");
      assertThat(Dump.columnsWith(old, PERSONAL)).isEmpty();
      old.execute("CHECKPOINT");
      for (String table : List.of("job", "upload")) {
        assertThat(inTheFile(table, "Mother") + inTheFile(table, "Seattle")).as(table).isZero();
      }
    }
  }

  private long inTheFile(String table, String text) {
    return old.number(
        "SELECT position(convert_to('%s', 'UTF8') IN pg_read_binary_file(pg_relation_filepath('everline.%s')))"
            .formatted(text, table));
  }

  @Test
  void peopleSignInAsBefore() {
    try (Database database = opened()) {
      Seal seal = database.seal();
      long member = ACCOUNT.value() + 90_000;
      assertThat(
              new Accounts(
                      database.dataSource(),
                      seal,
                      new IdAllocator(database.dataSource()),
                      MicrosecondClock.system())
                  .get(ACCOUNT)
                  .name())
          .isEqualTo("The Rivera family");
      assertThat(seal.open(Sealed.MEMBER_NAME, member, bytes("name FROM member")))
          .isEqualTo("Ana Rivera");
      assertThat(seal.openBytes(Sealed.MEMBER_CODES, member, bytes("totp_seed FROM member")))
          .containsExactly(1, 2);
      assertThat(bytes("name_hash FROM sign_in_name"))
          .isEqualTo(seal.find("sign-in-name", 0, "ana rivera"));
      assertThat(seal.open(Sealed.SESSION_DEVICE, member + 1, bytes("device FROM portal_session")))
          .isEqualTo("Mozilla/5.0");
      assertThat(seal.open(Sealed.TOKEN_NAME, member + 2, bytes("name FROM api_token")))
          .isEqualTo("my laptop");
    }
  }

  @Test
  void nothingOfItIsLeftInTheClearNotEvenInTheTablesFiles() {
    assertThat(Dump.columnsWith(old, PERSONAL)).isNotEmpty();
    try (Database database = opened()) {
      assertThat(database.seal()).isNotNull();
      assertThat(Dump.columnsWith(old, PERSONAL)).isEmpty();
      old.execute("CHECKPOINT");
      for (String table : List.of("line", "line_iccid", "account", "member", "api_token")) {
        for (String text : PERSONAL) {
          assertThat(inTheFile(table, text)).as(table + " " + text).isZero();
        }
      }
    }
  }

  @Test
  void aSecondStartFindsAllDone() {
    opened().close();
    try (Database again = opened()) {
      assertThat(new LineStore(again.dataSource(), again.seal()).count(ACCOUNT)).isEqualTo(LINES);
    }
  }

  /** The only value of a column. */
  private byte[] bytes(String columnAndTable) {
    String[] parts = columnAndTable.split(" FROM ", -1);
    return HexFormat.of()
        .parseHex(
            old.text("SELECT encode(%s, 'hex') FROM everline.%s".formatted(parts[0], parts[1])));
  }
}
