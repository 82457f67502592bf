package dev.everline.channel.web.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.account.Account;
import dev.everline.account.AuditTrail;
import dev.everline.account.Role;
import dev.everline.catalog.Plan;
import dev.everline.channel.web.Authenticator;
import dev.everline.channel.web.Browser;
import dev.everline.channel.web.Browser.Page;
import dev.everline.channel.web.PortalServer;
import dev.everline.channel.web.Seed;
import dev.everline.channel.web.frame.Cookies;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.line.LineField;
import dev.everline.line.LineService;
import dev.everline.payment.Wallet;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Members re-authenticate before what can't be undone; without scripts. */
class StepUpTest {

  private static final String ELSEWHERE = "203.0.113.9";
  private static final String ASKED = "Confirm it’s you";

  private static PortalServer server;
  private static Plan plan;

  private Account household;
  private Browser owner;
  private LineId line;

  @BeforeAll
  static void start() {
    server = new PortalServer();
    plan = server.plan(server.account().id());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void aHouseholdWithOneLine() {
    household = server.account();
    owner = server.member(household.id(), Role.OWNER);
    line = server.line(household.id(), plan, server.today().plusDays(3));
    server.get(Wallet.class).deposit(household.id(), Money.usd(200_00));
  }

  private static void later() {
    server.clock.move(Duration.ofMinutes(11));
  }

  /** The fields that the page holds, as a browser would send them again. */
  private static Map<String, String> held(Page page) {
    Map<String, String> held = new LinkedHashMap<>();
    Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">")
        .matcher(page.text().substring(page.text().indexOf(ASKED)))
        .results()
        .filter(field -> !field.group(1).equals("_csrf"))
        .forEach(field -> held.putIfAbsent(field.group(1), field.group(2)));
    return held;
  }

  private static Page prove(Browser who, String path, Page asked, String password) {
    Map<String, String> form = held(asked);
    form.put("step-up-password", password);
    return who.post(path, form);
  }

  private Page renew(Browser who) {
    String path = "/lines/" + line + "/renew";
    return who.post(path, Map.of("choice", "whole-1", "key", who.get(path).field("key")));
  }

  @Test
  void anActGoesOnWhereItWasOnceThePasswordIsGiven() {
    String path = "/lines/" + line + "/renewed-by";
    later();
    Page asked = owner.post(path, Map.of("by", "everline", "ceiling", "41.50"));
    assertThat(asked.text()).contains(ASKED).contains("action=\"" + path + "\"");
    assertThat(owner.get("/lines/" + line).text()).doesNotContain("41.50");

    Page wrong = prove(owner, path, asked, "not the password");
    assertThat(wrong.status()).isEqualTo(403);
    assertThat(held(wrong)).containsEntry("ceiling", "41.50").doesNotContainKey("step-up-password");
    assertThat(owner.get("/lines/" + line).text()).doesNotContain("41.50");

    assertThat(prove(owner, path, wrong, PortalServer.PASSWORD).location())
        .isEqualTo("/lines/" + line);
    assertThat(owner.get("/lines/" + line).text()).contains("value=\"41.50\"");
    // For some minutes nothing more is asked.
    assertThat(owner.post(path, Map.of("by", "owner")).status()).isEqualTo(303);
    later();
    assertThat(owner.post(path, Map.of("by", "everline")).text()).contains(ASKED);
    assertThat(server.get(AuditTrail.class).list(household.id(), null, 100))
        .extracting(AuditTrail.Event::act)
        .containsOnlyOnce("STEPPED_UP");
  }

  @Test
  void whoGuessesThePasswordIsSlowedDown() {
    String path = "/settings/invitations";
    later();
    Page asked = owner.post(path, Map.of("role", "VIEWER"));
    for (int i = 0; i < 5; i++) {
      assertThat(prove(owner, path, asked, "wrong guess " + i).status()).isEqualTo(403);
    }
    assertThat(prove(owner, path, asked, PortalServer.PASSWORD).status()).isEqualTo(429);
    assertThat(owner.get("/settings").text()).doesNotContain("/settings/invitations/iv_");
  }

  @Test
  void whereCodesAreAskedThePasswordAloneIsNotEnough() throws Exception {
    Seed seed = Seed.startedBy(owner, server.clock);
    String path = "/settings/invitations";
    later();
    Page asked = owner.post(path, Map.of("role", "VIEWER"));
    assertThat(asked.text()).contains("name=\"step-up-code\"");
    assertThat(prove(owner, path, asked, PortalServer.PASSWORD).status()).isEqualTo(403);
    Map<String, String> form = held(asked);
    form.put("step-up-password", PortalServer.PASSWORD);
    form.put("step-up-code", seed.code(server.clock.instant()));
    assertThat(owner.post(path, form).text()).contains("Invitation code");
  }

  @Test
  void aPasskeyProvesItTooAndOnlyTheMembersOwn() {
    Authenticator device = device(owner);
    Authenticator others = device(server.member(household.id(), Role.OWNER));
    String path = "/settings/invitations";
    later();
    owner.post(path, Map.of("role", "VIEWER"));
    assertThat(byPasskey(owner, path, others).status()).isEqualTo(403);
    assertThat(byPasskey(owner, path, device).text()).contains("Invitation code");
  }

  private static Authenticator device(Browser member) {
    Authenticator device = new Authenticator();
    String asked = member.post("/settings/passkeys/options", Map.of()).text();
    Page added =
        member.post(
            "/settings/passkeys",
            Map.of("passkey", device.make(asked, origin()), "name", "A phone"));
    assertThat(added.status()).isEqualTo(303);
    return device;
  }

  private static Page byPasskey(Browser who, String path, Authenticator device) {
    String asked = who.post("/step-up/passkey", Map.of()).text();
    return who.post(path, Map.of("role", "VIEWER", "step-up-passkey", device.use(asked, origin())));
  }

  private static String origin() {
    return "http://127.0.0.1:" + server.port();
  }

  @Test
  void aFileThatIsAskedForByItsAddressIsGoneToAfterwards() {
    later();
    Page asked = owner.get("/money/entries.csv?from=here");
    assertThat(asked.text()).contains(ASKED).doesNotContain("200.00,USD");
    assertThat(held(asked)).containsEntry("next", "/money/entries.csv?from=here");
    Page proved = prove(owner, "/step-up", asked, PortalServer.PASSWORD);
    // A page of its own says that it comes: a file alone would leave the form on the screen.
    assertThat(proved.status()).isEqualTo(200);
    assertThat(proved.header("Refresh")).isEqualTo("1;url=/money/entries.csv?from=here");
    assertThat(proved.text())
        .contains("href=\"/money/entries.csv?from=here\"")
        .doesNotContain(ASKED);
    assertThat(owner.get("/money/entries.csv?from=here").text()).contains("200.00,USD");
    Map<String, String> elsewhere = Map.of("next", "//evil.example", "step-up-password", "x");
    assertThat(owner.post("/step-up", elsewhere).text()).doesNotContain("evil");
  }

  @Test
  void secretsThatWereTypedAreNotWrittenIntoThePage() {
    later();
    Page asked =
        owner.post(
            "/settings/password",
            Map.of("present", PortalServer.PASSWORD, "wanted", "quite another set of words"));
    assertThat(asked.text()).contains(ASKED).doesNotContain("another set").doesNotContain("garden");
    assertThat(prove(owner, "/step-up", asked, PortalServer.PASSWORD).location())
        .isEqualTo("/settings");
  }

  @Test
  void spendingAsksOnANewNetworkAndOnANewDeviceOnly() {
    later();
    assertThat(renew(owner).location()).startsWith("/orders/");
    line = server.line(household.id(), plan, server.today().plusDays(3));

    Browser stolen = server.browser();
    stolen.cookies.putAll(owner.cookies);
    stolen.cookies.remove(Cookies.DEVICE);
    assertThat(renew(stolen).text()).as("another device").contains(ASKED);
    stolen.cookies.putAll(owner.cookies);
    stolen.headers.put("X-Forwarded-For", ELSEWHERE);
    Page asked = renew(stolen);
    assertThat(asked.text()).as("another network").contains(ASKED);
    int paid = server.carrier.paid.size();
    Page proved = prove(stolen, "/lines/" + line + "/renew", asked, PortalServer.PASSWORD);
    assertThat(proved.location()).startsWith("/orders/");
    assertThat(server.carrier.paid).hasSize(paid + 1);

    // Now it is known, and so is its neighbour in the same network.
    later();
    line = server.line(household.id(), plan, server.today().plusDays(3));
    stolen.headers.put("X-Forwarded-For", "203.0.113.200");
    assertThat(renew(stolen).location()).startsWith("/orders/");
  }

  @Test
  void aProofCountsOnTheNetworkWhereItWasGiven() {
    assertThat(owner.post("/settings/invitations", Map.of("role", "VIEWER")).text())
        .contains("Invitation code");
    owner.headers.put("X-Forwarded-For", ELSEWHERE);
    assertThat(owner.post("/settings/invitations", Map.of("role", "VIEWER")).text())
        .contains(ASKED);
  }

  @Test
  void aNumberIsMaskedUntilItIsAskedForAndThatIsNoted() {
    String number = server.number(line);
    String tail = number.substring(number.length() - 4);
    assertThat(owner.get("/lines/" + line).text()).doesNotContain("555-" + tail);
    later();
    String path = "/lines/" + line + "/number";
    Page asked = owner.post(path, Map.of());
    assertThat(asked.text()).contains(ASKED).doesNotContain("555-" + tail);
    assertThat(prove(owner, path, asked, PortalServer.PASSWORD).text()).contains("555-" + tail);
    assertThat(owner.get("/settings/audit").text()).contains("viewed a number");
    Browser viewer = server.member(household.id(), Role.VIEWER);
    assertThat(viewer.post(path, Map.of()).status()).isEqualTo(403);
    assertThat(viewer.get("/lines/" + line).text()).doesNotContain(path);
  }

  @Test
  void noPageButThatOneShowsANumberOrTheSimsInFull() {
    String iccid = "8901260000000000006";
    server.get(LineService.class).change(line, Map.of(LineField.ICCID, iccid));
    String number = server.number(line);
    String tail = number.substring(number.length() - 4);
    for (String page : List.of("/", "/lines", "/lines/" + line, "/lines/" + line + "/edit")) {
      assertThat(owner.get(page).text())
          .as(page)
          .doesNotContain(iccid)
          .doesNotContain("555" + tail);
    }
    // What isn't shown isn't lost by saving the rest.
    owner.post("/lines/" + line + "/edit", Map.of("label", "Mother", "iccid", ""));
    assertThat(owner.post("/lines/" + line + "/number", Map.of()).text()).contains(iccid);
  }

  @Test
  void aCarefulSessionShowsNoNumberAndAsksAtEachAct() {
    Browser careful = server.browser();
    careful.name = owner.name;
    Page signedIn =
        careful.post(
            "/sign-in",
            Map.of("name", owner.name, "password", PortalServer.PASSWORD, "careful", "true"));
    assertThat(signedIn.cookies())
        .anyMatch(each -> each.startsWith(Cookies.SESSION + "=") && !each.contains("Max-Age"));
    String page = careful.get("/lines/" + line).text();
    assertThat(page).contains("Shared-device mode").doesNotContain("/number\"");
    Page refused = careful.post("/lines/" + line + "/number", Map.of());
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text()).contains("You are in shared-device mode");

    // It has just signed in, and on a known device and network; it is asked all the same.
    careful.cookies.put(Cookies.DEVICE, owner.cookie(Cookies.DEVICE));
    Page asked = renew(careful);
    assertThat(asked.text()).contains("In shared-device mode, each such action asks");
    String path = "/lines/" + line + "/renew";
    assertThat(prove(careful, path, asked, PortalServer.PASSWORD).location())
        .startsWith("/orders/");
    assertThat(careful.post("/settings/invitations", Map.of("role", "VIEWER")).text())
        .contains(ASKED);

    Page export = careful.get("/money/entries.csv");
    prove(careful, "/step-up", export, PortalServer.PASSWORD);
    assertThat(careful.get("/money/entries.csv").text()).contains("200.00,USD");
    assertThat(careful.get("/money/entries.csv").text()).contains(ASKED);
  }

  @Test
  void aCarefulSessionEndsSoonAndCareIsGivenUpByAProofOnly() {
    assertThat(owner.post("/settings/careful/start", Map.of()).status()).isEqualTo(303);
    assertThat(owner.get("/").text()).contains("Shared-device mode");
    Page asked = owner.post("/settings/careful/stop", Map.of());
    assertThat(asked.text()).contains(ASKED);
    assertThat(prove(owner, "/settings/careful/stop", asked, PortalServer.PASSWORD).status())
        .isEqualTo(303);
    assertThat(owner.get("/").text()).doesNotContain("Shared-device mode");
    server.clock.move(Duration.ofDays(2));
    assertThat(owner.get("/").status()).isEqualTo(200);

    owner.post("/settings/careful/start", Map.of());
    for (int i = 0; i < 2; i++) {
      server.clock.move(Duration.ofMinutes(29));
      assertThat(owner.get("/").status()).isEqualTo(200);
    }
    server.clock.move(Duration.ofMinutes(31));
    assertThat(owner.get("/").status()).isEqualTo(303);

    owner.signIn(PortalServer.PASSWORD);
    owner.post("/settings/careful/start", Map.of());
    for (int i = 0; i < 30; i++) {
      server.clock.move(Duration.ofMinutes(25));
      owner.get("/");
    }
    assertThat(owner.get("/").status()).as("half a day later").isEqualTo(303);
  }
}
