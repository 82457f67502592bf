package dev.everline.channel.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import dev.everline.account.Account;
import dev.everline.account.Invitations;
import dev.everline.account.Role;
import dev.everline.words.Language;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Passkeys in a browser that has a device with a fingerprint reader. */
@InChromium
class PasskeyHandsTest {

  private static Chromium chromium;
  private static PortalServer server;

  @BeforeAll
  static void start() {
    chromium = Chromium.start();
    server = new PortalServer();
  }

  @AfterAll
  static void stop() {
    server.close();
    chromium.close();
  }

  private static Window window(Chromium.Look look) {
    Window window = chromium.openByName(server, look);
    window.withAuthenticator();
    return window;
  }

  private static Window window() {
    return window(Chromium.Look.onADesk(Language.ENGLISH));
  }

  /** Joins with a passkey and no password. */
  private static void join(Window window, Account account, String name) {
    window.visit("/join");
    window.isAt(window.say("join.title"));
    window.fill(
        window.say("join.code"), server.get(Invitations.class).create(account.id(), Role.OWNER));
    window.fill(window.say("join.name"), name);
    window.press(window.say("passkey.join"));
    window.isAt(window.say("welcome.title"));
    window.visit("/");
    window.isAt(window.say("home.title"));
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void somebodyJoinsAndComesBackByAPasskeyWithoutTypingAName(Language language) {
    try (Window window = window(Chromium.Look.onAPhone(language))) {
      join(window, server.account(), "Ada " + language.tag());
      window.forgetsCookies();
      window.visit("/money");
      window.isAt(window.say("sign-in.title"));
      assertThat(window.barriers()).isEmpty();
      window.press(window.say("passkey.sign-in"));
      window.isAt(window.say("nav.money"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/sign-in", "/join"})
  void thePasskeyIsTheOneFirstChoiceAndWithoutScriptsThePasswordIs(String path) {
    Chromium.Look desk = Chromium.Look.onADesk(Language.ENGLISH);
    try (Window window = window();
        Window withoutScripts = chromium.openByName(server, desk.withoutScripts())) {
      window.visit(path);
      Locator first = window.page.locator(".button--primary:visible");
      window.reads(first, window.say(path.equals("/join") ? "passkey.join" : "passkey.sign-in"));
      assertThat(first.count()).isEqualTo(1);
      withoutScripts.visit(path);
      Locator only = withoutScripts.page.locator(".button--primary:visible");
      withoutScripts.reads(
          only, withoutScripts.say(path.equals("/join") ? "join.do" : "sign-in.do"));
      assertThat(only.count()).isEqualTo(1);
    }
  }

  @Test
  void aMemberAddsRenamesUsesAndRemovesAPasskey() {
    Account household = server.account();
    Browser member = server.member(household.id(), Role.VIEWER);
    try (Window window = window()) {
      window.takeOver(member);
      window.visit("/settings");
      window.follow(window.say("passkey.see"));
      window.isAt(window.say("passkey.title"));
      window.reads(window.say("passkey.none"));
      window.fill(window.say("passkey.name"), "My laptop");
      window.press(window.say("passkey.make"));
      window.reads("My laptop");
      assertThat(window.barriers()).isEmpty();

      // The device holds one for this member and makes no second.
      window.press(window.say("passkey.make"));
      window.reads(window.page.getByRole(AriaRole.ALERT), window.say("passkey.there"));

      Locator row = window.page.getByRole(AriaRole.LISTITEM);
      row.getByRole(AriaRole.TEXTBOX).fill("The blue laptop");
      row.getByRole(AriaRole.BUTTON).first().click();
      window.reads("The blue laptop");

      window.forgetsCookies();
      window.visit("/sign-in");
      window.press(window.say("passkey.sign-in"));
      window.isAt(window.say("home.title"));
      window.visit("/settings/passkeys");
      window.press(window.say("passkey.remove"));
      window.reads(window.say("passkey.none"));

      window.forgetsCookies();
      window.visit("/sign-in");
      window.press(window.say("passkey.sign-in"));
      window.reads(window.page.getByRole(AriaRole.ALERT), window.say("passkey.not-signed-in"));
      window.isRefusedWith(401);
    }
  }

  @Test
  void anActGoesOnWhereItWasOnceThePasskeyIsShown() {
    try (Window window = window()) {
      join(window, server.account(), "Bea");
      server.clock.move(Duration.ofMinutes(11));
      window.visit("/settings");
      window.fill(window.say("settings.token-name"), "A program of mine");
      window.press(window.say("settings.make-token"));
      window.isAt(window.say("step-up.title"));
      assertThat(window.barriers()).isEmpty();
      assertThat(window.page.getByLabel(window.say("sign-in.password")).count()).isZero();
      window.press(window.say("step-up.by-passkey"));
      window.isAt(window.say("given-out.token"));
      window.follow(window.say("given-out.done"));
      window.reads("A program of mine");
    }
  }

  @Test
  void whereThereAreNoPasskeysThePasswordIsOfferedAlone() {
    try (Window byAddress = chromium.open(server, Chromium.Look.onADesk(Language.ENGLISH));
        Window withoutScripts =
            chromium.openByName(server, Chromium.Look.onADesk(Language.ENGLISH).withoutScripts())) {
      for (Window window : new Window[] {byAddress, withoutScripts}) {
        window.visit("/sign-in");
        window.sees(window.named(AriaRole.BUTTON, window.say("sign-in.do")));
        assertThat(window.named(AriaRole.BUTTON, window.say("passkey.sign-in")).count()).isZero();
      }
    }
  }
}
