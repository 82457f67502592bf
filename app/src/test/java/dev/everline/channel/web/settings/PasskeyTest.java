package dev.everline.channel.web.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.AtOnce;
import dev.everline.account.Account;
import dev.everline.account.Invitations;
import dev.everline.account.Role;
import dev.everline.channel.web.Authenticator;
import dev.everline.channel.web.Browser;
import dev.everline.channel.web.Browser.Page;
import dev.everline.channel.web.PortalServer;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Passkeys at the server: what it takes for one, and what it doesn't. */
class PasskeyTest {

  private static PortalServer server;
  private static Account account;

  @BeforeAll
  static void start() {
    server = new PortalServer();
    account = server.account();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Browser member() {
    return server.member(account.id(), Role.VIEWER);
  }

  private static String origin() {
    return "http://127.0.0.1:" + server.port();
  }

  private static Page add(Browser member, Authenticator device, String origin) {
    String asked = member.post("/settings/passkeys/options", Map.of()).text();
    return member.post(
        "/settings/passkeys", Map.of("passkey", device.make(asked, origin), "name", "A phone"));
  }

  /** A member's device, with a passkey of theirs. */
  private static Authenticator deviceOf(Browser member) {
    Authenticator device = new Authenticator();
    assertThat(add(member, device, origin()).location()).isEqualTo("/settings/passkeys");
    return device;
  }

  private static String askedToSignIn(Browser browser) {
    return browser.post("/sign-in/passkey/options", Map.of()).text();
  }

  private static Page signIn(Browser browser, String answer) {
    return browser.post("/sign-in/passkey", Map.of("passkey", answer));
  }

  @Test
  void aPasskeySignsInWithoutANameAndWithoutACode() {
    Browser member = member();
    Authenticator device = deviceOf(member);
    Browser elsewhere = server.browser();
    Page signedIn = signIn(elsewhere, device.use(askedToSignIn(elsewhere), origin()));
    assertThat(signedIn.location()).isEqualTo("/");
    assertThat(elsewhere.get("/settings").text()).contains(member.name);
  }

  @Test
  void anAnswerCountsOnceAndNotForEver() {
    Authenticator device = deviceOf(member());
    Browser browser = server.browser();
    String answer = device.use(askedToSignIn(browser), origin());
    assertThat(signIn(browser, answer).status()).isEqualTo(303);
    Browser thief = server.browser();
    assertThat(signIn(thief, answer).status()).isEqualTo(401);
    assertThat(thief.get("/").location()).isEqualTo("/sign-in");
    String late = device.use(askedToSignIn(thief), origin());
    server.clock.move(Duration.ofMinutes(11));
    assertThat(signIn(thief, late).status()).isEqualTo(401);
  }

  @Test
  void anAnswerThatIsSentManyTimesAtOnceSignsInOnce() throws Exception {
    // As those whose makers count nothing: the count tells of no replay.
    Authenticator device = new Authenticator();
    device.count = 0;
    add(member(), device, origin());
    device.count = -1;
    Browser asking = server.browser();
    String answer = device.use(askedToSignIn(asking), origin());
    List<Integer> answers =
        AtOnce.all(Collections.nCopies(12, () -> signIn(server.browser(), answer).status()));
    assertThat(answers).containsOnlyOnce(303).containsOnly(303, 401);
    assertThat(signIn(server.browser(), answer).status()).isEqualTo(401);
    // Whoever only asks leaves nothing behind.
    long kept = server.database.number("SELECT count(*) FROM everline.sign_in_challenge");
    for (int i = 0; i < 5; i++) {
      askedToSignIn(asking);
    }
    assertThat(server.database.number("SELECT count(*) FROM everline.sign_in_challenge"))
        .isEqualTo(kept);
  }

  @Test
  void aChallengeThatSomebodyMadeUpOrChangedIsNotOurs() {
    Authenticator device = deviceOf(member());
    Browser browser = server.browser();
    String asked = askedToSignIn(browser);
    String challenge = asked.replaceFirst(".*\"challenge\":\"([^\"]+)\".*", "$1");
    for (String other :
        List.of(
            "A".repeat(43),
            (challenge.charAt(0) == 'A' ? "B" : "A") + challenge.substring(1),
            challenge.substring(4),
            "AAAA")) {
      String forged = device.use(asked.replace(challenge, other), origin());
      assertThat(signIn(server.browser(), forged).status()).as(other).isEqualTo(401);
    }
    assertThat(signIn(browser, device.use(asked, origin())).status()).isEqualTo(303);
  }

  @Test
  void aPageOfAnotherSiteGetsNobodyIn() {
    Authenticator device = deviceOf(member());
    for (String origin :
        List.of(
            "http://evil.example",
            "http://127.0.0.1",
            "https://127.0.0.1:" + server.port(),
            "http://127.0.0.1:" + (server.port() + 1))) {
      Browser browser = server.browser();
      String answer = device.use(askedToSignIn(browser), origin);
      assertThat(signIn(browser, answer).status()).as(origin).isEqualTo(401);
    }
    Browser member = member();
    assertThat(add(member, new Authenticator(), "http://evil.example").status()).isEqualTo(403);
    assertThat(member.get("/settings/passkeys").text()).doesNotContain("/remove\"");
  }

  @Test
  void aPasskeyCountsForItsOwnHostWhateverTheRequestNames() {
    Authenticator device = deviceOf(member());
    Browser relay = server.browser();
    // As a look-alike site would pass it on: it names itself, and so does the answer.
    relay.headers.put("X-Forwarded-Host", "evil.example");
    relay.headers.put("X-Forwarded-Port", "80");
    String asked = askedToSignIn(relay);
    assertThat(asked).contains("\"rpId\":\"evil.example\"");
    assertThat(signIn(relay, device.use(asked, "http://evil.example")).status()).isEqualTo(401);
  }

  @Test
  void aDeviceThatDoesntCheckWhoHoldsItIsNotEnough() {
    Authenticator device = deviceOf(member());
    device.verifiesTheUser = false;
    Browser browser = server.browser();
    assertThat(signIn(browser, device.use(askedToSignIn(browser), origin())).status())
        .isEqualTo(401);
    assertThat(add(member(), device, origin()).status()).isEqualTo(403);
  }

  @Test
  void aCopyIsFoundOutByItsCount() {
    Authenticator device = deviceOf(member());
    Browser browser = server.browser();
    assertThat(signIn(browser, device.use(askedToSignIn(browser), origin())).status())
        .isEqualTo(303);
    device.count--;
    Browser other = server.browser();
    assertThat(signIn(other, device.use(askedToSignIn(other), origin())).status()).isEqualTo(401);
  }

  @Test
  void anAnswerIsForWhatItWasAskedForOnly() {
    Browser member = member();
    Authenticator device = deviceOf(member);
    String toProve = member.post("/step-up/passkey", Map.of()).text();
    assertThat(signIn(server.browser(), device.use(toProve, origin())).status()).isEqualTo(401);
    String joining =
        server
            .browser()
            .post(
                "/join/passkey",
                Map.of(
                    "code",
                    server.get(Invitations.class).create(account.id(), Role.VIEWER),
                    "name",
                    "Somebody"))
            .text();
    Page added =
        member.post(
            "/settings/passkeys",
            Map.of("passkey", new Authenticator().make(joining, origin()), "name", "A phone"));
    assertThat(added.status()).isEqualTo(403);
    // What one member was asked is answered by no other.
    String asked = member.post("/settings/passkeys/options", Map.of()).text();
    Page others =
        member()
            .post(
                "/settings/passkeys",
                Map.of("passkey", new Authenticator().make(asked, origin()), "name", "A phone"));
    assertThat(others.status()).isEqualTo(403);
  }

  @Test
  void whatIsNoAnswerIsRefusedLikeAWrongOne() {
    Browser guesser = server.browser();
    for (String answer : List.of("", "{}", "[]", "nothing", "{\"id\":\"AA\",\"response\":{}}")) {
      Page page = signIn(guesser, answer);
      assertThat(page.status()).as(answer).isEqualTo(401);
      assertThat(page.text()).contains("no passkey known here answered");
    }
  }

  @Test
  void somebodyJoinsByAPasskeyAndNeedsNoPassword() {
    String code = server.get(Invitations.class).create(account.id(), Role.VIEWER);
    Browser newcomer = server.browser();
    Page wrong = newcomer.post("/join/passkey", Map.of("code", "AAAA", "name", "Nia"));
    assertThat(wrong.status()).isEqualTo(404);
    assertThat(wrong.text()).contains("This invitation code is invalid");
    String asked = newcomer.post("/join/passkey", Map.of("code", code, "name", "Nia")).text();
    Authenticator device = new Authenticator();
    Page joined =
        newcomer.post(
            "/join", Map.of("code", code, "name", "Nia", "passkey", device.make(asked, origin())));
    assertThat(joined.location()).as(joined.text()).isEqualTo("/");
    assertThat(newcomer.get("/settings").text())
        .contains("Nia")
        .doesNotContain("id=\"present\"")
        .doesNotContain("/settings/codes/offer");
    Browser elsewhere = server.browser();
    assertThat(signIn(elsewhere, device.use(askedToSignIn(elsewhere), origin())).status())
        .isEqualTo(303);
    elsewhere.name = "Nia";
    assertThat(server.browser().post("/sign-in", Map.of("name", "Nia", "password", "")).status())
        .isEqualTo(401);

    String only = passkeys(newcomer).getFirst();
    Page last = newcomer.post("/settings/passkeys/" + only + "/remove", Map.of());
    assertThat(last.status()).isEqualTo(409);
    assertThat(last.text()).contains("You need at least one way to sign in");
    assertThat(
            newcomer.post("/settings/password", Map.of("wanted", PortalServer.PASSWORD)).location())
        .isEqualTo("/settings");
    assertThat(newcomer.post("/settings/passkeys/" + only + "/remove", Map.of()).location())
        .isEqualTo("/settings/passkeys");
    assertThat(newcomer.post("/settings/password/remove", Map.of()).status()).isEqualTo(409);
    assertThat(signIn(server.browser(), device.use(askedToSignIn(newcomer), origin())).status())
        .isEqualTo(401);
    assertThat(elsewhere.get("/").status()).isEqualTo(303);
  }

  private static List<String> passkeys(Browser member) {
    return Pattern.compile("/settings/passkeys/(pk_[^/]+)/rename")
        .matcher(member.get("/settings/passkeys").text())
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  @Test
  void aPasswordIsGivenUpWhereAPasskeyIsThereAndItsCodesGoWithIt() {
    Browser member = member();
    assertThat(member.post("/settings/password/remove", Map.of()).status()).isEqualTo(409);
    deviceOf(member);
    assertThat(member.post("/settings/password/remove", Map.of()).status()).isEqualTo(303);
    Browser outside = server.browser();
    outside.name = member.name;
    assertThat(outside.signIn(PortalServer.PASSWORD).status()).isEqualTo(401);
    assertThat(member.get("/").status()).isEqualTo(200);
  }

  @Test
  void aPasskeyIsRenamedByItsMemberAndNoOther() {
    Browser member = member();
    deviceOf(member);
    String path = "/settings/passkeys/" + passkeys(member).getFirst();
    assertThat(member.post(path + "/rename", Map.of("name", "The blue <phone>")).status())
        .isEqualTo(303);
    assertThat(member.get("/settings/passkeys").text()).contains("The blue &lt;phone");
    assertThat(member.post(path + "/rename", Map.of("name", " ")).status()).isEqualTo(400);
    Browser other = member();
    assertThat(other.post(path + "/rename", Map.of("name", "Mine")).status()).isEqualTo(404);
    assertThat(other.post(path + "/remove", Map.of()).status()).isEqualTo(404);
  }

  @Test
  void whatIsDoneToPasskeysStandsInTheTrail() {
    Account household = server.account();
    Browser owner = server.member(household.id(), Role.OWNER);
    deviceOf(owner);
    String path = "/settings/passkeys/" + passkeys(owner).getFirst();
    owner.post(path + "/rename", Map.of("name", "Other"));
    owner.post(path + "/remove", Map.of());
    assertThat(owner.get("/settings/audit").text())
        .contains("added a passkey", "renamed a passkey", "removed a passkey");
  }
}
