package dev.everline.channel.web.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.everline.account.Role;
import dev.everline.channel.web.Browser;
import dev.everline.channel.web.Chromium;
import dev.everline.channel.web.HouseholdInChromium;
import dev.everline.channel.web.InChromium;
import dev.everline.channel.web.PortalServer;
import dev.everline.channel.web.Window;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.notice.push.PushKeys;
import dev.everline.payment.Wallet;
import dev.everline.renewal.Renewals;
import dev.everline.sandbox.push.PushSandbox;
import dev.everline.sandbox.push.Subscriber;
import dev.everline.words.Language;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Notices, the badge and the offer to install, in a browser. */
@InChromium
class NoticesTest extends HouseholdInChromium {

  /**
   * The browser's own push service is far away: its subscription is one at the sandbox instead. All
   * else is the browser's.
   */
  private static final String SUBSCRIBES_AT_THE_SANDBOX =
      """
      (() => {
        const keys = { p256dh: '@p256dh@', auth: '@auth@' };
        const bytes = (text) => Uint8Array.from(
          atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0)).buffer;
        const made = {
          endpoint: '@endpoint@',
          getKey: (name) => bytes(keys[name]),
          unsubscribe: async () => { localStorage.setItem('test-subscribed', ''); return true; },
        };
        PushManager.prototype.getSubscription =
          async () => (localStorage.getItem('test-subscribed') ? made : null);
        PushManager.prototype.subscribe = async (options) => {
          localStorage.setItem('test-subscribed', 'yes');
          localStorage.setItem('test-key', btoa(String.fromCharCode(...options.applicationServerKey)));
          return made;
        };
      })();
      """;

  private static final String NOTES_BADGES =
      """
      Object.assign(navigator, {
        setAppBadge: async (count) => { window.badge = count; },
        clearAppBadge: async () => { window.badge = 0; },
      });
      """;

  @BeforeEach
  void money() {
    server.get(Wallet.class).deposit(household.id(), Money.usd(500_00));
  }

  private LineId line() {
    return server.line(household.id(), plan, server.today().plusDays(5));
  }

  /** The page has asked whether the subscription still counts, and has its answer. */
  private static void hasAsked(Window window) {
    window.until("() => sessionStorage.getItem('everline-push') === 'seen'");
  }

  private static void subscribesAt(Window window, Subscriber subscriber) {
    window
        .page
        .context()
        .addInitScript(
            SUBSCRIBES_AT_THE_SANDBOX
                .replace("@p256dh@", subscriber.p256dh())
                .replace("@auth@", subscriber.auth())
                .replace("@endpoint@", subscriber.endpoint().toString()));
    window.page.context().grantPermissions(List.of("notifications"));
  }

  /** What the push service hands to the browser arrives at the service worker. */
  private static void hand(Window window, String text) throws Exception {
    CDPSession devtools = window.page.context().newCDPSession(window.page);
    CompletableFuture<String> registration = new CompletableFuture<>();
    devtools.on(
        "ServiceWorker.workerRegistrationUpdated",
        (JsonObject event) ->
            event
                .getAsJsonArray("registrations")
                .forEach(
                    one ->
                        registration.complete(
                            one.getAsJsonObject().get("registrationId").getAsString())));
    devtools.send("ServiceWorker.enable");
    // Playwright hears of it on this thread.
    window.page.waitForCondition(registration::isDone);
    JsonObject message = new JsonObject();
    message.addProperty("origin", window.page.evaluate("() => location.origin").toString());
    message.addProperty("registrationId", registration.join());
    message.addProperty("data", text);
    devtools.send("ServiceWorker.deliverPushMessage", message);
  }

  @Test
  void aMemberTurnsNoticesOnAndIsShownARenewal() throws Exception {
    Subscriber subscriber = server.subscriber();
    LineId line = line();
    try (Window window = chromium.open(server, Chromium.Look.onAPhone(Language.SPANISH))) {
      subscribesAt(window, subscriber);
      window.takeOver(owner);
      window.visit("/settings");
      window.follow(window.say("app.see"));
      window.isAt(window.say("app.title"));
      window.press(window.say("push.start"));
      window.sees(window.main().getByText(window.say("settings.this-session")));
      assertThat(window.page.locator("#push-start").isVisible()).isFalse();
      assertThat(window.barriers()).isEmpty();
      assertThat(
              window
                  .page
                  .evaluate("() => localStorage.getItem('test-key')")
                  .toString()
                  .replace('+', '-')
                  .replace('/', '_')
                  .replace("=", ""))
          .isEqualTo(server.get(PushKeys.class).publicKey());

      server
          .get(Renewals.class)
          .renew(household.id(), line, Renewals.Wish.wholePeriods(1), null, "api");
      PushSandbox.Message message = server.push.next(subscriber);
      JsonNode sent = JsonMapper.builder().build().readTree(message.text());
      hand(window, message.text());
      hand(window, message.text());
      window.until(
          "async () => (await (await navigator.serviceWorker.ready).getNotifications()).length > 0");
      List<?> shown =
          (List<?>)
              window.page.evaluate(
                  "async () => (await (await navigator.serviceWorker.ready).getNotifications())"
                      + ".map((n) => [n.title, n.body, n.lang, n.data.url])");
      assertThat(shown)
          .isEqualTo(
              List.of(
                  List.of(
                      sent.path("title").asString(),
                      sent.path("body").asString(),
                      "es",
                      "/lines/" + line)));
    }
  }

  @Test
  void choicesAreKeptWhenTheMemberSignsInAgain() {
    Subscriber subscriber = server.subscriber();
    try (Window window = chromium.open(server, Chromium.Look.onADesk(Language.ENGLISH))) {
      subscribesAt(window, subscriber);
      window.takeOver(owner);
      window.visit("/settings/app");
      window.press(window.say("push.start"));
      window.page.getByLabel(window.say("push-choice.RENEWED")).uncheck();
      window.press(window.say("save"));
      PlaywrightAssertions.assertThat(window.page.getByLabel(window.say("push-choice.RENEWED")))
          .not()
          .isChecked();
      hasAsked(window);
      // The session has ended; in a new one, of the same browser, they go on being told.
      owner.post("/sign-out", Map.of());
      window.visit("/");
      window.isAt(window.say("sign-in.title"));
      owner.signIn(PortalServer.PASSWORD);
      window.takeOver(owner);
      window.page.waitForResponse(
          response -> response.url().endsWith("/settings/app/devices"), () -> window.visit("/"));
      window.visit("/settings/app");
      PlaywrightAssertions.assertThat(window.page.getByLabel(window.say("push-choice.REMINDERS")))
          .isChecked();
      PlaywrightAssertions.assertThat(window.page.getByLabel(window.say("push-choice.RENEWED")))
          .not()
          .isChecked();
      window.isForgiven(404);
    }
  }

  @Test
  void anotherMemberOfTheSameBrowserEndsTheSubscriptionOfTheOneBefore() {
    Subscriber subscriber = server.subscriber();
    Browser other = server.member(server.account().id(), Role.OWNER);
    try (Window window = chromium.open(server, Chromium.Look.onADesk(Language.ENGLISH))) {
      subscribesAt(window, subscriber);
      window.takeOver(owner);
      window.visit("/settings/app");
      window.press(window.say("push.start"));
      window.sees(window.main().getByText(window.say("settings.this-session")));
      hasAsked(window);
      window.forgetsCookies();
      window.visit("/sign-in");
      window.isAt(window.say("sign-in.title"));
      window.takeOver(other);
      window.visit("/");
      window.until("async () => localStorage.getItem('test-subscribed') === ''");
      window.isForgiven(404);
    }
  }

  @Test
  void whereTheBrowserCannotOrMayNotItIsSaid() {
    try (Window window = chromium.open(server, Chromium.Look.onAPhone(Language.CHINESE));
        Window plain =
            chromium.open(server, Chromium.Look.onADesk(Language.ENGLISH).withoutScripts())) {
      window.page.context().addInitScript("Notification.requestPermission = async () => 'denied'");
      window.takeOver(owner);
      window.visit("/settings/app");
      window.press(window.say("push.start"));
      window.reads(window.page.locator("#push-denied"), window.say("push.denied"));
      plain.takeOver(owner);
      plain.visit("/settings/app");
      plain.reads(plain.say("push.unable"));
      assertThat(plain.named(AriaRole.BUTTON, plain.say("push.start")).count()).isZero();
    }
  }

  @Test
  void theIconShowsHowManyLinesNeedSomebody() {
    for (int i = 0; i < 2; i++) {
      LineId line = server.line(household.id(), plan, server.today().plusDays(3));
      server.database.execute(
          """
          INSERT INTO everline.notice
                 (bucket, id, account_id, line_id, kind, for_date, step, at)
          VALUES (%1$d, %2$d, %3$d, %2$d, 'EXPIRES_SOON', '%4$s', 1, now())
          """
              .formatted(
                  line.bucket(), line.value(), household.id().value(), server.today().plusDays(3)));
    }
    try (Window window = chromium.open(server, Chromium.Look.onAPhone(Language.ENGLISH))) {
      window.page.context().addInitScript(NOTES_BADGES);
      window.takeOver(owner);
      window.visit("/");
      assertThat(window.page.evaluate("() => window.badge")).isEqualTo(2);
      window.press(window.say("nav.sign-out"));
      window.isAt(window.say("sign-in.title"));
      window.until("() => window.badge === 0");
    }
  }

  /** As the browser does when the portal can be installed. */
  private static void canBeInstalled(Window window, String answer) {
    window.page.evaluate(
        """
        (outcome) => dispatchEvent(Object.assign(
          new Event('beforeinstallprompt', { cancelable: true }),
          { prompt: async () => { window.asked = true; }, userChoice: Promise.resolve({ outcome }) }))
        """,
        answer);
  }

  @Test
  void installingIsOfferedAtTheThirdVisitAndNeverAgainOnceDeclined() {
    try (Window window = chromium.open(server, Chromium.Look.onAPhone(Language.ENGLISH))) {
      window.takeOver(owner);
      for (int visit = 1; visit <= 3; visit++) {
        window.visit("/");
        canBeInstalled(window, "accepted");
        assertThat(window.page.locator("#install").isVisible())
            .as("visit " + visit)
            .isEqualTo(visit == 3);
        window.page.evaluate("() => sessionStorage.clear()");
      }
      assertThat(window.barriers()).isEmpty();
      window.press(window.say("install.never"));
      window.visit("/lines");
      canBeInstalled(window, "accepted");
      assertThat(window.page.locator("#install").isVisible()).isFalse();
      window.visit("/settings/app");
      canBeInstalled(window, "accepted");
      window.press(window.say("install.do"));
      assertThat(window.page.evaluate("() => window.asked")).isEqualTo(true);
    }
  }

  @Test
  void installingIsOfferedAfterTheFirstRenewal() {
    LineId line = line();
    try (Window window = chromium.open(server, Chromium.Look.onAPhone(Language.SPANISH))) {
      window.takeOver(owner);
      window.visit("/lines/" + line + "/renew");
      canBeInstalled(window, "dismissed");
      assertThat(window.page.locator("#install").isVisible()).isFalse();
      window.page.locator("#quote").getByRole(AriaRole.BUTTON).click();
      window.reads(window.page.getByRole(AriaRole.STATUS), window.say("order.renewed"));
      canBeInstalled(window, "dismissed");
      window.press(window.say("install.do"));
      window.visit("/");
      canBeInstalled(window, "dismissed");
      assertThat(window.page.locator("#install").isVisible()).isFalse();
    }
  }

  @Test
  void theManifestHasWhatAPhoneNeeds() {
    JsonNode manifest =
        JsonMapper.builder().build().readTree(owner.get("/manifest.webmanifest").text());
    assertThat(manifest.path("display").asString()).isEqualTo("standalone");
    assertThat(manifest.path("icons")).hasSizeGreaterThanOrEqualTo(3);
    for (JsonNode icon : manifest.path("icons")) {
      assertThat(owner.get(icon.path("src").asString()).status()).isEqualTo(200);
    }
    for (JsonNode shortcut : manifest.path("shortcuts")) {
      assertThat(owner.get(shortcut.path("url").asString()).status())
          .as(shortcut.toString())
          .isEqualTo(200);
    }
    assertThat(manifest.path("share_target").path("action").asString()).isEqualTo("/share");
  }

  @Test
  void theBrowserFindsNoFaultWithTheManifest() {
    try (Window window = chromium.open(server, Chromium.Look.onADesk(Language.ENGLISH))) {
      window.takeOver(owner);
      window.visit("/");
      CDPSession devtools = window.page.context().newCDPSession(window.page);
      JsonObject found = devtools.send("Page.getAppManifest");
      assertThat(found.getAsJsonArray("errors")).isEmpty();
      assertThat(found.get("url").getAsString()).endsWith("/manifest.webmanifest");
      // A test's window is a private one, which is the only thing in the way.
      assertThat(devtools.send("Page.getInstallabilityErrors").toString())
          .doesNotContain("manifest")
          .doesNotContain("icon")
          .doesNotContain("start-url");
    }
  }
}
