package dev.everline.channel.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SelectOption;
import dev.everline.account.Accounts;
import dev.everline.account.Invitations;
import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.Plan;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.Money;
import dev.everline.payment.Wallet;
import dev.everline.words.Language;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** From starting Everline for the first time to the first receipt, in a browser. */
@InChromium
class NewcomerTest {

  private static final String ICCID = "8901260000000000006";

  private static Chromium chromium;

  @BeforeAll
  static void start() {
    chromium = Chromium.start();
  }

  @AfterAll
  static void stop() {
    chromium.close();
  }

  static Stream<Chromium.Look> looks() {
    return Arrays.stream(Language.values())
        .flatMap(
            language ->
                Stream.of(Chromium.Look.onAPhone(language), Chromium.Look.onADesk(language)));
  }

  @ParameterizedTest
  @MethodSource("looks")
  void aNewcomerGetsFromThePrintedCodeToTheFirstReceipt(Chromium.Look look) {
    try (PortalServer server = new PortalServer();
        Window window = chromium.open(server, look)) {
      walk(server, window);
    }
  }

  @Test
  void theSameWayCanBeGoneWithoutJavaScript() {
    try (PortalServer server = new PortalServer();
        Window window =
            chromium.open(server, Chromium.Look.onAPhone(Language.ENGLISH).withoutScripts())) {
      walk(server, window);
    }
  }

  private static void walk(PortalServer server, Window window) {
    String code = server.get(Invitations.class).firstOwner().orElseThrow().code();
    AccountId household = server.get(Accounts.class).first(1).getFirst().id();
    becomeTheOwner(window, code);
    server.get(Wallet.class).deposit(household, Money.usd(200_00));
    Plan plan = server.plan(household);
    addALine(server, window, plan);
    renewIt(server, window);
  }

  private static void becomeTheOwner(Window window, String code) {
    window.visit("/");
    window.isAt(window.say("join.first-title"));
    window.fill(window.say("join.code"), code);
    window.fill(window.say("join.name"), "Ada");
    window.fill(window.say("join.password"), PortalServer.PASSWORD);
    window.press(window.say("join.do"));
    window.isAt(window.say("welcome.title"));
    window.press(window.say("continue"));
    window.isAt(window.say("welcome.begin"));
    window.sees(window.named(AriaRole.LINK, window.say("doors.message")));
    window.follow(window.say("nav.home"));
    window.sees(window.named(AriaRole.HEADING, window.say("home.empty-title")));
  }

  private static void addALine(PortalServer server, Window window, Plan plan) {
    window.named(AriaRole.LINK, window.say("home.add")).first().click();
    window.isAt(window.say("line-new.title"));
    window.page.locator("summary").click();
    for (String where : new String[] {"iphone", "android", "dial", "card"}) {
      window.sees(window.page.getByText(window.say("line-sim." + where)));
    }
    window.fill(window.say("line-sim.iccid"), ICCID);
    window.fill(window.say("line-new.number"), "+12125550142");
    Carrier carrier =
        Objects.requireNonNull(server.get(Catalog.class).carriers().get(plan.carrier()));
    window.fill(window.say("line-new.carrier"), carrier.brand());
    window.press(window.say("continue"));
    window.isAt(window.say("line-new.details-title", carrier.brand()));
    window.reads(window.say("line-new.network", "T-Mobile"));
    window
        .page
        .getByLabel(window.say("fact.plan"))
        .selectOption(new SelectOption().setValue(plan.id()));
    window.page.locator("#valid_until").fill(server.today().plusDays(2).toString());
    window.fill(window.say("line-new.label"), "Mamá 妈妈");
    window.press(window.say("line-new.do"));
    window.isAt(window.say("added.title", "Mamá 妈妈"));
    window.reads(window.say("added.due"));
    window.follow(window.say("added.line"));
    window.isAt("Mamá 妈妈");
    window.reads(plan.name());
    window.reads(window.words().date(server.today().plusDays(2)));
    window.press(window.say("line.confirm-brand", carrier.brand()));
    window.isAt("Mamá 妈妈");
    assertThat(
            window
                .named(AriaRole.BUTTON, window.say("line.confirm-brand", carrier.brand()))
                .count())
        .isZero();
  }

  private static void renewIt(PortalServer server, Window window) {
    window.follow(window.say("nav.home"));
    window.isAt(window.say("home.title"));
    Locator card = window.page.getByRole(AriaRole.ARTICLE);
    window.reads(card, "Mamá 妈妈");
    window.reads(card, window.say("card.SOON", window.words().date(server.today().plusDays(2))));
    assertThat(window.main().innerText()).doesNotContain("5550142");
    // What needs somebody stands above the cards, with its button.
    window.named(AriaRole.LINK, window.say("card.renew")).first().click();
    window.isAt(window.say("renew.title", "Mamá 妈妈"));
    Locator whole = window.page.getByRole(AriaRole.RADIO).first();
    assertThat(whole.isChecked()).isTrue();
    window.sees(window.named(AriaRole.HEADING, window.say("renew.price")));
    Locator total =
        window
            .page
            .getByRole(AriaRole.ROW)
            .filter(new Locator.FilterOptions().setHasText(window.say("price.total")));
    String price = total.getByRole(AriaRole.CELL).innerText();
    assertThat(server.carrier.paid).isEmpty();
    window.press(window.say("renew.confirm", price));
    window.isAt(window.say("order.title", "Mamá 妈妈"));
    window.reads(window.page.getByRole(AriaRole.STATUS), window.say("order.renewed"));
    assertThat(server.carrier.paid).hasSize(1);
    window.follow(window.say("order.receipt"));
    window.isAt(window.say("receipt.title"));
    Locator receipt = window.page.getByRole(AriaRole.ARTICLE);
    window.reads(receipt, "Mamá 妈妈");
    window.reads(receipt, price);
    window.reads(receipt, window.say("receipt.paid"));
    assertThat(receipt.innerText()).doesNotContain("5550142");
    window.follow(window.say("nav.money"));
    window.isAt(window.say("nav.money"));
    window.reads(window.say("entry.RESERVE"));
    window.reads(window.words().money(Money.usd(200_00)));
  }
}
