package dev.everline.channel.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.everline.TestCarrier.Mood;
import dev.everline.account.Account;
import dev.everline.account.Role;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.payment.Wallet;
import dev.everline.renewal.Renewals;
import dev.everline.renewal.engine.Heartbeat;
import dev.everline.renewal.order.Order;
import dev.everline.words.Language;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Renewing by keyboard, from two tabs, and when the carrier fails, in a browser. */
@InChromium
class HandsTest extends HouseholdInChromium {

  /** Where the keyboard is: its name, and whether that is drawn inside the window. */
  private static final String FOCUS =
      """
      () => {
        const at = document.activeElement;
        const drawn = (e) => {
          const style = getComputedStyle(e);
          return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
        };
        const box = at.getBoundingClientRect();
        const inside = box.width > 0 && box.bottom > 0 && box.top < innerHeight;
        const visible = inside && (drawn(at) || drawn(at.parentElement));
        const name = at.labels?.length ? at.labels[0].innerText : at.innerText;
        return (visible ? '' : 'UNSEEN ') + name.trim();
      }
      """;

  private LineId line;

  @BeforeEach
  void aLine() {
    server.carrier.mood = Mood.WILLING;
    server.carrier.paid.clear();
    server.get(Wallet.class).deposit(household.id(), Money.usd(200_00));
    line = server.line(household.id(), plan, server.today().plusDays(3));
  }

  private Money balance() {
    return server.get(Wallet.class).balance(household.id(), Money.USD);
  }

  private Window window() {
    return chromium.open(server, Chromium.Look.onADesk(Language.ENGLISH));
  }

  /** Presses Tab and tells where that leads. */
  private static String tab(Window window) {
    window.page.keyboard().press("Tab");
    return String.valueOf(window.page.evaluate(FOCUS));
  }

  /** Presses Tab until something of this name has the focus, and everything on the way is seen. */
  private static void tabTo(Window window, String name) {
    for (int i = 0; i < 40; i++) {
      String at = tab(window);
      assertThat(at).as(window.path()).doesNotStartWith("UNSEEN");
      if (at.startsWith(name)) {
        return;
      }
    }
    throw new AssertionError("the keyboard doesn't get to " + name + " on " + window.path());
  }

  @Test
  void anOpenPageShowsByItselfWhatBecameOfARenewalInDoubt() {
    server.carrier.mood = Mood.SILENT;
    Order lost =
        server
            .get(Renewals.class)
            .renew(household.id(), line, Renewals.Wish.wholePeriods(1), null, "portal");
    try (Window window = window()) {
      window.takeOver(owner);
      window.visit("/orders/" + lost.id());
      window.reads(window.page.getByRole(AriaRole.STATUS), window.say("order.in-doubt"));
      window.page.evaluate("() => { window.sameDocument = true; }");
      server.carrier.paid.put(lost.id().toString(), lost.topUp());
      server.clock.move(Duration.ofMinutes(5));
      server.get(Heartbeat.class).beat();
      window.reads(window.page.getByRole(AriaRole.STATUS), window.say("order.renewed"));
      assertThat(window.page.evaluate("() => window.sameDocument")).isEqualTo(true);
      window.sees(window.named(AriaRole.LINK, window.say("order.receipt")));
    }
  }

  @Test
  void theKeyboardAloneIsEnoughFromSignInToARenewedLine() {
    try (Window window = window()) {
      window.visit("/sign-in");
      assertThat(List.of(tab(window), tab(window), tab(window), tab(window)))
          .containsExactly(
              window.say("nav.skip"),
              "Everline",
              window.say("sign-in.name"),
              window.say("sign-in.password"));
      window.page.keyboard().press("Shift+Tab");
      window.page.keyboard().type(owner.name);
      window.page.keyboard().press("Tab");
      window.page.keyboard().type(PortalServer.PASSWORD);
      assertThat(tab(window)).isEqualTo(window.say("careful.wish"));
      assertThat(tab(window)).isEqualTo(window.say("sign-in.do"));
      window.page.keyboard().press("Enter");
      window.isAt(window.say("home.title"));
      tabTo(window, window.say("card.renew"));
      window.page.keyboard().press("Enter");
      window.sees(window.named(AriaRole.HEADING, window.say("renew.price")));

      // The first choice has the focus; an arrow takes the next, and its price is shown.
      tabTo(window, window.say("renew.periods", 1, "30 days"));
      Locator confirm = window.page.locator("#quote").getByRole(AriaRole.BUTTON);
      String one = confirm.innerText();
      window.page.keyboard().press("ArrowDown");
      window.isNot(confirm, one);
      String two = confirm.innerText();
      assertThat(window.page.evaluate(FOCUS).toString())
          .startsWith(window.say("renew.periods", 2, "60 days"));
      tabTo(window, two);
      window.page.keyboard().press("Enter");
      window.reads(window.page.getByRole(AriaRole.STATUS), window.say("order.renewed"));
      assertThat(server.carrier.paid).hasSize(1);
    }
  }

  @Test
  void theSkipLinkLeadsPastTheNavigation() {
    try (Window window = window()) {
      window.takeOver(owner);
      window.visit("/");
      assertThat(tab(window)).isEqualTo(window.say("nav.skip"));
      window.page.keyboard().press("Enter");
      assertThat(tab(window)).isEqualTo(window.say("home.add"));
    }
  }

  @Test
  void twoTabsThatConfirmTheSameRenewalPayOnce() {
    try (Window one = window()) {
      one.takeOver(owner);
      Window other = one.tab();
      String offer = "/lines/" + line + "/renew";
      one.visit(offer);
      other.visit(offer);
      Locator button = one.page.locator("#quote").getByRole(AriaRole.BUTTON);
      String confirm = button.innerText();
      // Sent from both before either has its answer.
      one.page.evaluate("() => { document.querySelector('#quote form').requestSubmit() }");
      other.page.evaluate("() => { document.querySelector('#quote form').requestSubmit() }");
      for (Window tab : List.of(one, other)) {
        tab.reads(tab.page.getByRole(AriaRole.STATUS), tab.say("order.renewed"));
      }
      assertThat(one.path()).startsWith("/orders/").isEqualTo(other.path());
      assertThat(server.carrier.paid).hasSize(1);
      Money paid = server.carrier.paid.values().iterator().next();
      assertThat(confirm).contains(one.words().money(Money.usd(200_00).minus(balance())));
      assertThat(paid.isLessThan(Money.usd(200_00))).isTrue();
    }
  }

  @Test
  void aRefusalSaysThatTheMoneyIsBack() {
    server.carrier.mood = Mood.REFUSING;
    try (Window window = confirmed()) {
      window.reads(window.page.getByRole(AriaRole.STATUS), window.say("order.returned"));
      window.reads(window.page.getByRole(AriaRole.STATUS), window.say("order.returned-why"));
      assertThat(window.named(AriaRole.LINK, window.say("order.receipt")).count()).isZero();
      assertThat(balance()).isEqualTo(Money.usd(200_00));
    }
  }

  @Test
  void whereNoStreamComesThroughThePageAsksForItselfAgainWithoutAHandLifted() {
    server.carrier.mood = Mood.SILENT;
    try (Window window = confirmed()) {
      window.reads(window.page.getByRole(AriaRole.STATUS), window.say("order.in-doubt"));
      window.reads(window.page.getByRole(AriaRole.STATUS), window.say("order.in-doubt-why"));
      assertThat(server.carrier.paid).isEmpty();
      String order = window.page.url();
      window.page.route(
          "**/events", stream -> stream.fulfill(new Route.FulfillOptions().setStatus(429)));
      window.visit(window.path());
      // The page asks for itself again, and only for itself.
      assertThat(window.page.waitForResponse(order, () -> {}).status()).isEqualTo(200);
      assertThat(window.page.url()).isEqualTo(order);
      window.reads(window.page.getByRole(AriaRole.STATUS), window.say("order.in-doubt"));
      assertThat(balance().isLessThan(Money.usd(200_00))).isTrue();
      window.isRefusedWith(429);
    }
  }

  @Test
  void anEmptyWalletIsSaidAndLeavesNothingToPress() {
    Account poor = server.account();
    Browser member = server.member(poor.id(), Role.OWNER);
    LineId theirs = server.line(poor.id(), plan, server.today().plusDays(3));
    try (Window window = window()) {
      window.takeOver(member);
      window.visit("/lines/" + theirs + "/renew");
      window.reads(window.say("renew.not-enough"));
      assertThat(window.page.locator("#quote").getByRole(AriaRole.BUTTON).count()).isZero();
    }
  }

  private Window confirmed() {
    Window window = window();
    window.takeOver(owner);
    window.visit("/lines/" + line + "/renew");
    window.page.locator("#quote").getByRole(AriaRole.BUTTON).click();
    return window;
  }
}
