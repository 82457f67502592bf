package dev.everline.channel.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.account.Account;
import dev.everline.account.Accounts;
import dev.everline.account.Role;
import dev.everline.catalog.Length;
import dev.everline.catalog.Plan;
import dev.everline.channel.web.Browser.Page;
import dev.everline.fleet.FleetRunner;
import dev.everline.fleet.Jobs;
import dev.everline.kernel.JobId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.payment.Wallet;
import dev.everline.renewal.OrderDesk;
import dev.everline.renewal.engine.Heartbeat;
import dev.everline.renewal.operate.WhatIf;
import dev.everline.words.Language;
import dev.everline.words.Messages;
import dev.everline.words.Words;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A line whose carrier Everline can't pay from here, wherever the portal shows it. */
class OutOfReachTest {

  private static PortalServer server;
  private static Account account;
  private static Browser owner;
  private static LineId line;

  @BeforeAll
  static void start() {
    server = new PortalServer();
    server.get(FleetRunner.class).stop();
    account = server.account();
    Plan plan = server.plan(account.id());
    owner = server.member(account.id(), Role.OWNER);
    server.get(Wallet.class).deposit(account.id(), Money.usd(100_00));
    line = server.line(account.id(), plan, server.today());
    server.carrier.unreached = plan.carrier();
    assertThat(owner.post("/lines/" + line + "/renewed-by", Map.of("by", "everline")).location())
        .isEqualTo("/lines/" + line);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void renewSaysFirstThatItCantBePaidHereAndOffersNoPriceNorWallet(Language language) {
    owner.headers.put("Accept-Language", language.tag());
    Messages messages = Messages.load(language);

    String page = owner.get("/lines/" + line + "/renew").text();

    assertThat(page)
        .contains(messages.say("elsewhere.cannot", brand()))
        .doesNotContain(messages.say("renew.price"))
        .doesNotContain("name=\"key\"")
        .doesNotContain("100.00");
    assertThat(owner.get("/lines/" + line).text())
        .contains(messages.say("elsewhere.cannot", brand()))
        .contains(messages.say("line.auto-no-route", brand()));
    assertThat(owner.get("/").text())
        .contains(messages.say("card.how"))
        .contains("line-card--soon")
        .contains(messages.say("day.END"))
        .doesNotContain(messages.say("day.RENEWAL"));
    owner.headers.put("Accept-Language", "en");
  }

  private static String brand() {
    return server
        .get(dev.everline.catalog.Catalog.class)
        .carrier(server.carrier.unreached)
        .brand()
        .replace("&", "&amp;");
  }

  @Test
  void whatCanNotBeDoneIsNotConfirmedByAFormOfOneself() {
    Page refused =
        owner.post("/lines/" + line + "/renew", Map.of("choice", "whole-1", "key", "a-key"));

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text()).contains(Messages.load(Language.ENGLISH).say("problem.NO_ROUTE"));
    assertThat(server.get(OrderDesk.class).orders(account.id(), null, 9)).isEmpty();
  }

  @Test
  void anOwnerSaysWhereTheyLiveAndNobodyElseDoes() {
    assertThat(owner.post("/settings/zone", Map.of("zone", "Asia/Shanghai")).location())
        .isEqualTo("/settings#zone");
    assertThat(owner.get("/settings").text()).contains("<option value=\"Asia/Shanghai\" selected");
    for (String none :
        List.of("Mars/Olympus", "-1", "+18:00", "UTC+3", "Z", "Etc/GMT+5", "GMT0", "EST", "")) {
      assertThat(owner.post("/settings/zone", Map.of("zone", none)).status())
          .as(none)
          .isEqualTo(400);
    }
    Browser viewer = server.member(account.id(), Role.VIEWER);
    assertThat(viewer.post("/settings/zone", Map.of("zone", "UTC")).status()).isEqualTo(403);
  }

  // --- Home, of lines of another account whose carrier nobody pays

  @ParameterizedTest
  @EnumSource(Language.class)
  void homeHasOneItemALineByUrgencyAndNoDeadlineThatHasPassed(Language language) {
    Home home = new Home(language);
    Messages messages = home.messages;
    LineId later = home.line(server.today().plusDays(60), true);
    LineId endless = home.line(null, true);
    LineId today = home.line(server.today(), true);
    LineId ended = home.line(server.today().minusDays(1), false);
    LineId lost = home.line(server.today().minusDays(400), false);
    server.get(Heartbeat.class).beat();

    String page = home.owner.get("/").text();
    String needs = page.substring(page.indexOf("id=\"needs\""), page.indexOf("class=\"cards\""));

    assertThat(lines(needs.substring(0, needs.indexOf("class=\"ahead\""))))
        .containsExactly(lost, ended, today, endless);
    // Three are to be renewed by Everline, which can't: that is said once of all of them.
    assertThat(needs)
        .contains(messages.say("need.many.RENEWER", 3))
        .contains("/lines?renewed-by=everline");
    assertThat(page)
        .contains(messages.say("notice.NUMBER_MAY_BE_LOST", brand()))
        .contains("/lines/" + lost + "#reach")
        .contains(messages.say("card.no-date"))
        .doesNotContain(home.visibleDate(server.today().minusDays(400)))
        .doesNotContain(home.visibleDate(server.today().minusDays(399)));
    assertThat(lines(page.substring(page.indexOf("class=\"cards\""))).getFirst()).isEqualTo(lost);
    assertThat(lines(home.owner.get("/lines?state=needs-me").text()))
        .containsExactlyInAnyOrder(lost, ended, today, later, endless);
    assertThat(home.owner.get("/lines/" + lost).text())
        .contains("id=\"reach\"")
        .contains(messages.say("notice.NUMBER_MAY_BE_LOST", brand()))
        .doesNotContain(messages.say("line.least-cost"));
    assertThat(home.owner.get("/lines/" + endless).text())
        .contains(messages.say("line.auto-no-route-unreminded", brand()))
        .contains(messages.say("card.no-date"));
    assertThat(home.owner.get("/lines/" + ended).text())
        .contains(messages.say("line.auto-off-unreminded"));
  }

  @Test
  void theWishThatCanNotComeTrueIsTurnedOffWhereItIsToldOf() {
    Home home = new Home(Language.ENGLISH);
    LineId line = home.line(server.today().plusDays(60), true);
    server.database.execute(
        "UPDATE everline.line SET price_ceiling = 4200 WHERE bucket = %d AND id = %d"
            .formatted(line.bucket(), line.value()));
    server.get(Heartbeat.class).beat();
    assertThat(home.owner.get("/").text())
        .contains(home.messages.say("notice.NO_ROUTE", brand()))
        .contains(home.messages.say("notice.reminded"))
        .contains(home.messages.say("home.turn-off"));

    Page off =
        home.owner.post("/lines/" + line + "/renewed-by", Map.of("by", "owner", "back", "home"));

    assertThat(off.location()).isEqualTo("/");
    assertThat(home.owner.get("/").text()).doesNotContain(home.messages.say("home.needs"));
    assertThat(home.owner.get("/lines/" + line).text()).contains("value=\"42.00\"");
  }

  @Test
  void whatWasTypedIntoTheFormOfAutoRenewalStaysWhenItIsRefused() {
    Home home = new Home(Language.ENGLISH);
    LineId line = home.line(server.today().plusDays(60), false);

    Page refused =
        home.owner.post(
            "/lines/" + line + "/renewed-by",
            Map.of("by", "everline", "ceiling", "25.5x", "if-not-renewed", "keep_number"));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text())
        .contains("value=\"25.5x\"")
        .contains("id=\"ceiling-error\"")
        .contains(home.messages.say("invalid.price_ceiling"))
        .containsPattern("name=\"by\" value=\"everline\" checked")
        .containsPattern("value=\"keep_number\" checked");
  }

  @Test
  void theWalletSaysThatNothingIsConnected() {
    Home home = new Home(Language.ENGLISH);
    assertThat(home.owner.get("/money").text()).doesNotContain(home.messages.say("money.no-route"));
    server.carrier.cutOff = true;
    try {
      assertThat(home.owner.get("/money").text()).contains(home.messages.say("money.no-route"));
    } finally {
      server.carrier.cutOff = false;
    }
  }

  @Test
  void anActOnManyLinesSaysThatNoneCanBeRenewedFromHere() {
    Home home = new Home(Language.ENGLISH);
    home.line(server.today(), false);
    home.line(server.today(), false);

    String renewal = home.readyJob("renew");
    assertThat(home.owner.get(renewal).text())
        .contains(home.messages.say("job.none-reached"))
        .doesNotContain(home.messages.say("job.none"));

    String wish = home.readyJob("by-everline");
    home.owner.post(wish + "/confirm", Map.of());
    home.work(wish);
    assertThat(home.owner.get(wish).text())
        .contains(
            home.messages.say("job.on-without-effect", home.messages.say("job-reason.NO_ROUTE")));
  }

  @Test
  void aNumberThatIsThereAlreadyIsLinked() {
    Home home = new Home(Language.ENGLISH);
    LineId line = home.line(server.today(), false);
    String number = server.get(dev.everline.line.LineStore.class).find(line).orElseThrow().msisdn();

    Page refused =
        home.owner.post("/lines/new", Map.of("number", number, "carrier", home.plan.carrier()));

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text())
        .contains(home.messages.say("problem.NUMBER_TAKEN"))
        .contains("href=\"/lines/" + line + "\"")
        .doesNotContain(home.messages.say("problem.CONFLICT"));
  }

  @Test
  void renewShowsWhatTheCarrierChargesThoughNothingCanBeConfirmed() {
    Home home = new Home(Language.ENGLISH);
    LineId line = home.line(server.today(), false);
    Length period = home.plan.period();

    assertThat(home.owner.get("/lines/" + line + "/renew").text())
        .contains(home.messages.say("elsewhere.price", brand()))
        .containsPattern("\\$[0-9.]+ for " + period)
        .doesNotContain("name=\"key\"");
  }

  @ParameterizedTest
  @ValueSource(ints = {10, -10})
  void anEndThatIsYearsAwayIsAskedAboutOnce(int years) {
    Home home = new Home(Language.ENGLISH);
    LineId line = home.line(server.today(), false);
    String end = server.today().plusYears(years).toString();

    Page asked = home.owner.post("/lines/" + line + "/edit", Map.of("valid_until", end));
    assertThat(asked.status()).isEqualTo(409);
    assertThat(asked.text()).contains("name=\"sure_of\" value=\"" + end + "\"");
    assertThat(home.owner.get("/lines/" + line + "/edit").text()).doesNotContain(end);

    Page saved =
        home.owner.post("/lines/" + line + "/edit", Map.of("valid_until", end, "sure_of", end));
    assertThat(saved.location()).isEqualTo("/lines/" + line);
    assertThat(home.owner.get("/lines/" + line + "/edit").text()).contains(end);
  }

  @Test
  void theConsoleOpensToOperatorsOnlyAndSaysSo() {
    Home home = new Home(Language.ENGLISH);
    Page refused = home.owner.get("/console");

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text())
        .contains(home.messages.say("problem.OPERATORS_ONLY"))
        .doesNotContain(home.messages.say("problem.FORBIDDEN"));
  }

  // --- an installation without any route

  @ParameterizedTest
  @EnumSource(Language.class)
  void nothingPromisesWhatCantHappenWithoutRoutes(Language language) {
    Home home = new Home(language);
    List<LineId> all =
        List.of(
            home.line(server.today(), true),
            home.line(server.today().plusDays(20), true),
            home.line(server.today().minusDays(2), false));
    server.carrier.cutOff = true;
    try {
      server.get(Heartbeat.class).beat();
      List<String> paths = new java.util.ArrayList<>(List.of("/", "/lines", "/money"));
      for (LineId line : all) {
        for (String page : List.of("", "/renew", "/renewed")) {
          paths.add("/lines/" + line + page);
        }
      }
      for (String path : paths) {
        String text = home.owner.get(path).text();
        for (String promise :
            List.of(
                "card.auto-on",
                "line.auto-on",
                "renew.choose",
                "renew.price",
                "renew.paid-from",
                "renew.show")) {
          assertThat(text).as(path).doesNotContain(">" + home.messages.say(promise) + "<");
        }
        assertThat(text).as(path).doesNotContain("action=\"" + path + "\" name=\"choice\"");
      }
      for (LineId line : all) {
        assertThat(home.owner.get("/lines/" + line + "/renew").text())
            .contains(home.messages.say("elsewhere.cannot", home.brand()))
            .contains("href=\"/lines/" + line + "/renewed\"")
            .doesNotContain("name=\"choice\"");
      }
      WhatIf.Forecast ahead = server.get(WhatIf.class).forecast(home.account.id(), 60, day -> {});
      assertThat(ahead.renewals()).isEmpty();
      assertThat(ahead.cost().isZero()).isTrue();
      assertThat(ahead.lapses()).extracting(WhatIf.Lapse::why).doesNotContainNull();
    } finally {
      server.carrier.cutOff = false;
    }
  }

  @Test
  void aPriceIsTheSameOnEveryPage() {
    Messages messages = Messages.load(Language.ENGLISH);
    Account nowhere = server.get(Accounts.class).open("A household", "America/New_York", null);
    Browser reader = server.member(nowhere.id(), Role.OWNER);
    LineId line = server.line(nowhere.id(), "ultra", "ultra-paygo", server.today().plusDays(3));
    server.carrier.cutOff = true;
    try {
      for (String page : List.of("/", "/lines/" + line, "/lines/" + line + "/renew")) {
        assertThat(reader.get(page).text())
            .as(page)
            .contains("$3.00")
            .doesNotContain("$4.50")
            // Its own plan is no cheaper one to change to.
            .doesNotContain(messages.say("least.SMALLER_PLAN", "").strip().replace(".", ""));
      }
      assertThat(reader.get("/lines/" + line + "/renew").text())
          .contains("$3.00")
          .contains(messages.say("elsewhere.least-refill", "$5.00"));
      assertThat(reader.get("/lines/" + line + "/renewed").field("paid")).isEqualTo("5.00");
    } finally {
      server.carrier.cutOff = false;
    }
  }

  /** Ids of lines in a page's links, each once, in their order. */
  private static java.util.List<LineId> lines(String page) {
    return java.util.regex.Pattern.compile("href=\"/lines/(ln_[0-9A-Z*~$=]+)")
        .matcher(page)
        .results()
        .map(found -> LineId.parse(found.group(1)))
        .distinct()
        .toList();
  }

  /** An account of its own. */
  private static final class Home {

    private final Messages messages;
    private final Account account = server.account();
    private final Plan plan = server.plan(account.id());
    private final Browser owner = server.member(account.id(), Role.OWNER);
    private final Language language;

    Home(Language language) {
      this.language = language;
      messages = Messages.load(language);
      owner.headers.put("Accept-Language", language.tag());
    }

    LineId line(java.time.@Nullable LocalDate end, boolean autoRenew) {
      LineId line = server.line(account.id(), plan, server.today());
      server.database.execute(
          "UPDATE everline.line SET valid_until = %s, renewed_by = '%s' WHERE bucket = %d AND id = %d"
              .formatted(
                  end == null ? "NULL" : "'" + end + "'",
                  autoRenew ? "EVERLINE" : "OWNER",
                  line.bucket(),
                  line.value()));
      server.wake(line, server.clock.instant());
      return line;
    }

    String brand() {
      return server
          .get(dev.everline.catalog.Catalog.class)
          .carrier(plan.carrier())
          .brand()
          .replace("&", "&amp;");
    }

    void work(String job) {
      server.get(Jobs.class).work(JobId.parse(job.substring("/lines/jobs/".length())), () -> false);
    }

    String readyJob(String act) {
      Page made = owner.post("/lines/jobs", Map.of("whose", "all", "act", act));
      work(made.location());
      return made.location();
    }

    String visibleDate(java.time.LocalDate date) {
      return new Words(language, messages, java.time.ZoneOffset.UTC).date(date);
    }
  }
}
