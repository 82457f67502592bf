package dev.everline.channel.web.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.AtOnce;
import dev.everline.account.Account;
import dev.everline.account.Role;
import dev.everline.channel.web.Authenticator;
import dev.everline.channel.web.Browser;
import dev.everline.channel.web.Browser.Page;
import dev.everline.channel.web.PortalServer;
import dev.everline.channel.web.Seed;
import dev.everline.channel.web.frame.Cookies;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Guessing is slowed down; knowing the password is not. */
class ThrottleTest {

  private static final String WRONG = "not the password at all";

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
    return server.member(account.id(), Role.OWNER);
  }

  /** A device that nobody has signed in on, at an address. */
  private static Browser at(String address, Browser member) {
    Browser browser = server.browser();
    browser.name = member.name;
    browser.headers.put("X-Forwarded-For", address);
    return browser;
  }

  /** Its own device, where it has signed in before. */
  private static Browser knownDevice(Browser member) {
    Browser browser = at("192.0.2.1", member);
    assertThat(browser.signIn(PortalServer.PASSWORD).status()).isEqualTo(303);
    browser.cookies.remove(Cookies.SESSION);
    return browser;
  }

  /** So many wrong ones, each from another address. */
  private static void guessFromEverywhere(Browser member, int tries) {
    for (int i = 0; i < tries; i++) {
      at("203.0.113." + i, member).signIn(WRONG);
    }
  }

  @Test
  void rightPasswordsFromOneAddressNeverCount() {
    Browser member = member();
    for (int i = 0; i < 60; i++) {
      assertThat(at("198.51.100.20", member).signIn(PortalServer.PASSWORD).status())
          .as("sign-in " + i)
          .isEqualTo(303);
    }
  }

  @Test
  void rightPasswordsAtOnceNeverCountEither() throws Exception {
    Browser member = member();
    for (int i = 0; i < 4; i++) {
      assertThat(at("198.51.100.21", member).signIn(WRONG).status()).isEqualTo(401);
    }
    assertThat(at("198.51.100.21", member).signIn(PortalServer.PASSWORD).status()).isEqualTo(303);
    List<Integer> answers =
        AtOnce.all(
            Collections.nCopies(
                8, () -> at("198.51.100.21", member).signIn(PortalServer.PASSWORD).status()));
    // One that another's count made wait would have been told to; nobody is left waiting.
    assertThat(answers).isSubsetOf(303, 429).contains(303);
    assertThat(at("198.51.100.21", member).signIn(PortalServer.PASSWORD).status()).isEqualTo(303);
  }

  @Test
  void guessesAtOnceAllCount() throws Exception {
    Browser member = member();
    List<Integer> answers =
        AtOnce.all(
            Collections.nCopies(24, () -> at("198.51.100.22", member).signIn(WRONG).status()));
    assertThat(answers.stream().filter(status -> status == 401)).hasSize(5);
    assertThat(answers.stream().filter(status -> status == 429)).hasSize(19);
  }

  @Test
  void wrongPasswordsFromEverywhereKeepNobodyOutOnADeviceThatIsKnown() {
    Browser member = member();
    Browser known = knownDevice(member);
    guessFromEverywhere(member, 55);

    Browser elsewhere = at("192.0.2.77", member);
    Page refused = elsewhere.signIn(PortalServer.PASSWORD);
    assertThat(refused.status()).isEqualTo(429);

    assertThat(known.signIn(PortalServer.PASSWORD).location()).isEqualTo("/");
    // That gave the guesser no new tries.
    assertThat(at("192.0.2.78", member).signIn(WRONG).status()).isEqualTo(429);
  }

  @Test
  void aPasskeyIsLetThroughWhateverWasGuessed() {
    Browser member = member();
    Authenticator device = new Authenticator();
    String origin = "http://127.0.0.1:" + server.port();
    String asked = member.post("/settings/passkeys/options", Map.of()).text();
    member.post("/settings/passkeys", Map.of("passkey", device.make(asked, origin), "name", "x"));
    guessFromEverywhere(member, 55);
    Browser elsewhere = at("192.0.2.77", member);
    for (int i = 0; i < 60; i++) {
      elsewhere.post("/sign-in/passkey/options", Map.of());
      assertThat(elsewhere.post("/sign-in/passkey", Map.of("passkey", "{}")).status())
          .isEqualTo(401);
    }
    String options = elsewhere.post("/sign-in/passkey/options", Map.of()).text();
    Page signedIn =
        elsewhere.post("/sign-in/passkey", Map.of("passkey", device.use(options, origin)));
    assertThat(signedIn.location()).isEqualTo("/");
  }

  @Test
  void aDeviceThatIsKnownHasItsOwnTriesAndNoMore() {
    Browser member = member();
    Browser known = knownDevice(member);
    for (int i = 0; i < 5; i++) {
      assertThat(known.signIn(WRONG).status()).isEqualTo(401);
    }
    assertThat(known.signIn(PortalServer.PASSWORD).status()).isEqualTo(429);
    // It says nothing about the others.
    assertThat(knownDevice(member).get("/sign-in").status()).isEqualTo(200);
    // A device of one member is no device of another.
    Browser other = member();
    known.name = other.name;
    guessFromEverywhere(other, 55);
    assertThat(known.signIn(PortalServer.PASSWORD).status()).isEqualTo(429);
  }

  @Test
  void anOfficeWhoseProxyHidesItsAddressesIsNotLockedOutByItsOwnMistakes() {
    Browser colleague = member();
    Browser known = knownDevice(colleague);
    known.headers.put("X-Forwarded-For", "198.51.100.30");
    for (int i = 0; i < 50; i++) {
      Browser mistyped = at("198.51.100.30", colleague);
      mistyped.name = "somebody " + i;
      assertThat(mistyped.signIn(WRONG).status()).isEqualTo(401);
    }
    assertThat(at("198.51.100.30", member()).signIn(PortalServer.PASSWORD).status()).isEqualTo(429);
    assertThat(known.signIn(PortalServer.PASSWORD).status()).isEqualTo(303);
    // Mistakes are forgotten one by one, also while more are made.
    server.clock.move(Duration.ofMinutes(30));
    for (int i = 0; i < 3; i++) {
      Browser mistyped = at("198.51.100.30", colleague);
      mistyped.name = "somebody else " + i;
      assertThat(mistyped.signIn(WRONG).status()).isEqualTo(401);
      assertThat(at("198.51.100.30", member()).signIn(PortalServer.PASSWORD).status())
          .isEqualTo(i < 2 ? 303 : 429);
    }
  }

  @Test
  void codesGuessedWithAStolenPasswordKeepNobodyOutOnADeviceThatIsKnown() throws Exception {
    Browser member = member();
    Browser known = knownDevice(member);
    Seed seed = Seed.startedBy(member, server.clock);
    Browser thief = at("203.0.113.200", member);
    assertThat(thief.signIn(PortalServer.PASSWORD).location()).isEqualTo("/sign-in/code");
    for (int i = 0; i < 5; i++) {
      assertThat(thief.post("/sign-in/code", Map.of("code", "000000")).status()).isEqualTo(401);
    }
    Page told = thief.post("/sign-in/code", Map.of("code", "000000"));
    assertThat(told.status()).isEqualTo(429);
    assertThat(told.header("Retry-After")).isEqualTo("30");

    server.clock.move(Duration.ofSeconds(60));
    known.signIn(PortalServer.PASSWORD);
    Page signedIn = known.post("/sign-in/code", Map.of("code", seed.code(server.clock.instant())));
    assertThat(signedIn.location()).isEqualTo("/");
  }

  @Test
  void whoHasToWaitIsToldHowLongInTheirLanguageAndInTheHeader() {
    Browser member = member();
    Browser guesser = at("198.51.100.40", member);
    for (int i = 0; i < 5; i++) {
      guesser.signIn(WRONG);
    }
    for (Map.Entry<String, String> words :
        Map.of(
                "en", "Try again in 30 sec",
                "es", "dentro de 30 s",
                "zh", "请在 30 秒后重试")
            .entrySet()) {
      guesser.headers.put("Accept-Language", words.getKey());
      Page told = guesser.signIn(WRONG);
      assertThat(told.status()).isEqualTo(429);
      assertThat(told.header("Retry-After")).isEqualTo("30");
      assertThat(told.text()).contains(words.getValue());
    }
    server.clock.move(Duration.ofMillis(29_500));
    assertThat(guesser.signIn(WRONG).header("Retry-After")).isEqualTo("1");
    server.clock.move(Duration.ofMillis(500));
    assertThat(guesser.signIn(PortalServer.PASSWORD).status()).isEqualTo(303);
  }

  @Test
  void aPasswordThatIsAskedAgainSaysWhenItIsLookedAtToo() {
    Browser member = member();
    Map<String, String> form =
        Map.of("present", WRONG, "wanted", "quite another set of garden words");
    for (int i = 0; i < 5; i++) {
      assertThat(member.post("/settings/password", form).status()).isEqualTo(403);
    }
    Page told = member.post("/settings/password", form);
    assertThat(told.status()).isEqualTo(429);
    assertThat(told.header("Retry-After")).isEqualTo("30");
    assertThat(told.text()).contains("Try again in 30 sec");
    server.clock.move(Duration.ofHours(1));
    Page asked =
        member.post("/settings/password", Map.of("step-up-password", WRONG, "present", WRONG));
    assertThat(asked.status()).isEqualTo(403);
  }
}
