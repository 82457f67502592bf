package dev.everline.channel.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import dev.everline.TestCarrier;
import dev.everline.account.Account;
import dev.everline.account.Role;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.Plan;
import dev.everline.catalog.bundle.TestBundles;
import dev.everline.catalog.install.Bundles;
import dev.everline.catalog.install.CatalogWatch;
import dev.everline.catalog.install.TrustedKeys;
import dev.everline.fleet.Job;
import dev.everline.fleet.Jobs;
import dev.everline.fleet.Uploads;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.payment.Wallet;
import dev.everline.renewal.Renewals;
import dev.everline.renewal.order.Order;
import dev.everline.renewal.outside.OutsideRenewals;
import dev.everline.renewal.outside.PaidAt;
import dev.everline.renewal.outside.Told;
import dev.everline.words.Language;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Opens every page of the portal in a browser, found by its rule, so that a new page is tried too:
 * no barriers, no sideways scrolling, and (as with every window) no complaint in the console.
 */
@InChromium
class EveryPageTest {

  /**
   * Files and streams, which are not shown; the one for who still owes a code; ways to elsewhere.
   */
  private static final List<String> OTHERS =
      List.of(
          "/manifest.webmanifest",
          "/sw.js",
          "/phone/everline-ca.crt",
          "/money/entries.csv",
          "/orders/{order}/events",
          "/orders/{order}/receipt.pdf",
          "/sign-in/code",
          "/sign-in/with/{provider}",
          "/join/with/{provider}",
          "/sign-in/with/{provider}/back");

  private static Chromium chromium;
  private static PortalServer server;
  private static Browser owner;
  private static Browser careful;
  private static Browser operator;
  private static String household;
  private static String carrier;
  private static String compared;
  private static final List<String> LINES = new ArrayList<>();
  private static final List<String> ORDERS = new ArrayList<>();
  private static final List<String> JOBS = new ArrayList<>();
  private static String renewed;
  private static String upload;
  private static String paidOutside;
  private static String outside;
  private static String bundle;

  @BeforeAll
  static void start() throws GeneralSecurityException {
    chromium = Chromium.start();
    server = new PortalServer();
    Account account = server.account();
    Plan plan = server.plan(account.id());
    carrier = plan.carrier();
    compared =
        server.get(Catalog.class).plans().keySet().stream()
            .sorted()
            .limit(4)
            .collect(Collectors.joining("&plan=", "?plan=", ""));
    owner = server.member(account.id(), Role.OWNER);
    server.member(account.id(), Role.VIEWER);
    careful = askedForCodes(account);
    operator = server.operator();
    server.operator();
    household = account.id().toString();
    owner.post("/settings/invitations", Map.of("role", "VIEWER"));
    owner.post("/settings/app/devices", server.subscription(server.subscriber()));
    owner.post("/settings/tokens", Map.of("name", "a program", "days", "90"));
    server.get(Wallet.class).deposit(account.id(), Money.usd(500_00));
    renewed = order(account, plan, TestCarrier.Mood.WILLING);
    ORDERS.add(renewed);
    ORDERS.add(order(account, plan, TestCarrier.Mood.REFUSING));
    ORDERS.add(order(account, plan, TestCarrier.Mood.SILENT));
    for (int days : new int[] {-400, -1, 25, 3}) {
      LINES.add(server.line(account.id(), plan, server.today().plusDays(days)).toString());
    }
    upload = manyLines(account);
    LineId paid = server.line(account.id(), plan, server.today().plusDays(5));
    paidOutside = paid.toString();
    outside =
        server
            .get(OutsideRenewals.class)
            .record(
                account.id(),
                paid,
                new Told(Money.usd(15_00), null, PaidAt.STORE, null, null),
                "outside",
                null)
            .id()
            .toString();
    bundle = aNewerCatalog();
  }

  /** One bundle is installed, and a newer one waits. */
  private static String aNewerCatalog() {
    server.get(TrustedKeys.class).trust(TestBundles.MAKER.verifying(), "A maker of bundles");
    Bundles bundles = server.get(Bundles.class);
    bundles.install(
        bundles.keep(TestBundles.priced("2026-11-25T08:00:00Z", "30.00"), "a file").digest(), 0);
    server.get(CatalogWatch.class).look();
    return bundles.keep(TestBundles.priced("2026-11-25T09:00:00Z", "31.00"), "a file").digest();
  }

  /**
   * A job that waits to be confirmed, one with all kinds of outcomes, and a file to be imported.
   */
  private static String manyLines(Account account) {
    List<LineId> lines = LINES.stream().map(LineId::parse).toList();
    Jobs jobs = server.get(Jobs.class);
    Job ready = jobs.prepare(account.id(), Job.Act.RENEW, "", lines);
    jobs.work(ready.id(), () -> false);
    JOBS.add(ready.id().toString());
    Job done = jobs.prepare(account.id(), Job.Act.TAG, "north", lines);
    jobs.work(done.id(), () -> false);
    jobs.confirm(done);
    jobs.work(done.id(), () -> false);
    JOBS.add(done.id().toString());
    byte[] file =
        "phone,operator,note\n2125550100,mint,Ana\n12,mint,\n".getBytes(StandardCharsets.UTF_8);
    return server
        .get(Uploads.class)
        .receive(account.id(), "lines.csv", new ByteArrayInputStream(file))
        .id()
        .toString();
  }

  /** Somebody of whom a code is asked beside the password. */
  private static Browser askedForCodes(Account account) throws GeneralSecurityException {
    Browser member = server.member(account.id(), Role.VIEWER);
    Seed.startedBy(member, server.clock);
    return member;
  }

  private static String order(Account account, Plan plan, TestCarrier.Mood mood) {
    server.carrier.mood = mood;
    LineId line = server.line(account.id(), plan, server.today().plusDays(5));
    LINES.add(line.toString());
    Order order =
        server
            .get(Renewals.class)
            .renew(account.id(), line, Renewals.Wish.wholePeriods(1), null, "portal");
    return order.id().toString();
  }

  @AfterAll
  static void stop() {
    server.close();
    chromium.close();
  }

  /** Where a browser can go by an address, with all the things that a page can be about. */
  private static List<String> pages() {
    return pages(false);
  }

  /**
   * @param console whether those of the operator's console, or all others
   */
  private static List<String> pages(boolean console) {
    return server.get(RequestMappingHandlerMapping.class).getHandlerMethods().entrySet().stream()
        .filter(
            page ->
                page.getValue()
                    .getBeanType()
                    .getPackageName()
                    .startsWith("dev.everline.channel.web."))
        .map(Map.Entry::getKey)
        .filter(page -> page.getMethodsCondition().getMethods().contains(RequestMethod.GET))
        .flatMap(page -> page.getPatternValues().stream())
        .filter(path -> !OTHERS.contains(path) && !path.endsWith(".csv"))
        .filter(path -> path.startsWith("/console") == console)
        .sorted()
        .flatMap(EveryPageTest::addresses)
        .toList();
  }

  private static Stream<String> addresses(String path) {
    if (path.endsWith("/receipt")) {
      return Stream.of(path.replace("{order}", renewed));
    }
    if (path.contains("{job}")) {
      return JOBS.stream().map(job -> path.replace("{job}", job));
    }
    if (path.contains("{upload}")) {
      return Stream.of(path.replace("{upload}", upload));
    }
    if (path.contains("{digest}")) {
      return Stream.of(path.replace("{digest}", bundle));
    }
    if (path.equals("/catalog/compare")) {
      return Stream.of(path + compared);
    }
    String withCarrier = path.replace("{carrier}", carrier).replace("{account}", household);
    if (path.contains("{renewal}")) {
      return Stream.of(path.replace("{line}", paidOutside).replace("{renewal}", outside));
    }
    if (path.contains("{line}/")) {
      return Stream.of(withCarrier.replace("{line}", LINES.getLast()));
    }
    if (path.contains("{line}")) {
      return LINES.stream().map(line -> withCarrier.replace("{line}", line));
    }
    return path.contains("{order}")
        ? ORDERS.stream().map(order -> withCarrier.replace("{order}", order))
        : Stream.of(withCarrier);
  }

  static Stream<Chromium.Look> looks() {
    return Stream.of(
        Chromium.Look.onADesk(Language.ENGLISH),
        Chromium.Look.onAPhone(Language.CHINESE).inTheDark());
  }

  @ParameterizedTest
  @MethodSource("looks")
  void noPageHasABarrierInEitherTheme(Chromium.Look look) {
    SoftAssertions all = new SoftAssertions();
    try (Window guest = chromium.open(server, look);
        Window member = chromium.open(server, look)) {
      for (String path : List.of("/sign-in", "/join")) {
        guest.visit(path);
        all.assertThat(guest.barriers()).as(path + " as a guest").isEmpty();
      }
      guest.fill(guest.say("join.code"), "WRONG");
      guest.fill(guest.say("join.name"), "Eve");
      guest.fill(guest.say("join.password"), PortalServer.PASSWORD);
      guest.press(guest.say("join.do"));
      guest.sees(guest.page.locator("[aria-invalid=true]:focus"));
      all.assertThat(guest.barriers()).as("a refused form").isEmpty();
      guest.isRefusedWith(404);
      guest.visit("/sign-in");
      guest.fill(guest.say("sign-in.name"), careful.name);
      guest.fill(guest.say("sign-in.password"), PortalServer.PASSWORD);
      guest.press(guest.say("sign-in.do"));
      guest.isAt(guest.say("sign-in-code.title"));
      all.assertThat(guest.barriers()).as("/sign-in/code").isEmpty();

      member.takeOver(owner);
      List<String> pages = pages();
      assertThat(pages).hasSizeGreaterThan(20);
      for (String path : pages) {
        member.visit(path);
        all.assertThat(member.barriers()).as(path).isEmpty();
      }
      member.visit("/settings");
      member.press(member.say("settings.invite"));
      member.isAt(member.say("given-out.invitation"));
      all.assertThat(member.barriers()).as("a code given out").isEmpty();
      member.visit("/lines/new");
      member.fill(member.say("line-new.number"), "+12125550199");
      member.fill(member.say("line-new.carrier"), "Mint Mobile");
      member.page.locator("summary").click();
      member.fill(member.say("line-sim.iccid"), "8901260000000000006");
      member.press(member.say("continue"));
      member.isAt(member.say("line-new.details-title", "Mint Mobile"));
      all.assertThat(member.barriers()).as("/lines/new/details").isEmpty();
      member.visit("/settings");
      member.press(member.say("settings.codes-start"));
      member.isAt(member.say("codes.title"));
      all.assertThat(member.barriers()).as("/settings/codes/offer").isEmpty();
      all.assertAll();
    }
  }

  @ParameterizedTest
  @MethodSource("looks")
  void noPageOfTheConsoleHasABarrierInEitherTheme(Chromium.Look look) {
    SoftAssertions all = new SoftAssertions();
    try (Window runs = chromium.open(server, look)) {
      runs.takeOver(operator);
      lookAtAll(runs);
      assertThat(pages(true)).hasSizeGreaterThan(3);
      for (String path : pages(true)) {
        runs.visit(path);
        all.assertThat(runs.barriers()).as(path).isEmpty();
      }
      showWhoItIs(runs);
      all.assertThat(runs.barriers()).as("what is personal").isEmpty();
      all.assertAll();
    }
  }

  private static void lookAtAll(Window runs) {
    runs.visit("/console");
    runs.press(runs.say("console.look"));
    runs.sees(runs.page.getByText(runs.say("console.orders")).first());
    runs.press(runs.say("console.prove"));
    runs.sees(runs.named(AriaRole.ROWHEADER, runs.say("console.sum")));
  }

  private static void showWhoItIs(Window runs) {
    runs.visit("/console/accounts/" + household);
    if (runs.page.getByLabel(runs.say("console.reason")).count() > 0) {
      runs.fill(runs.say("console.reason"), "request no. 4711");
      runs.press(runs.say("console.show"));
    }
    runs.sees(runs.page.getByText("A household"));
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void noPageIsWiderThanAPhone(Language language) {
    SoftAssertions all = new SoftAssertions();
    try (Window member = chromium.open(server, Chromium.Look.onTheNarrowestPhone(language))) {
      member.takeOver(owner);
      for (String path : pages()) {
        member.visit(path);
        all.assertThat(member.widerThanTheWindow()).as(path).isEmpty();
      }
      all.assertAll();
    }
    try (Window runs = chromium.open(server, Chromium.Look.onTheNarrowestPhone(language))) {
      runs.takeOver(operator);
      lookAtAll(runs);
      for (String path : pages(true)) {
        runs.visit(path);
        all.assertThat(runs.widerThanTheWindow()).as(path).isEmpty();
      }
      showWhoItIs(runs);
      all.assertThat(runs.widerThanTheWindow()).as("what is personal").isEmpty();
      all.assertAll();
    }
  }

  @Test
  void aPageThatIsNotThereHasNoBarrierEither() {
    try (Window member = chromium.open(server, Chromium.Look.onAPhone(Language.ENGLISH))) {
      member.takeOver(owner);
      member.visit("/nothing-here");
      member.isAt(member.say("problem.title"));
      assertThat(member.barriers()).isEmpty();
      member.isRefusedWith(404);
    }
  }
}
