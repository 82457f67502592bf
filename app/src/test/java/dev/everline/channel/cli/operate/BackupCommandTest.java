package dev.everline.channel.cli.operate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.OnTestDatabase;
import dev.everline.account.Account;
import dev.everline.account.Accounts;
import dev.everline.channel.cli.EverlineCommand;
import dev.everline.channel.cli.Services;
import dev.everline.channel.cli.Typed;
import dev.everline.kernel.AccountId;
import dev.everline.line.LineField;
import dev.everline.line.LineService;
import dev.everline.storage.RestoreMark;
import dev.everline.storage.StorageSettings;
import dev.everline.storage.TestDatabase;
import dev.everline.storage.Transactions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Backups by the command line. */
class BackupCommandTest {

  private static TestDatabase database;
  private static TestDatabase empty;

  @TempDir private static Path folder;
  private final Typed typed = new Typed();
  private final StringWriter said = new StringWriter();

  @BeforeAll
  static void open() {
    database = TestDatabase.create();
    empty = TestDatabase.unmigrated();
  }

  @AfterAll
  static void close() {
    database.close();
    empty.close();
  }

  @Test
  void whatIsBackedUpIsVerifiedRestoredAndConfirmed() throws IOException {
    Path file = folder.resolve("all.backup");
    try (Services services = new Services(OnTestDatabase.at(database.settings(4)))) {
      Account account = services.get(Accounts.class).open("A household", "UTC", null);
      // An entry that somebody slipped in, going around the program.
      database.execute(
          """
          INSERT INTO audit_event
                 (bucket, id, account_id, number, at, actor, act, subject, previous, hash)
          VALUES (%d, %d, %d, 1, now(), '', 'JOINED', '', '\\x00', '\\x00')
          """
              .formatted(account.id().bucket(), account.id().value(), account.id().value()));
      assertThat(typed.everline(services, "backup", file.toString())).as(typed.err()).isZero();
      assertThat(typed.out())
          .contains("Backed up and verified: " + file)
          .contains("the ledger was sound")
          .contains("It doesn't include the keys: without " + database.keys());
      assertThat(typed.everline(services, "backup", file.toString())).isEqualTo(4);
      assertThat(typed.err()).contains("--replace");
      assertThat(typed.everline(services, "backup", file.toString(), "--replace", "--json"))
          .isZero();
      assertThat(typed.out()).contains("\"withKeys\" : false");
      // A folder that is there, and takes no files.
      assertThat(typed.everline(services, "backup", "/proc/everline.backup")).isNotZero();
      assertThat(typed.err()).contains("/proc/everline.backup").doesNotContain("doesn't exist");
    }
    try (Services services = new Services(Object.class)) {
      assertThat(typed.everline(services, "backup", "verify", file.toString())).isZero();
      assertThat(typed.out()).contains("Intact: ");
      Path cut = Files.write(folder.resolve("cut"), new byte[] {'P', 'K', 3, 4});
      assertThat(typed.everline(services, "backup", "verify", cut.toString())).isEqualTo(2);
      assertThat(typed.err()).contains("isn't an Everline backup");
      assertThat(typed.everline(services, "backup", "verify", folder.resolve("no").toString()))
          .isEqualTo(2);
      assertThat(typed.err()).contains("doesn't exist");
      assertThat(typed.everline(services, "backup")).isEqualTo(2);
    }
    assertThat(restore(file)).as(said.toString()).isZero();
    assertThat(said.toString())
        .contains("the ledger is sound", "everline restore confirm")
        .contains("THE AUDIT TRAIL IS BROKEN (accounts: 1)", "everline audit verify");
    assertThat(restore(file)).isEqualTo(4);
    assertThat(said.toString()).contains("1 accounts and 0 lines");
    try (Services services = new Services(OnTestDatabase.at(empty.settings(4)))) {
      assertThat(services.get(Accounts.class).first(10)).hasSize(1);
      assertThat(typed.everline(services, "restore", "confirm")).as(typed.err()).isZero();
      assertThat(typed.out()).contains("renewals resume");
      assertThat(typed.everline(services, "restore", "confirm")).isZero();
      assertThat(typed.out()).contains("There is nothing to confirm");
    }
  }

  /** In the environment of the empty database. */
  private int restore(Path file) {
    StorageSettings settings = empty.settings(4);
    Map<String, String> environment =
        Map.of(
            "EVERLINE_HOME", folder.toString(),
            "EVERLINE_DATABASE_URL", Objects.requireNonNull(settings.url()),
            "EVERLINE_DATABASE_USER", Objects.requireNonNull(settings.user()),
            "EVERLINE_DATABASE_PASSWORD", Objects.requireNonNull(settings.password()),
            "EVERLINE_KEYS", empty.keys().toString());
    PrintWriter printed = new PrintWriter(said, true);
    try (Services none = new Services(Object.class)) {
      CommandLine command =
          EverlineCommand.configured(new CommandLine(new RestoreCommand(none, environment)));
      command.setOut(printed);
      command.setErr(printed);
      return command.execute(file.toString());
    }
  }

  @Test
  void aPassphraseComesFromAFileAndNeverFromAnArgument() throws IOException {
    Path file = folder.resolve("keys.backup");
    Path passphrase = Files.writeString(folder.resolve("words"), "four plain garden words\n");
    try (Services services = new Services(OnTestDatabase.at(database.settings(4)))) {
      String[] command = {
        "backup", "--with-keys", "--passphrase-file", passphrase.toString(), file.toString()
      };
      assertThat(typed.everline(services, command)).as(typed.err()).isZero();
      assertThat(typed.out()).contains("sealed with your passphrase").doesNotContain("garden");
      assertThat(typed.everline(services, "backup", "--with-keys", folder + "/other")).isEqualTo(2);
      assertThat(typed.err()).contains("--passphrase-file").contains("EVERLINE_BACKUP_PASSPHRASE");
    }
  }

  @Test
  void linesThatMayHaveBeenRenewedSinceAreShownBeforeItIsConfirmed() {
    try (Services services = new Services(OnTestDatabase.at(database.settings(4)))) {
      database.execute("UPDATE everline.line SET removed_at = now()");
      AccountId account = services.get(Accounts.class).open("Another", "UTC", null).id();
      add(services, account, "2125550100", 2, "yes");
      Transactions transactions = restored(services);

      assertThat(typed.everline(services, "restore", "confirm")).isEqualTo(6);
      assertThat(typed.out()).contains(account.toString());
      assertThat(typed.err()).contains("1 line that ends by").contains("--checked");

      assertThat(typed.everline(services, "restore", "confirm", "--checked")).isZero();
      assertThat(transactions.run(RestoreMark::pending)).isEmpty();
    }
  }

  @Test
  void linesThatArePaidByHandOrHaveAnOrderUnderWayAreAmongThem() {
    try (Services services = new Services(OnTestDatabase.at(database.settings(4)))) {
      database.execute("UPDATE everline.line SET removed_at = now()");
      AccountId account = services.get(Accounts.class).open("A third", "UTC", null).id();
      add(services, account, "2125550101", 2, "no");
      add(services, account, "2125550102", 90, "no");
      Transactions transactions = restored(services);

      assertThat(typed.everline(services, "restore", "confirm")).isEqualTo(6);
      assertThat(typed.out()).containsPattern(account + "\\s+1\\s+0\\s+1\\s+0");
      assertThat(transactions.run(RestoreMark::pending)).isPresent();

      database.execute("UPDATE everline.line SET open_order_id = id WHERE removed_at IS NULL");
      assertThat(typed.everline(services, "restore", "confirm")).isEqualTo(6);
      assertThat(typed.out()).containsPattern(account + "\\s+2\\s+0\\s+2\\s+2");
      assertThat(typed.err()).contains("2 lines that end by").contains("by hand");

      assertThat(typed.everline(services, "restore", "confirm", "--checked")).isZero();
      database.execute("UPDATE everline.line SET open_order_id = NULL");
    }
  }

  private static void add(
      Services services, AccountId account, String number, int daysLeft, String autoRenew) {
    services
        .get(LineService.class)
        .add(
            account,
            Map.of(
                LineField.NUMBER,
                number,
                LineField.CARRIER,
                "h2o",
                LineField.VALID_UNTIL,
                LocalDate.now(ZoneOffset.UTC).plusDays(daysLeft).toString(),
                LineField.AUTO_RENEW,
                autoRenew));
  }

  /** As after a restore: nobody has looked yet. */
  private static Transactions restored(Services services) {
    Instant now = services.get(Clock.class).instant();
    Transactions transactions = new Transactions(services.get(DataSource.class));
    transactions.run(
        connection -> {
          RestoreMark.set(connection, now.minusSeconds(3_600), now.plusMillis(1));
          return true;
        });
    return transactions;
  }
}
