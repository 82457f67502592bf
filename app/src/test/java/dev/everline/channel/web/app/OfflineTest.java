package dev.everline.channel.web.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import dev.everline.account.Account;
import dev.everline.account.Role;
import dev.everline.channel.web.Browser;
import dev.everline.channel.web.Chromium;
import dev.everline.channel.web.HouseholdInChromium;
import dev.everline.channel.web.InChromium;
import dev.everline.channel.web.Window;
import dev.everline.kernel.LineId;
import dev.everline.words.Language;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The portal without a network: what was last seen, how old it is, and that nothing can be done.
 */
@InChromium
class OfflineTest extends HouseholdInChromium {

  private static final Map<Language, String> THREE_HOURS_AGO =
      Map.of(
          Language.ENGLISH, "3 hours ago",
          Language.SPANISH, "hace 3 horas",
          Language.CHINESE, "3小时前");

  /** Addresses and texts of all pages that are kept. */
  private static final String KEPT =
      """
      async () => {
        const kept = {};
        for (const name of await caches.keys()) {
          if (!name.startsWith('everline-pages-')) continue;
          const cache = await caches.open(name);
          for (const request of await cache.keys()) {
            kept[new URL(request.url).pathname] = await (await cache.match(request)).text();
          }
        }
        return kept;
      }
      """;

  private static final String NAMES =
      "async () => (await caches.keys()).filter((name) => name.startsWith('everline-')).sort()";

  private static final String NONE_KEPT =
      "async () => !(await caches.keys()).some((name) => name.startsWith('everline-pages-'))";

  private LineId line;

  @BeforeEach
  void aLine() {
    line = server.line(household.id(), plan, server.today().plusDays(3));
  }

  private String linePath() {
    return "/lines/" + line;
  }

  /** Waits until the page of a path is kept on the device. */
  private static void isKept(Window window, String path) {
    window.until(
        """
        async () => {
          for (const name of await caches.keys()) {
            if (!name.startsWith('everline-pages-')) continue;
            if (await caches.match('%s', { cacheName: name })) return true;
          }
          return false;
        }
        """
            .formatted(path));
  }

  /** Somebody who has looked at Home, at all lines and at one line. */
  private Window reader(Language language) {
    Window window = chromium.open(server, Chromium.Look.onAPhone(language));
    window.takeOver(owner);
    for (String path : List.of("/", "/lines", linePath())) {
      window.visit(path);
      window.until("() => navigator.serviceWorker.controller !== null");
      isKept(window, path);
    }
    return window;
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void whatWasSeenIsReadableWithItsAgeAndNothingCanBeDone(Language language) {
    try (Window window = reader(language)) {
      window.network(false);
      window.page.clock().setFixedTime(Date.from(Instant.now().plus(Duration.ofHours(3))));
      String note = window.say("app.as-of").replace("{0}", THREE_HOURS_AGO.get(language));
      for (String path : List.of("/", "/lines", linePath())) {
        window.visit(path);
        window.reads(window.page.locator("#offline-note"), note);
        assertThat(
                window.page.locator("main form :is(button, input, select):not(:disabled)").count())
            .as(path)
            .isZero();
        assertThat(window.page.locator("a.button[href$='/renew']").count()).as(path).isZero();
        assertThat(window.widerThanTheWindow()).as(path).isEmpty();
      }
      assertThat(window.page.locator("main form").count()).isPositive();
      assertThat(window.barriers()).isEmpty();
      window.visit("/");
      window.reads(window.say("card.auto-off"));
      assertThat(window.barriers()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void whatWasNeverSeenIsSaidToBeAndComesWithTheNetwork(Language language) {
    try (Window window = reader(language)) {
      window.network(false);
      window.visit("/money");
      window.isAt(window.say("offline.title"));
      window.reads(window.say("offline.not-kept"));
      assertThat(window.barriers()).isEmpty();
      window.network(true);
      window.isAt(window.say("nav.money"));
    }
  }

  @Test
  void anOpenPageLetsNothingBeDoneWhileTheNetworkIsAway() {
    try (Window window = reader(Language.ENGLISH)) {
      window.network(false);
      window.reads(window.page.locator("#offline-note"), window.say("app.no-connection"));
      assertThat(window.named(AriaRole.BUTTON, window.say("line.pause")).isDisabled()).isTrue();
      window.network(true);
      window.page.locator("#offline-note").waitFor(gone());
      window.press(window.say("line.pause"));
      // The line ends in three days, so that pausing it asks first.
      window.isRefusedWith(409);
      window.press(window.say("line-pause.do"));
      window.reads(window.say("line.is-paused"));
    }
  }

  private static com.microsoft.playwright.Locator.WaitForOptions gone() {
    return new com.microsoft.playwright.Locator.WaitForOptions()
        .setState(com.microsoft.playwright.options.WaitForSelectorState.DETACHED);
  }

  @Test
  void onlyLinesAreKeptWithoutNumbersAndWithoutAnythingToSend() {
    try (Window window = reader(Language.ENGLISH)) {
      for (String path :
          List.of(
              linePath() + "/edit",
              linePath() + "/renew",
              "/lines/new",
              "/lines?sort=added",
              "/money",
              "/settings",
              "/settings/audit")) {
        window.visit(path);
      }
      Map<?, ?> kept = (Map<?, ?>) window.page.evaluate(KEPT);
      assertThat(kept.keySet()).isEqualTo(java.util.Set.of("/", "/lines", linePath()));
      for (Object page : kept.values()) {
        assertThat((String) page)
            .contains("•••")
            .doesNotContainPattern("212.?555")
            .doesNotContainPattern("_csrf\" value=\"[^\"]");
      }
    }
  }

  @Test
  void signingOutLeavesNothingOnTheDevice() {
    try (Window window = reader(Language.ENGLISH)) {
      window.press(window.say("nav.sign-out"));
      window.isAt(window.say("sign-in.title"));
      window.until(NONE_KEPT);
      window.network(false);
      window.visit("/");
      window.isAt(window.say("offline.title"));
    }
  }

  @Test
  void aSessionThatWasEndedElsewhereLeavesNothingOnTheDevice() {
    try (Window window = reader(Language.ENGLISH)) {
      owner.post("/sign-out", Map.of());
      window.visit("/");
      window.isAt(window.say("sign-in.title"));
      window.until(NONE_KEPT);
    }
  }

  @Test
  void anotherMemberFindsNothingOfTheOneBefore() {
    Account neighbours = server.account();
    Browser other = server.member(neighbours.id(), Role.OWNER);
    try (Window window = reader(Language.ENGLISH)) {
      window.takeOver(other);
      window.visit("/");
      window.until("async () => Object.keys(await (%s)()).join() === '/'".formatted(KEPT));
      Map<?, ?> kept = (Map<?, ?>) window.page.evaluate(KEPT);
      assertThat(kept.values().toString()).doesNotContain(line.toString());
    }
  }

  @Test
  void aNewVersionTakesThePlaceOfTheOldOnesFiles() {
    try (Window window = chromium.open(server, Chromium.Look.onADesk(Language.ENGLISH))) {
      window.visit("/join");
      window.page.evaluate(
          """
          async () => {
            for (const name of ['everline-shell-old', 'everline-pages-old-mb_1', 'not-ours']) {
              await (await caches.open(name)).put('/', new Response('old'));
            }
          }
          """);
      window.takeOver(owner);
      window.visit("/");
      window.until("async () => !(await caches.keys()).some((name) => name.includes('-old'))");
      isKept(window, "/");
      assertThat((List<?>) window.page.evaluate(NAMES)).hasSize(2);
      assertThat(window.page.evaluate("() => caches.has('not-ours')")).isEqualTo(true);
    }
  }
}
