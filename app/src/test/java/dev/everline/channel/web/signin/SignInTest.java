package dev.everline.channel.web.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.account.Account;
import dev.everline.account.Invitations;
import dev.everline.account.Role;
import dev.everline.channel.web.Browser;
import dev.everline.channel.web.Browser.Page;
import dev.everline.channel.web.PortalServer;
import dev.everline.channel.web.Seed;
import dev.everline.channel.web.frame.Cookies;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Getting in, and not getting in. */
class SignInTest {

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

  /** A browser that knows a member's name and isn't signed in. */
  private static Browser outside(Browser member) {
    Browser browser = server.browser();
    browser.name = member.name;
    return browser;
  }

  @Test
  void theFirstOwnerComesInByTheCodeThatTheServerPrinted() {
    try (PortalServer fresh = new PortalServer()) {
      Browser first = fresh.browser();
      assertThat(first.get("/").location()).isEqualTo("/join");
      Invitations invitations = fresh.get(Invitations.class);
      String earlier = invitations.firstOwner().orElseThrow().code();
      String code = invitations.firstOwner().orElseThrow().code();
      Map<String, String> form = Map.of("name", "Ada", "password", PortalServer.PASSWORD);
      Map<String, String> old = new java.util.HashMap<>(form);
      old.put("code", earlier);
      assertThat(first.post("/join", old).text()).contains("restart the server: it prints another");
      Map<String, String> right = new java.util.HashMap<>(form);
      right.put("code", code.toLowerCase(java.util.Locale.ROOT).replace("-", " "));
      assertThat(first.post("/join", right).location()).isEqualTo("/welcome");
      assertThat(first.get("/settings").text()).contains("Ada");
      assertThat(invitations.firstOwner()).isEmpty();
      assertThat(fresh.browser().get("/").location()).isEqualTo("/sign-in");
      right.put("name", "Eve");
      assertThat(fresh.browser().post("/join", right).status()).isEqualTo(404);
    }
  }

  @Test
  void aWeakPasswordAndATakenNameAreRefusedAndTheCodeStaysGood() {
    Browser taken = server.member(account.id(), Role.VIEWER);
    String code = server.get(Invitations.class).create(account.id(), Role.VIEWER);
    Browser newcomer = server.browser();
    assertThat(
            newcomer
                .post("/join", Map.of("code", code, "name", "Bo", "password", "short"))
                .status())
        .isEqualTo(400);
    Page same =
        newcomer.post(
            "/join",
            Map.of(
                "code",
                code,
                "name",
                taken.name.toUpperCase(java.util.Locale.ROOT),
                "password",
                PortalServer.PASSWORD));
    assertThat(same.status()).isEqualTo(409);
    assertThat(
            newcomer
                .post(
                    "/join",
                    Map.of("code", code, "name", "Bo B", "password", PortalServer.PASSWORD))
                .status())
        .isEqualTo(303);
  }

  @Test
  void aWrongNameAndAWrongPasswordAreAnsweredAlike() {
    Browser member = server.member(account.id(), Role.VIEWER);
    Page wrongPassword = outside(member).signIn("not the password at all");
    Browser nobody = server.browser();
    nobody.name = "nobody of that name";
    Page wrongName = nobody.signIn("not the password at all");
    assertThat(wrongName.status()).isEqualTo(wrongPassword.status()).isEqualTo(401);
    assertThat(withoutToken(wrongName.text()).replace(nobody.name, member.name))
        .isEqualTo(withoutToken(wrongPassword.text()));
  }

  private static String withoutToken(String text) {
    return text.replaceAll("name=\"_csrf\" value=\"[^\"]*\"", "");
  }

  @Test
  void whoGuessesIsSlowedDownWhetherTheNameExistsOrNot() {
    Browser member = server.member(account.id(), Role.VIEWER);
    Browser nobody = server.browser();
    nobody.name = "another nobody";
    for (Browser guesser : List.of(outside(member), nobody)) {
      for (int i = 0; i < 5; i++) {
        assertThat(guesser.signIn("wrong guess number " + i).status()).isEqualTo(401);
      }
      assertThat(guesser.signIn(PortalServer.PASSWORD).status()).isEqualTo(429);
    }
    server.clock.move(Duration.ofHours(1));
    assertThat(outside(member).signIn(PortalServer.PASSWORD).status()).isEqualTo(303);
  }

  @Test
  void eachSignInHasANewSessionThatScriptsCantReadAndARestartKeeps() {
    Browser member = server.member(account.id(), Role.VIEWER);
    String first = member.cookie(Cookies.SESSION);
    Browser planted = outside(member);
    planted.cookies.put(Cookies.SESSION, first);
    Page signedIn = planted.signIn(PortalServer.PASSWORD);
    assertThat(signedIn.status()).isEqualTo(303);
    assertThat(planted.cookie(Cookies.SESSION)).isNotEqualTo(first);
    String cookie =
        signedIn.cookies().stream()
            .filter(each -> each.startsWith(Cookies.SESSION + "="))
            .findFirst()
            .orElseThrow();
    assertThat(cookie).contains("HttpOnly").contains("SameSite=Lax").contains("Path=/");

    server.restart();
    assertThat(planted.get("/").status()).isEqualTo(200);
    String dumped = planted.cookie(Cookies.SESSION).replaceFirst("\\..*", ".AAAA");
    Browser thief = server.browser();
    thief.cookies.put(Cookies.SESSION, dumped);
    assertThat(thief.get("/").location()).isEqualTo("/sign-in");
  }

  @Test
  void behindTlsTheCookieHasTheNameThatOtherHostsCantPlant() {
    Browser member = server.member(account.id(), Role.VIEWER);
    Browser secure = outside(member);
    secure.headers.put("X-Forwarded-Proto", "https");
    Page signedIn = secure.signIn(PortalServer.PASSWORD);
    assertThat(signedIn.cookies())
        .anyMatch(each -> each.startsWith("__Host-everline=") && each.contains("Secure"));
    assertThat(secure.get("/").status()).isEqualTo(200);
    // The plain name counts for nothing there.
    secure.cookies.put(Cookies.SESSION, secure.cookie("__Host-everline"));
    secure.cookies.remove("__Host-everline");
    assertThat(secure.get("/").status()).isEqualTo(303);
  }

  @Test
  void aFormStaysGoodWhileOtherPagesAndFilesAreFetched() {
    Browser member = server.member(account.id(), Role.VIEWER);
    String token = member.get("/settings").field("_csrf");
    assertThat(member.get("/portal/everline.css").status()).isEqualTo(200);
    assertThat(member.get("/").status()).isEqualTo(200);

    Page kept =
        member.postWithoutToken("/settings/preferences", Map.of("language", "es", "_csrf", token));

    assertThat(kept.location()).isEqualTo("/settings");
    assertThat(member.get("/settings").text()).contains("<html lang=\"es\"");
  }

  @Test
  void aFormWithoutItsTokenDoesNothing() {
    Browser member = server.member(account.id(), Role.VIEWER);
    assertThat(member.postWithoutToken("/sign-out", Map.of()).status()).isEqualTo(403);
    assertThat(member.get("/").status()).isEqualTo(200);
    assertThat(member.post("/sign-out", Map.of()).location()).isEqualTo("/sign-in");
    assertThat(member.get("/").status()).isEqualTo(303);
  }

  @Test
  void signingInLeadsToThePageAskedForAndToNoOtherSite() {
    Browser member = server.member(account.id(), Role.VIEWER);
    assertThat(server.browser().get("/money").location()).isEqualTo("/sign-in?next=%2Fmoney");
    for (Map.Entry<String, String> next :
        Map.of(
                "/money", "/money",
                "/lines?q=Ana%20%26%20co&state=ACTIVE", "/lines?q=Ana%20%26%20co&state=ACTIVE",
                "/lines?q={none}&next=//evil.example", "/lines?q={none}&next=//evil.example",
                "?q=//evil.example", "/",
                "/lines?q=a\r\nSet-Cookie: b", "/",
                "/sign-in/../..//evil.example", "/",
                "//evil.example", "/",
                "https://evil.example", "/",
                "/\\evil.example", "/",
                "/nothing-here", "/")
            .entrySet()) {
      Page signedIn =
          outside(member)
              .post(
                  "/sign-in",
                  Map.of(
                      "name",
                      member.name,
                      "password",
                      PortalServer.PASSWORD,
                      "next",
                      next.getKey()));
      assertThat(signedIn.location()).as(next.getKey()).isEqualTo(next.getValue());
    }
  }

  @Test
  void whoComesByABookmarkGetsTheViewThatItNamesAlsoInAnotherLanguage() {
    Browser member = server.member(account.id(), Role.VIEWER);
    String view = "/lines?q=%E5%A5%B6%E5%A5%B6&tag=home";
    Browser back = outside(member);
    Page asked = back.get(view);
    assertThat(asked.location())
        .isEqualTo("/sign-in?next=" + URLEncoder.encode(view, StandardCharsets.UTF_8));
    String form = back.follow(asked).text();
    assertThat(form).contains("name=\"next\" value=\"" + view.replace("&", "&amp;") + "\"");
    Page otherLanguage = back.post("/language", Map.of("language", "es", "back", asked.location()));
    assertThat(otherLanguage.location()).isEqualTo(asked.location());
    assertThat(form)
        .contains("name=\"back\" value=\"" + asked.location().replace("&", "&amp;") + "\"");
    Page signedIn =
        back.post(
            "/sign-in",
            Map.of("name", member.name, "password", PortalServer.PASSWORD, "next", view));
    assertThat(signedIn.location()).isEqualTo(view);
    assertThat(back.follow(signedIn).text()).contains("value=\"奶奶\"");
    // Somebody who is signed in already, such as in another tab, goes straight there.
    assertThat(back.get(asked.location()).location()).isEqualTo(view);
    assertThat(server.browser().get("/lines?q=" + "a".repeat(2_000)).location())
        .isEqualTo("/sign-in?next=%2Flines");
  }

  @Test
  void aCodeIsAskedOnceItWasSetUpAndCountsOnce() throws Exception {
    Browser member = server.member(account.id(), Role.VIEWER);
    member.post("/settings/codes/offer", Map.of());
    Page offered = member.get("/settings/codes");
    Matcher secret = Pattern.compile("<code>([A-Z2-7]{32})</code>").matcher(offered.text());
    assertThat(secret.find()).isTrue();
    Seed seed = new Seed(secret.group(1));
    assertThat(member.post("/settings/codes", Map.of("code", "000000")).status()).isEqualTo(403);
    Page started =
        member.post("/settings/codes", Map.of("code", seed.code(server.clock.instant())));
    List<String> recovery =
        Pattern.compile("<code>([A-Z2-7]{4}(?:-[A-Z2-7]{4}){3})</code>")
            .matcher(started.text())
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(recovery).hasSize(10);

    Browser half = outside(member);
    assertThat(half.signIn(PortalServer.PASSWORD).location()).isEqualTo("/sign-in/code");
    assertThat(half.get("/").location()).isEqualTo("/sign-in/code");
    // The one that set it up was seen, and counts no more.
    assertThat(
            half.post("/sign-in/code", Map.of("code", seed.code(server.clock.instant()))).status())
        .isEqualTo(401);
    server.clock.move(Duration.ofSeconds(60));
    assertThat(
            half.post("/sign-in/code", Map.of("code", seed.code(server.clock.instant())))
                .location())
        .isEqualTo("/");
    assertThat(half.get("/").status()).isEqualTo(200);

    Browser withoutPhone = outside(member);
    withoutPhone.signIn(PortalServer.PASSWORD);
    assertThat(withoutPhone.post("/sign-in/code", Map.of("code", recovery.getFirst())).location())
        .isEqualTo("/");
    Browser again = outside(member);
    again.signIn(PortalServer.PASSWORD);
    assertThat(again.post("/sign-in/code", Map.of("code", recovery.getFirst())).status())
        .isEqualTo(401);
  }

  @Test
  void aNewPasswordSignsOutEverywhereElse() {
    Browser member = server.member(account.id(), Role.VIEWER);
    Browser elsewhere = outside(member);
    elsewhere.signIn(PortalServer.PASSWORD);
    assertThat(elsewhere.get("/").status()).isEqualTo(200);
    String wanted = "quite another set of words";
    assertThat(
            member
                .post("/settings/password", Map.of("present", "wrong one", "wanted", wanted))
                .status())
        .isEqualTo(403);
    assertThat(
            member
                .post(
                    "/settings/password",
                    Map.of("present", PortalServer.PASSWORD, "wanted", wanted))
                .status())
        .isEqualTo(303);
    assertThat(member.get("/").status()).isEqualTo(200);
    assertThat(elsewhere.get("/").status()).isEqualTo(303);
    assertThat(outside(member).signIn(wanted).status()).isEqualTo(303);
  }

  @Test
  void theLastOwnerStaysAndARemovedMemberIsOut() {
    Account household = server.account();
    Browser owner = server.member(household.id(), Role.OWNER);
    Browser other = server.member(household.id(), Role.MANAGER);
    List<String> members =
        Pattern.compile("/settings/members/(mb_\\w{13}\\S)/remove")
            .matcher(owner.get("/settings").text())
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(members).hasSize(1);
    String path = "/settings/members/" + members.getFirst();
    assertThat(owner.post(path + "/role", Map.of("role", "VIEWER")).status()).isEqualTo(303);
    assertThat(other.get("/lines/new").status()).isEqualTo(403);
    assertThat(owner.post(path + "/remove", Map.of()).status()).isEqualTo(303);
    assertThat(other.get("/").status()).isEqualTo(303);
    assertThat(outside(other).signIn(PortalServer.PASSWORD).status()).isEqualTo(401);
  }
}
