package dev.everline.channel.web.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.account.Account;
import dev.everline.account.Invitations;
import dev.everline.account.Role;
import dev.everline.channel.web.Browser;
import dev.everline.channel.web.Browser.Page;
import dev.everline.channel.web.OidcServer;
import dev.everline.channel.web.OidcServer.Wrong;
import dev.everline.channel.web.PortalServer;
import dev.everline.channel.web.frame.Cookies;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Signing in by an account elsewhere, against a provider on a socket. */
class ProviderTest {

  private static final String BEGIN = "/sign-in/with/house";

  private static OidcServer provider;
  private static PortalServer server;
  private static Account account;
  private static int people;

  @BeforeAll
  static void start() {
    provider = new OidcServer();
    server = new PortalServer(provider.settings());
    account = server.account();
  }

  @AfterAll
  static void stop() {
    server.close();
    provider.close();
  }

  @BeforeEach
  void somebodyElseComes() {
    provider.wrong = Wrong.NOTHING;
    provider.subject = "person " + people++;
  }

  private static String back(Browser browser) {
    return path(provider.agree(browser.get(BEGIN).header("Location")));
  }

  private static String path(String address) {
    return address.replaceFirst("^https?://[^/]+", "");
  }

  /** Where the page sends a member who wants to link. */
  private static String onward(Page page) {
    Matcher link = Pattern.compile("href=\"(http://[^\"]+/authorize[^\"]*)\"").matcher(page.text());
    assertThat(link.find()).as(page.text()).isTrue();
    return link.group(1).replace("&amp;", "&");
  }

  private static Page link(Browser member) {
    Page page = member.post("/settings/providers/house/link", Map.of());
    return member.get(path(provider.agree(onward(page))));
  }

  @Test
  void aMemberSignsInByALinkedProviderUntilTheyUnlinkIt() {
    Browser member = server.member(account.id(), Role.VIEWER);
    assertThat(link(member).location()).isEqualTo("/settings/passkeys");
    Browser elsewhere = server.browser();
    assertThat(elsewhere.get("/sign-in?next=/lines?tag%3Dhome").text())
        .contains("The house's own")
        .contains("href=\"" + BEGIN + "?next=%2Flines%3Ftag%3Dhome\"");
    Page begun = elsewhere.get(BEGIN + "?next=%2Flines%3Ftag%3Dhome");
    assertThat(elsewhere.get(path(provider.agree(begun.header("Location")))).location())
        .isEqualTo("/lines?tag=home");
    assertThat(elsewhere.get("/settings").text()).contains(member.name);

    assertThat(member.post("/settings/providers/house/unlink", Map.of()).status()).isEqualTo(303);
    Browser late = server.browser();
    assertThat(late.get(back(late)).status()).isEqualTo(403);
    assertThat(late.get("/").status()).isEqualTo(303);
  }

  @Test
  void nobodyIsSentToAnotherSiteAfterwards() {
    Browser member = server.member(account.id(), Role.VIEWER);
    link(member);
    Browser elsewhere = server.browser();
    Page begun = elsewhere.get(BEGIN + "?next=//evil.example");
    assertThat(elsewhere.get(path(provider.agree(begun.header("Location")))).location())
        .isEqualTo("/");
  }

  private static Page comesToJoin(Browser browser) {
    Page begun = browser.get("/join/with/house");
    return browser.get(path(provider.agree(begun.header("Location"))));
  }

  private static Page join(Browser browser, Page form, String code, String name) {
    return browser.post(
        "/join/by-provider", Map.of("code", code, "name", name, "ticket", form.field("ticket")));
  }

  @Test
  void anInvitedPersonJoinsByAProviderAndAddsAPasskeyOrPassword() {
    Browser browser = server.browser();
    assertThat(browser.get("/join").text()).contains("href=\"/join/with/house\"");
    String code = server.get(Invitations.class).create(account.id(), Role.MANAGER);
    Page form = comesToJoin(browser);
    assertThat(form.text())
        .contains("The house's own has confirmed who you are")
        .doesNotContain("type=\"password\"");
    // A wrong code is corrected without going there again.
    Page wrong = join(browser, form, "AAAA-AAAA", "Noor " + people);
    assertThat(wrong.status()).isEqualTo(404);
    Page joined = join(browser, wrong, code, "Noor " + people);
    assertThat(joined.location()).as(joined.text()).isEqualTo("/settings/passkeys");
    assertThat(browser.follow(joined).text())
        .contains("An account elsewhere is your only way to sign in");
    assertThat(browser.post("/settings/password", Map.of("wanted", PortalServer.PASSWORD)).status())
        .isEqualTo(303);
    assertThat(browser.get("/settings/passkeys").text())
        .doesNotContain("is your only way to sign in");

    Browser later = server.browser();
    assertThat(later.get(back(later)).location()).isEqualTo("/");
    assertThat(later.get("/settings").text()).contains("Noor " + people);
    assertThat(later.get("/money/entries.csv").text()).contains("Confirm it’s you");
    assertThat(join(server.browser(), form, code, "Another").status())
        .as("a ticket counts once")
        .isEqualTo(403);
  }

  @Test
  void aMemberWithoutAnotherWayInReauthenticatesAtTheProviderAndCantUnlinkIt() {
    Browser browser = server.browser();
    String code = server.get(Invitations.class).create(account.id(), Role.OWNER);
    String name = "Only " + people;
    assertThat(join(browser, comesToJoin(browser), code, name).status()).isEqualTo(303);
    Page kept = browser.post("/settings/providers/house/unlink", Map.of());
    assertThat(kept.status()).isEqualTo(409);
    assertThat(kept.text()).contains("is your only way to sign in");
    server.clock.move(Duration.ofMinutes(11));
    assertThat(browser.post("/settings/invitations", Map.of("role", "VIEWER")).text())
        .contains("Confirm it’s you", "Sign out, sign in with it again");
    browser.post("/sign-out", Map.of());
    assertThat(browser.get(back(browser)).location()).isEqualTo("/");
    assertThat(browser.post("/settings/invitations", Map.of("role", "VIEWER")).text())
        .contains("Invitation code");
  }

  @Test
  void anAccountElsewhereJoinsOnceAndOnlyWithACode() {
    Browser member = server.member(account.id(), Role.VIEWER);
    link(member);
    Page taken = comesToJoin(server.browser());
    assertThat(taken.status()).isEqualTo(409);
    provider.subject = "somebody new " + people;
    Browser browser = server.browser();
    Page form = comesToJoin(browser);
    assertThat(browser.get("/").status()).isEqualTo(303);
    // Linked in another window meanwhile: it is one member's.
    link(member);
    String code = server.get(Invitations.class).create(account.id(), Role.VIEWER);
    Page late = join(browser, form, code, "Late " + people);
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.text()).contains("has linked that account in the meantime");
    assertThat(browser.get("/").status()).isEqualTo(303);
    // The invitation is not used up by it.
    assertThat(
            browser
                .post(
                    "/join",
                    Map.of(
                        "code", code, "name", "Late " + people, "password", PortalServer.PASSWORD))
                .status())
        .isEqualTo(303);
  }

  @Test
  void whoIsLinkedToNobodyIsNotLetIn() {
    Browser stranger = server.browser();
    Page refused = stranger.get(back(stranger));
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text()).contains("account isn’t linked here");
  }

  @Test
  void anAccountElsewhereIsLinkedToOneMember() {
    link(server.member(account.id(), Role.VIEWER));
    Page taken = link(server.member(account.id(), Role.VIEWER));
    assertThat(taken.status()).isEqualTo(409);
    assertThat(taken.text()).contains("account is already linked by someone else");
  }

  @Test
  void aRemovedMembersAccountElsewhereIsFreeAgain() {
    Account household = server.account();
    Browser owner = server.member(household.id(), Role.OWNER);
    Browser other = server.member(household.id(), Role.VIEWER);
    link(other);
    Matcher id =
        Pattern.compile("/settings/members/(mb_[^/]+)/remove")
            .matcher(owner.get("/settings").text());
    assertThat(id.find()).isTrue();
    owner.post("/settings/members/" + id.group(1) + "/remove", Map.of());
    Browser gone = server.browser();
    assertThat(gone.get(back(gone)).status()).isEqualTo(403);
    assertThat(link(owner).location()).isEqualTo("/settings/passkeys");
  }

  @ParameterizedTest
  @EnumSource(value = Wrong.class, names = "NOTHING", mode = EnumSource.Mode.EXCLUDE)
  void aTokenThatIsNotForThisSignInLetsNobodyIn(Wrong wrong) {
    link(server.member(account.id(), Role.VIEWER));
    provider.wrong = wrong;
    Browser browser = server.browser();
    Page refused = browser.get(back(browser));
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text()).contains("The answer from The house's own didn’t match");
    assertThat(browser.get("/").status()).isEqualTo(303);
  }

  @Test
  void whatABrowserBringsBackCountsOnceAndInThatBrowserOnly() {
    link(server.member(account.id(), Role.VIEWER));
    Browser begun = server.browser();
    String back = back(begun);
    assertThat(server.browser().get(back).status()).as("another browser").isEqualTo(403);
    String cookie = begun.cookie(Cookies.PROVIDER);
    assertThat(begun.get(back).status()).isEqualTo(303);
    Browser again = server.browser();
    again.cookies.put(Cookies.PROVIDER, cookie);
    assertThat(again.get(back).status()).as("a second time").isEqualTo(403);
  }

  @Test
  void aSignInIsNoLinkAndALinkIsNoSignIn() {
    Browser member = server.member(account.id(), Role.VIEWER);
    assertThat(member.get(back(member)).status()).isEqualTo(403);
    Page page = member.post("/settings/providers/house/link", Map.of());
    String back = path(provider.agree(onward(page)));
    member.post("/sign-out", Map.of());
    assertThat(member.get(back).status()).isEqualTo(403);
  }

  @Test
  void aProviderProvesNothingBeforeWhatCantBeTakenBack() {
    Browser member = server.member(account.id(), Role.VIEWER);
    link(member);
    Browser elsewhere = server.browser();
    assertThat(elsewhere.get(back(elsewhere)).location()).isEqualTo("/");
    assertThat(elsewhere.get("/money/entries.csv").text()).contains("Confirm it’s you");
    server.clock.move(Duration.ofMinutes(11));
    assertThat(member.post("/settings/providers/house/link", Map.of()).text())
        .contains("Confirm it’s you");
  }

  @Test
  void whereNoneIsConfiguredNothingIsShown() {
    try (PortalServer plain = new PortalServer()) {
      Browser member = plain.member(plain.account().id(), Role.VIEWER);
      assertThat(plain.browser().get("/sign-in").text()).doesNotContain("/sign-in/with/");
      assertThat(member.get("/settings/passkeys").text()).doesNotContain("/settings/providers/");
      assertThat(plain.browser().get(BEGIN).status()).isEqualTo(404);
      assertThat(plain.browser().get("/join/with/house").status()).isEqualTo(404);
      assertThat(plain.browser().get("/join").text()).doesNotContain("/join/with/");
      assertThat(plain.browser().get(BEGIN + "/back").status()).isEqualTo(404);
      assertThat(member.post("/settings/providers/house/link", Map.of()).status()).isEqualTo(404);
    }
  }
}
