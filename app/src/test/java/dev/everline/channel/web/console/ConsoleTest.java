package dev.everline.channel.web.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.everline.TestCarrier;
import dev.everline.account.Account;
import dev.everline.account.AuditTrail;
import dev.everline.account.Invitations;
import dev.everline.account.Role;
import dev.everline.catalog.Plan;
import dev.everline.channel.web.Browser;
import dev.everline.channel.web.Browser.Page;
import dev.everline.channel.web.PortalServer;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.line.LineField;
import dev.everline.line.LineService;
import dev.everline.payment.Wallet;
import dev.everline.renewal.OrderDesk;
import dev.everline.renewal.Renewals;
import dev.everline.renewal.order.Order;
import dev.everline.storage.ClockGuard;
import dev.everline.words.Language;
import dev.everline.words.Messages;
import dev.everline.words.Words;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operator's console over a socket, on a real database. */
class ConsoleTest {

  /** Other tests have moved the clock since the operator signed in. */
  private static final Map<String, String> PROOF =
      Map.of("step-up-password", PortalServer.PASSWORD);

  private static PortalServer server;
  private static Plan plan;
  private static Browser operator;
  private Account account;
  private Browser owner;
  private String page;

  @BeforeAll
  static void start() {
    server = new PortalServer();
    plan = server.plan(server.account().id());
    operator = server.operator();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void aHousehold() {
    server.carrier.mood = TestCarrier.Mood.WILLING;
    account = server.account();
    owner = server.member(account.id(), Role.OWNER);
    server.get(Wallet.class).deposit(account.id(), Money.usd(500_00));
    page = "/console/accounts/" + account.id();
  }

  private Order renewed() {
    LineId line = server.line(account.id(), plan, server.today().plusDays(3));
    return server
        .get(Renewals.class)
        .renew(account.id(), line, Renewals.Wish.wholePeriods(1), null, "portal");
  }

  private Order heldForApproval() {
    LineId line = server.line(account.id(), plan, server.today().plusDays(3));
    server.database.execute(
        "UPDATE everline.line SET charged_on = '%s', charged_count = 3 WHERE id = %d"
            .formatted(LocalDate.ofInstant(server.clock.instant(), ZoneOffset.UTC), line.value()));
    return server
        .get(Renewals.class)
        .renew(account.id(), line, Renewals.Wish.wholePeriods(1), null, "portal");
  }

  /**
   * Has the work done and reads the console when it is; the page says itself when to look again.
   */
  private static String consoleAfter(String work) {
    operator.post("/console/" + work, Map.of());
    for (int looks = 0; looks < 100_000; looks++) {
      String text = operator.get("/console").text();
      if (!text.contains("<progress")) {
        return text;
      }
    }
    throw new AssertionError("the work doesn't end");
  }

  @Test
  void aClockThatWasSetBackIsSaidFirstThing() {
    ClockGuard guard = server.get(ClockGuard.class);
    guard.requireSound();
    assertThat(operator.get("/console").text()).doesNotContain("clock is behind");
    server.clock.move(Duration.ofMinutes(-10));
    try {
      assertThat(operator.get("/console").text()).contains("clock is behind the stored data");
    } finally {
      server.clock.move(Duration.ofMinutes(10));
    }
  }

  @Test
  void anOperatorBeginsAtTheConsoleAndHasNoPageOfAnAccount() {
    Browser back = server.browser();
    back.name = operator.name;
    Page signedIn = back.signIn(PortalServer.PASSWORD);
    Page home = back.follow(signedIn);
    assertThat(home.location()).isEqualTo("/console");
    assertThat(back.get("/console").text()).contains("Check all lines now");
    assertThat(back.get("/settings").text())
        .contains("operator")
        .doesNotContain("Create a token")
        .doesNotContain("href=\"/settings/app\"")
        .doesNotContain("href=\"/settings/privacy\"");
    assertThat(owner.get("/settings").text())
        .contains("href=\"/settings/app\"")
        .contains("href=\"/settings/privacy\"");
    assertThat(back.get("/lines").status()).isEqualTo(403);
    assertThat(owner.get("/console").status()).isEqualTo(403);
  }

  @Test
  void nobodyBecomesAnOperatorFromWithinAnAccount() {
    assertThat(owner.post("/settings/invitations", Map.of("role", "OPERATOR")).status())
        .isEqualTo(400);
    assertThatThrownBy(() -> server.get(Invitations.class).create(account.id(), Role.OPERATOR))
        .isInstanceOf(InvalidValue.class)
        .hasMessageContaining("invite --operator");
  }

  @Test
  void accountsAreFoundByTheirIdOrThatOfALineAndSaidWithoutNames() {
    LineId line = server.line(account.id(), plan, server.today());
    assertThat(operator.get("/console/accounts?sought=" + account.id()).location()).isEqualTo(page);
    assertThat(operator.get("/console/accounts?sought=" + line).location()).isEqualTo(page);
    assertThat(operator.get("/console/accounts?sought=ac_1").status()).isEqualTo(404);
    assertThat(operator.get("/console/accounts").text())
        .contains(account.id().toString())
        .contains("$500.00")
        .doesNotContain("A household")
        .doesNotContain("House<");
  }

  @Test
  void whatIsPersonalIsShownAfterAReasonToWhoGaveItForAWhileAndBothTrailsSayWhy() {
    LineId line = server.line(account.id(), plan, server.today());
    server.get(LineService.class).change(line, Map.of(LineField.LABEL, "Grandma"));
    assertThat(operator.get(page).text())
        .doesNotContain("A household")
        .doesNotContain(owner.name)
        .doesNotContain("Grandma");
    assertThat(operator.post(page + "/look", with("because")).status()).isEqualTo(400);
    assertThat(operator.get(page).text()).doesNotContain("Grandma");

    Page looked = operator.post(page + "/look", with("request no. 4711"));
    assertThat(operator.follow(looked).text())
        .contains("A household")
        .contains(owner.name)
        .contains("Grandma");
    assertThat(server.operator().get(page).text()).doesNotContain("Grandma");
    Account other = server.account();
    assertThat(operator.get("/console/accounts/" + other.id()).text())
        .doesNotContain("A household");
    assertThat(owner.get("/settings/audit").text())
        .contains("an operator viewed personal data, because:")
        .contains("request no. 4711");
    assertThat(operator.get("/console/audit").text()).contains(account.id() + " request no. 4711");
    assertThat(server.get(AuditTrail.class).verify(account.id()))
        .isInstanceOf(AuditTrail.Whole.class);

    server.clock.move(ConsolePages.LOOK);
    assertThat(operator.get(page).text()).doesNotContain("Grandma").doesNotContain("A household");
  }

  private static Map<String, String> with(String reason) {
    Map<String, String> form = new HashMap<>(PROOF);
    form.put("reason", reason);
    return form;
  }

  @Test
  void ordersThatWaitAreFoundAndLetGoWithANoteInBothTrails() {
    Order first = heldForApproval();
    Order second = heldForApproval();
    server.carrier.mood = TestCarrier.Mood.SILENT;
    Order lost = renewed();
    server.carrier.mood = TestCarrier.Mood.WILLING;
    String console = consoleAfter("survey");
    assertThat(console)
        .contains(first.id().toString())
        .contains(second.id().toString())
        .contains(lost.id().toString())
        .contains("href=\"" + page + "\"");

    operator.post(page + "/orders/" + first.id() + "/release", PROOF);
    operator.post(page + "/orders/" + second.id() + "/cancel", PROOF);
    OrderDesk orderDesk = server.get(OrderDesk.class);
    assertThat(orderDesk.order(account.id(), first.id()).state().code()).isEqualTo("RENEWED");
    assertThat(orderDesk.order(account.id(), second.id()).state().code()).isEqualTo("CANCELLED");
    assertThat(consoleAfter("survey")).doesNotContain(first.id().toString());
    for (Page trail : new Page[] {owner.get("/settings/audit"), operator.get("/console/audit")}) {
      assertThat(trail.text())
          .contains("an operator released an order")
          .contains("an operator cancelled an order")
          .contains(first.id().toString());
    }
    Account other = server.account();
    String elsewhere = "/console/accounts/" + other.id() + "/orders/" + lost.id() + "/release";
    assertThat(operator.post(elsewhere, PROOF).status()).isEqualTo(404);
  }

  @Test
  void whatTheLimitOfAllAccountsHoldsOnlyAnOperatorReleases() {
    Order held = heldForApproval();
    String order = "/orders/" + held.id();
    assertThat(owner.get(order).text()).contains(order + "/release");
    server.database.execute(
        "UPDATE everline.renewal_order SET reason = 'BREAKER_DAY' WHERE id = " + held.id().value());

    assertThat(owner.get(order).text())
        .contains("Only the person who runs this server can release the order")
        .contains(order + "/cancel")
        .doesNotContain(order + "/release");
    Page refused = owner.post(order + "/release", Map.of());
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text()).contains("limit of all accounts together");
    operator.post(page + order + "/release", PROOF);
    assertThat(owner.get(order).text()).contains("Renewed");
  }

  @Test
  void theConsoleSaysHowFarBehindTheHeartbeatIsAndHowTheWaysDo() {
    renewed();
    LineId line = server.line(account.id(), plan, server.today());
    server.wake(line, server.clock.instant().minus(Duration.ofMinutes(330)));
    String console = consoleAfter("survey");
    assertThat(console).contains("5 hr").contains(">" + words().number(line.bucket()) + "<");
    assertThat(console).containsPattern("<th scope=\"row\">test</th>\\s*<td class=\"number\"");
  }

  private static Words words() {
    return new Words(Language.ENGLISH, Messages.load(Language.ENGLISH), ZoneOffset.UTC);
  }

  @Test
  void theLedgerIsProvedAndWhatIsWrongIsNamed() {
    renewed();
    assertThat(consoleAfter("proof")).contains("all sum to zero");
    int bucket = account.id().bucket();
    String change =
        "UPDATE everline.ledger_account SET balance = balance %s 1 WHERE bucket = %d AND owner_id"
            + " = %d";
    server.database.execute(change.formatted("+", bucket, account.id().value()));
    assertThat(consoleAfter("proof"))
        .contains("The ledger doesn’t balance")
        .contains("bucket " + bucket + ", account");
    server.database.execute(change.formatted("-", bucket, account.id().value()));
    assertThat(consoleAfter("proof")).contains("all sum to zero");
  }

  @Test
  void anOperatorWhoLeavesIsSignedOut() {
    Browser other = server.operator();
    String console = other.get("/console").text();
    String own =
        java.util.regex.Pattern.compile("/console/operators/(mb_[^/]+)/remove")
            .matcher(operator.get("/console").text())
            .results()
            .map(found -> found.group(1))
            .reduce((older, newer) -> newer)
            .orElseThrow();
    assertThat(console).doesNotContain("/console/operators/" + own);
    operator.post("/console/operators/" + own + "/remove", PROOF);
    assertThat(other.get("/console").location()).startsWith("/sign-in");
  }

  @Test
  void onAFullDiskAPageSaysThatRoomIsNeeded() {
    server.database.onAFullDisk(
        "audit_event",
        () -> {
          Page answer = operator.post("/console/survey", Map.of());
          assertThat(answer.status()).isEqualTo(503);
          assertThat(answer.text()).contains("disk is full");
        });
  }

  @Test
  void itSaysHowOldTheLastBackupIsAndWhatBecameOfTheLastTry() {
    server.database.execute("DELETE FROM everline.backup_run");
    assertThat(operator.get("/console").text()).contains("No backup has been made yet.");
    noteBackup("2 days", "MADE", 13_400);
    assertThat(operator.get("/console").text())
        .contains("2 days ago: 13.4 kB")
        .containsPattern("Last backup made and verified [^<]+ UTC, ")
        .doesNotContain("failed");
    noteBackup("1 hour", "FAILED", 0);
    assertThat(operator.get("/console").text())
        .contains("2 days ago: 13.4 kB")
        .contains("failed. The log says why");
    noteBackup("1 minute", "NO_ROOM", 0);
    assertThat(operator.get("/console").text()).contains("doesn’t have enough space");
  }

  private static void noteBackup(String ago, String outcome, long bytes) {
    server.database.execute(
        "INSERT INTO everline.backup_run VALUES ('%s'::timestamptz - interval '%s', 'DAILY', '%s', %d)"
            .formatted(server.clock.instant(), ago, outcome, bytes));
  }

  @Test
  void afterARestoreItAndHomeSayThatNothingIsPaid() {
    // A server that has run before knows that it isn't restored.
    server.database.execute(
        "INSERT INTO everline.restored (backup_at, restored_at) VALUES ('2026-11-20T10:00:00Z', now())");
    try {
      assertThat(operator.get("/console").text()).contains("everline restore confirm");
      assertThat(owner.get("/").text()).contains("Everline was restored to its state of");
    } finally {
      server.database.execute("DELETE FROM everline.restored");
    }
    assertThat(owner.get("/").text()).doesNotContain("Everline was restored to its state");
  }
}
