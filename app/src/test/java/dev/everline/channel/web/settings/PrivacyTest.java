package dev.everline.channel.web.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.everline.TestCarrier;
import dev.everline.account.Account;
import dev.everline.account.Accounts;
import dev.everline.account.ApiTokens;
import dev.everline.account.AuditTrail;
import dev.everline.account.Invitations;
import dev.everline.account.Role;
import dev.everline.catalog.Plan;
import dev.everline.channel.web.Browser;
import dev.everline.channel.web.Browser.Page;
import dev.everline.channel.web.PortalServer;
import dev.everline.fleet.Job;
import dev.everline.fleet.Jobs;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import dev.everline.ledger.LedgerCheck;
import dev.everline.line.LineField;
import dev.everline.line.LineService;
import dev.everline.payment.Wallet;
import dev.everline.privacy.AccountExport;
import dev.everline.renewal.Renewals;
import dev.everline.renewal.engine.Heartbeat;
import dev.everline.renewal.order.Order;
import dev.everline.storage.AccountData;
import dev.everline.storage.Dump;
import dev.everline.storage.Transactions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What owners may ask of their data, and what is left once it is erased. */
class PrivacyTest {

  private static final String NUMBER = "12125550142";
  private static final String SIM = "8901260123456789012";
  private static final String LATER_SIM = "8901260123456789020";
  private static final List<String> PERSONAL =
      List.of(
          NUMBER,
          "2125550142",
          SIM,
          LATER_SIM,
          "grandmother",
          "a household",
          "Firefox",
          "in the drawer");

  private PortalServer server;
  private Account account;
  private Browser owner;
  private Plan plan;
  private LineId line;

  @BeforeEach
  void aHousehold() {
    server = new PortalServer();
    account = server.account();
    owner = server.member(account.id(), Role.OWNER);
    plan = server.plan(account.id());
    LineService lines = server.get(LineService.class);
    line =
        lines
            .add(
                account.id(),
                Map.of(
                    LineField.NUMBER,
                    NUMBER,
                    LineField.CARRIER,
                    plan.carrier(),
                    LineField.PLAN,
                    plan.id(),
                    LineField.ICCID,
                    SIM,
                    LineField.LABEL,
                    "Grandmother",
                    LineField.TAGS,
                    "her phone",
                    LineField.VALID_UNTIL,
                    server.today().plusDays(2).toString(),
                    LineField.BRAND_CONFIRMED,
                    "yes",
                    LineField.RENEWED_BY,
                    "everline"))
            .id();
    server.clock.move(Duration.ofSeconds(1));
    lines.change(line, Map.of(LineField.ICCID, LATER_SIM));
    owner.post("/lines/" + line + "/notes", Map.of("note", "Her SIM lies in the drawer"));
    server.get(Wallet.class).deposit(account.id(), Money.usd(200_00));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Order renew() {
    return server
        .get(Renewals.class)
        .renew(account.id(), line, Renewals.Wish.wholePeriods(1), "key-1", "cli");
  }

  private Page erase(String name, String password) {
    return owner.post(
        "/settings/privacy/erase", Map.of("confirm", name, "step-up-password", password));
  }

  private Map<String, String> exported() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    server.get(AccountExport.class).write(account.id(), out);
    Map<String, String> files = new LinkedHashMap<>();
    try (ZipInputStream zip =
        new ZipInputStream(new ByteArrayInputStream(out.toByteArray()), StandardCharsets.UTF_8)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }

  private Stream<AccountData.Table> tables() {
    return server.all(AccountData.class).values().stream().flatMap(data -> data.tables().stream());
  }

  @Test
  void theCopyHoldsAllThatIsStoredAndNoSecret() throws IOException {
    Order order = renew();
    String token = server.get(ApiTokens.class).create(account.id(), "my laptop", null);
    LineService lines = server.get(LineService.class);
    LineId gone =
        lines
            .add(
                account.id(),
                Map.of(LineField.NUMBER, "2125550143", LineField.CARRIER, plan.carrier()))
            .id();
    lines.remove(gone);
    Jobs jobs = server.get(Jobs.class);
    Job job = jobs.prepare(account.id(), Job.Act.TAG, "her things", List.of(line));
    jobs.work(job.id(), () -> false);
    jobs.confirm(job);
    jobs.work(job.id(), () -> false);
    owner.postFile(
        "/lines/import", "Hers.csv", "number,carrier\n1,2\n".getBytes(StandardCharsets.UTF_8));
    Map<String, String> files = exported();
    assertThat(files.get("account.json")).contains("A household", "America/New_York");
    assertThat(files.get("members.json"))
        .contains(owner.name, "OWNER", "\"sessions\"", "\"proved_at\"");
    assertThat(files.get("tokens.json")).contains("my laptop");
    // A SIM stands in groups, so that spreadsheets keep its digits.
    assertThat(Objects.requireNonNull(files.get("lines.csv")).replace(" ", ""))
        .contains(NUMBER, LATER_SIM, "Grandmother", "12125550143");
    assertThat(Objects.requireNonNull(files.get("former-sims.csv")).replace(" ", ""))
        .contains(line.toString(), SIM, LATER_SIM);
    assertThat(files.get("notes.csv")).contains(line.toString(), "Her SIM lies in the drawer");
    assertThat(files.get("acts.csv")).contains(job.id().toString(), "TAG", "her things");
    assertThat(files.get("acts-lines.csv")).contains(job.id().toString(), line.toString(), "DONE");
    assertThat(files.get("imports.csv")).contains("Hers.csv", "READY");
    assertThat(files.get("lines.csv")).contains("her things");
    assertThat(files.get("orders.csv")).contains(order.id().toString(), line.toString(), "RENEWED");
    assertThat(files.get("entries.csv")).contains("FUND,200.00,USD", order.id().toString());
    assertThat(files.get("audit.csv")).contains("JOINED");
    assertThat(files.keySet())
        .containsExactly(
            "account.json",
            "members.json",
            "invitations.json",
            "tokens.json",
            "lines.csv",
            "former-sims.csv",
            "notes.csv",
            "acts.csv",
            "acts-lines.csv",
            "imports.csv",
            "orders.csv",
            "outside-renewals.csv",
            "entries.csv",
            "notices.csv",
            "audit.csv")
        .containsAll(tables().map(AccountData.Table::file).filter(Objects::nonNull).toList());
    assertThat(String.join("\n", files.values()))
        .doesNotContain(token.substring(token.indexOf('.') + 1))
        .doesNotContain("argon2");
  }

  @Test
  void theCopyIsGivenAfterReauthenticationAndIsInTheTrail() {
    server.clock.move(Duration.ofMinutes(11));
    String export = "/settings/privacy/export";
    assertThat(owner.post(export, Map.of()).header("Content-Type")).startsWith("text/html");
    Page refused = owner.post(export, Map.of("step-up-password", "wrong words here"));
    assertThat(refused.status()).isEqualTo(403);
    Page given = owner.post(export, Map.of("step-up-password", PortalServer.PASSWORD));
    assertThat(given.status()).isEqualTo(200);
    assertThat(given.header("Content-Type")).startsWith("application/zip");
    assertThat(given.text()).startsWith("PK");
    assertThat(server.get(AuditTrail.class).list(account.id(), null, 1))
        .extracting(AuditTrail.Event::act)
        .containsExactly("ACCOUNT_EXPORTED");
  }

  @Test
  void anErasedAccountLeavesTheBooksAndNothingOfItsPeople() {
    renew();
    String token = server.get(ApiTokens.class).create(account.id(), "my laptop", null);
    owner.headers.put("User-Agent", "Firefox");
    owner.signIn(PortalServer.PASSWORD);
    assertThat(owner.get("/settings/privacy/erase").text()).contains("A household");

    Page done = erase(" a HOUSEHOLD ", PortalServer.PASSWORD);
    assertThat(done.status()).as(done.text()).isEqualTo(303);
    assertThat(owner.follow(done).text()).contains("The account is erased");
    // Nobody can sign in any more, so the portal waits for a first owner.
    assertThat(owner.get("/").location()).startsWith("/join");
    assertThat(owner.signIn(PortalServer.PASSWORD).status()).isEqualTo(401);
    assertThat(server.get(ApiTokens.class).accountOf(token)).isEmpty();
    assertThat(server.get(Accounts.class).find(account.id())).isEmpty();
    assertThatThrownBy(() -> server.get(LineService.class).get(account.id(), NUMBER))
        .isInstanceOf(ProblemException.class);

    // Nothing is renewed any more, nor was anything of the books touched.
    server.clock.move(Duration.ofDays(400));
    assertThat(server.get(Heartbeat.class).beat().looked()).isZero();
    LedgerCheck.Proof proof =
        new Transactions(server.database.dataSource()).run(new LedgerCheck()::run);
    assertThat(proof.isSound()).isTrue();
    AuditTrail trail = server.get(AuditTrail.class);
    assertThat(trail.verify(account.id())).isInstanceOf(AuditTrail.Whole.class);
    assertThat(trail.list(account.id(), null, 1))
        .extracting(AuditTrail.Event::act)
        .containsExactly("ACCOUNT_ERASED");

    String left =
        "(SELECT count(*) FROM everline.line WHERE account_id = %1$d AND (coalesce(msisdn, iccid, iccid_hash, label, tags) IS NOT NULL OR cardinality(tag_hashes) > 0)) + (SELECT count(*) FROM everline.line_iccid) + (SELECT count(*) FROM everline.line_note) + (SELECT count(*) FROM everline.member) + (SELECT count(*) FROM everline.sign_in_name) + (SELECT count(*) FROM everline.portal_session) + (SELECT count(*) FROM everline.api_token) + (SELECT count(*) FROM everline.idempotency) + (SELECT count(name) FROM everline.account)"
            .formatted(account.id().value());
    assertThat(server.database.number("SELECT " + left)).isZero();
    assertThat(
            tables()
                .filter(table -> table.fate() == AccountData.Fate.DELETED)
                .map(AccountData.Table::name)
                .filter(table -> server.database.number("SELECT count(*) FROM " + table) > 0))
        .as("tables whose rows were to be deleted")
        .isEmpty();
    byte[] hash = server.database.seal().find("number", account.id().value(), NUMBER);
    assertThat(
            server.database.number(
                "SELECT count(*) FROM everline.line WHERE encode(msisdn_hash, 'hex') = '%s'"
                    .formatted(java.util.HexFormat.of().formatHex(hash))))
        .isZero();
    assertThat(Dump.columnsWith(server.database, PERSONAL)).isEmpty();
    // The installation can be set up again.
    assertThat(server.get(Invitations.class).firstOwner()).isPresent();
  }

  @Test
  void whileAnOrderIsUnderWayNothingIsErased() {
    server.carrier.mood = TestCarrier.Mood.SILENT;
    Order order = renew();
    assertThat(owner.get("/settings/privacy/erase").text()).contains(order.id().toString());
    Page refused = erase("A household", PortalServer.PASSWORD);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text()).contains("Nothing was erased");
    assertThat(server.get(LineService.class).get(account.id(), NUMBER).label())
        .isEqualTo("Grandmother");
    assertThat(owner.get("/settings").status()).isEqualTo(200);
  }

  @Test
  void neitherAWrongNameNorAWrongPasswordErasesAnything() {
    assertThat(erase("Another household", PortalServer.PASSWORD).status()).isEqualTo(400);
    assertThat(erase("A household", "not the password").status()).isEqualTo(403);
    assertThat(server.get(Accounts.class).get(account.id()).name()).isEqualTo("A household");
  }

  @Test
  void aRemovedMembersNameIsGone() {
    Browser leaving = server.member(account.id(), Role.VIEWER);
    String member =
        server.database.text("SELECT id::text FROM everline.member ORDER BY id DESC LIMIT 1");
    owner.post(
        "/settings/members/" + new dev.everline.kernel.MemberId(Long.parseLong(member)) + "/remove",
        Map.of());
    assertThat(leaving.get("/").location()).startsWith("/sign-in");
    assertThat(server.database.number("SELECT count(*) FROM everline.sign_in_name")).isEqualTo(1);
    assertThat(server.database.number("SELECT count(*) FROM everline.member")).isEqualTo(1);
  }
}
