package dev.everline.channel.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.TestCarrier;
import dev.everline.account.Account;
import dev.everline.account.AuditTrail;
import dev.everline.account.Role;
import dev.everline.catalog.Plan;
import dev.everline.channel.web.Browser.Page;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.payment.Wallet;
import dev.everline.renewal.Renewals;
import dev.everline.renewal.order.Order;
import dev.everline.storage.Transactions;
import dev.everline.words.Language;
import dev.everline.words.Messages;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The portal as people without JavaScript meet it: over a socket, on a real database. */
class PortalTest {

  private static PortalServer server;
  private static Account account;
  private static Plan plan;
  private static Browser owner;

  @BeforeAll
  static void start() {
    server = new PortalServer();
    account = server.account();
    plan = server.plan(account.id());
    owner = server.member(account.id(), Role.OWNER);
    server.get(Wallet.class).deposit(account.id(), Money.usd(1_900_00));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void aWillingCarrier() {
    server.carrier.mood = TestCarrier.Mood.WILLING;
  }

  private static LineId line() {
    return server.line(account.id(), plan, server.today().plusDays(3));
  }

  private static Money balance() {
    return server.get(Wallet.class).balance(account.id(), Money.USD);
  }

  private static Page renew(LineId line) {
    String path = "/lines/" + line + "/renew";
    Map<String, String> form = new java.util.HashMap<>();
    Page offer = owner.get(path);
    form.put("choice", "whole-1");
    form.put("key", offer.field("key"));
    return owner.post(path, form);
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void aNewcomerAddsALineRenewsItAndGetsAReceiptInTheirLanguage(Language language) {
    Account household = server.account();
    Browser newcomer = server.member(household.id(), Role.OWNER);
    newcomer.headers.put("Accept-Language", language.tag());
    server.get(Wallet.class).deposit(household.id(), Money.usd(200_00));
    Messages messages = Messages.load(language);

    Page home = newcomer.get("/");
    assertThat(home.status()).isEqualTo(200);
    assertThat(home.text())
        .contains("<html lang=\"" + language.tag() + "\"")
        .contains(messages.say("home.empty-title"));

    assertThat(newcomer.get("/lines/new").text()).contains(messages.say("line-sim.iphone"));
    Page identified =
        newcomer.post(
            "/lines/new/details",
            Map.of(
                "number", "+12125550142",
                "carrier", plan.carrier(),
                "iccid", "8901260000000000006"));
    assertThat(identified.text()).contains("T-Mobile");
    Page added =
        newcomer.post(
            "/lines/new",
            Map.of("number", "+12125550142", "carrier", plan.carrier(), "label", "Mother 妈妈"));
    assertThat(added.status()).as(added.text()).isEqualTo(303);
    String line = added.location().replace("/added", "");
    Page edited =
        newcomer.post(
            line + "/edit",
            Map.of("plan", plan.id(), "valid_until", server.today().plusDays(2).toString()));
    assertThat(edited.location()).as(edited.text()).isEqualTo(line);
    Page odd = newcomer.post(line + "/edit", Map.of("label", "Mother\0"));
    assertThat(odd.status()).isEqualTo(400);
    assertThat(odd.text()).contains(messages.say("invalid.CONTROL_CHARACTER"));
    assertThat(newcomer.post(line + "/confirm-brand", Map.of()).location()).isEqualTo(line);

    Page offer = newcomer.get(line + "/renew");
    assertThat(offer.text()).contains(messages.say("renew.new-end")).doesNotContain("5550142");
    Page paid =
        newcomer.post(line + "/renew", Map.of("choice", "whole-1", "key", offer.field("key")));
    Page result = newcomer.follow(paid);
    assertThat(result.text()).contains(messages.say("order.renewed"));
    Page receipt = newcomer.get(paid.location() + "/receipt");
    assertThat(receipt.status()).isEqualTo(200);
    assertThat(receipt.text())
        .contains(messages.say("receipt.paid"))
        .contains("Mother")
        .doesNotContain("5550142");
    assertThat(read(newcomer.file(paid.location() + "/receipt.pdf")))
        .contains(messages.say("receipt.title"))
        .contains(messages.say("receipt.paid"))
        .contains(messages.say("price.total"))
        .contains("Mother 妈妈")
        .contains(paid.location().replace("/orders/", ""))
        .doesNotContain("5550142");
    assertThat(newcomer.get(line).text()).contains(messages.say("order-state.RENEWED"));
    Page ledger = newcomer.get("/money/entries.csv");
    assertThat(ledger.header("Content-Type")).startsWith("text/csv");
    assertThat(ledger.text()).contains(messages.say("entry.RESERVE")).contains("200.00,USD");
  }

  private static String read(HttpResponse<byte[]> file) {
    assertThat(file.statusCode()).isEqualTo(200);
    assertThat(file.headers().firstValue("Content-Type")).hasValue("application/pdf");
    try (PDDocument document = Loader.loadPDF(file.body())) {
      return new PDFTextStripper().getText(document);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  @Test
  void theLineThatNeedsItsOwnerMostComesFirst() {
    Account household = server.account();
    Browser member = server.member(household.id(), Role.VIEWER);
    LineId calm = server.line(household.id(), plan, server.today().plusDays(25));
    LineId soon = server.line(household.id(), plan, server.today().plusDays(2));
    LineId lapsed = server.line(household.id(), plan, server.today().minusDays(1));
    String home = member.get("/").text();
    assertThat(home.indexOf("href=\"/lines/" + lapsed + "\""))
        .isPositive()
        .isLessThan(home.indexOf("href=\"/lines/" + soon + "\""));
    assertThat(home.indexOf("href=\"/lines/" + soon + "\""))
        .isLessThan(home.indexOf("href=\"/lines/" + calm + "\""));
  }

  @Test
  void anOwnerNotesMoneyPutAsideOnceHoweverOftenTheFormIsSent() {
    Account household = server.account();
    Browser member = server.member(household.id(), Role.OWNER);
    Map<String, String> form = Map.of("amount", "25.00", "key", member.get("/money").field("key"));
    assertThat(member.post("/money/fill", form).location()).isEqualTo("/money");
    assertThat(member.post("/money/fill", form).location()).isEqualTo("/money");
    assertThat(server.get(Wallet.class).balance(household.id(), Money.USD))
        .isEqualTo(Money.usd(25_00));
    assertThat(member.get("/money").text()).contains("$25.00").contains("Money added");
    assertThat(member.get("/settings/audit").text()).contains("added money to the wallet");
    for (String wrong : List.of("0", "-5", "1975.00", "lots", "1.005")) {
      Page refused =
          member.post(
              "/money/fill", Map.of("amount", wrong, "key", member.get("/money").field("key")));
      assertThat(refused.status()).as(wrong).isEqualTo(400);
      assertThat(refused.text()).contains("Nothing was added");
    }
    assertThat(
            member
                .post("/money/fill", Map.of("amount", "5.00", "key", "next-key-of-a-program"))
                .status())
        .isEqualTo(400);
    assertThat(server.get(Wallet.class).balance(household.id(), Money.USD))
        .isEqualTo(Money.usd(25_00));
  }

  @Test
  void whatWasSpentIsDrawnByMonthOnTheReadersCalendar() {
    Account household = server.account();
    Browser member = server.member(household.id(), Role.OWNER);
    server.get(Wallet.class).deposit(household.id(), Money.usd(500_00));
    Order order =
        server
            .get(Renewals.class)
            .renew(
                household.id(),
                server.line(household.id(), plan, server.today().plusDays(3)),
                Renewals.Wish.wholePeriods(1),
                null,
                "portal");
    assertThat(member.get("/").text()).doesNotContain("class=\"bars");
    server.database.execute(
        "UPDATE everline.account SET created_at = created_at - interval '60 days' WHERE id = %d"
            .formatted(household.id().value()));
    server.database.execute(
        "UPDATE everline.renewal_order SET created_at = created_at - interval '32 days'"
            + " WHERE id = %d".formatted(order.id().value()));
    String home = member.get("/").text();
    String paid = Messages.load(Language.ENGLISH).say("home.spent");
    assertThat(home)
        .contains("class=\"bars")
        .contains(": " + order.total().format(Language.ENGLISH.locale()) + "</li>")
        .containsPattern(paid + "</dt><dd>\\$0.00");
  }

  @Test
  void aCardPromisesNoRenewalBeforeItsCarrierIsConfirmed() {
    Account household = server.account();
    Browser member = server.member(household.id(), Role.OWNER);
    LineId line = server.line(household.id(), plan, server.today().plusDays(20));
    server.database.execute(
        "UPDATE everline.line SET renewed_by = 'EVERLINE', brand_confirmed_at = NULL WHERE id = %d"
            .formatted(line.value()));
    String blocked = "renews automatically once you confirm its carrier";
    assertThat(member.get("/").text()).contains(blocked);
    assertThat(member.get("/lines/" + line).text())
        .contains("nothing is paid until you confirm the carrier");
    member.post("/lines/" + line + "/confirm-brand", Map.of());
    assertThat(member.get("/").text()).doesNotContain(blocked).contains("renews automatically");
  }

  @Test
  void ofVeryManyLinesHomeShowsThoseOfWhichThereIsSomethingToTell() {
    Account fleet = server.account();
    Browser member = server.member(fleet.id(), Role.VIEWER);
    LineId needs = server.line(fleet.id(), plan, server.today().minusDays(1));
    server.database.execute(
        """
        INSERT INTO everline.notice (bucket, id, account_id, line_id, kind, for_date, at)
        SELECT bucket, id, account_id, id, 'EXPIRES_SOON', valid_until, now()
          FROM everline.line WHERE id = %d
        """
            .formatted(needs.value()));
    server.lines(fleet.id(), plan, server.today().plusDays(59), 1000);
    String home = member.get("/").text();
    assertThat(home)
        .contains("href=\"/lines/" + needs + "\"")
        .contains("1,000 other lines need nothing from you.");
    assertThat(home.split("<article", -1)).hasSize(2);
  }

  @Test
  void plansAreFoundByWhatTheyGiveAndPutSideBySide() {
    Page all = owner.get("/catalog/plans");
    assertThat(all.status()).isEqualTo(200);
    assertThat(owner.get("/catalog/plans?most=0.01&brand=" + plan.carrier()).text())
        .contains("No plans match");
    Page wrong = owner.get("/catalog/plans?most=cheap");
    assertThat(wrong.text()).contains("must be numbers");
    Page brand = owner.get("/catalog/plans?brand=" + plan.carrier() + "&most=100");
    assertThat(brand.text()).contains("name=\"plan\" value=\"" + plan.id() + "\"");
    server.get(dev.everline.catalog.Catalog.class).plans().values().stream()
        .filter(other -> !other.carrier().equals(plan.carrier()))
        .forEach(
            other ->
                assertThat(brand.text())
                    .doesNotContain("name=\"plan\" value=\"" + other.id() + "\""));
    Page compared = owner.get("/catalog/compare?plan=visible-base&plan=" + plan.id());
    assertThat(compared.text()).contains("Visible").contains("$25.00");
    List<String> rows =
        Pattern.compile("<tr><th scope=\"row\">([^<]*)")
            .matcher(compared.text())
            .results()
            .map(row -> row.group(1))
            .toList();
    assertThat(rows)
        .containsSubsequence(
            "Provider", "Price", "Government taxes", "Data included", "Customer support");
    assertThat(owner.get("/catalog/compare?plan=nosuch").status()).isEqualTo(404);
    assertThat(owner.get("/catalog/compare").location()).isEqualTo("/catalog/plans");
  }

  @Test
  void twoTabsAndADoubleClickPayOnce() throws Exception {
    LineId line = line();
    String path = "/lines/" + line + "/renew";
    Page one = owner.get(path);
    Page other = owner.get(path);
    Map<String, String> first =
        Map.of("choice", "whole-1", "key", one.field("key"), "_csrf", owner.token());
    Map<String, String> second =
        Map.of("choice", "whole-1", "key", other.field("key"), "_csrf", first.get("_csrf"));
    Money before = balance();
    int calls = server.carrier.paid.size();
    try (ExecutorService hands = Executors.newFixedThreadPool(6)) {
      List<Callable<Page>> clicks =
          List.of(
              () -> owner.postWithoutToken(path, first),
              () -> owner.postWithoutToken(path, first),
              () -> owner.postWithoutToken(path, second),
              () -> owner.postWithoutToken(path, second));
      List<Future<Page>> answers = hands.invokeAll(clicks);
      String order = answers.getFirst().get().location();
      assertThat(order).startsWith("/orders/");
      for (Future<Page> answer : answers) {
        assertThat(answer.get().location()).isEqualTo(order);
      }
    }
    assertThat(server.carrier.paid).hasSize(calls + 1);
    assertThat(balance().isLessThan(before)).isTrue();
    // The tabs were opened before that renewal: what they now ask for otherwise is refused.
    Page late = owner.post(path, Map.of("choice", "whole-3", "key", other.field("key")));
    assertThat(late.status()).isEqualTo(422);
    assertThat(late.text()).contains(Messages.load(Language.ENGLISH).say("renew.other-tab"));
    assertThat(server.carrier.paid).hasSize(calls + 1);
  }

  @Test
  void aRefusalIsShownWithItsMoneyBack() {
    server.carrier.mood = TestCarrier.Mood.REFUSING;
    Money before = balance();
    Page result = owner.follow(renew(line()));
    assertThat(result.text()).contains("All the money is back in the wallet.");
    assertThat(balance()).isEqualTo(before);
    assertThat(owner.get(renew(line()).location() + "/receipt").status()).isEqualTo(404);
  }

  @Test
  void anUnknownOutcomeSaysThatNobodyIsChargedTwice() {
    server.carrier.mood = TestCarrier.Mood.SILENT;
    Page result = owner.follow(renew(line()));
    assertThat(result.text())
        .contains("You won’t be charged twice")
        .contains("http-equiv=\"refresh\"")
        .contains("/events\"");
  }

  @Test
  void anEmptyWalletIsSaidBeforeAnythingIsConfirmed() {
    Account poor = server.account();
    Browser member = server.member(poor.id(), Role.MANAGER);
    LineId line = server.line(poor.id(), plan, server.today().plusDays(3));
    Page offer = member.get("/lines/" + line + "/renew");
    assertThat(offer.text())
        .contains("The wallet doesn’t have enough money")
        .doesNotContain("name=\"key\"");
  }

  @Test
  void anOrderThatABoundStoppedIsCancelledOrReleasedByAPerson() {
    Money before = balance();
    String cancelled = stoppedByABound();
    assertThat(owner.get(cancelled).text()).contains("Held for approval by a spending limit");
    assertThat(balance()).isEqualTo(before);
    assertThat(owner.post(cancelled + "/cancel", Map.of()).location()).isEqualTo(cancelled);
    assertThat(owner.get(cancelled).text()).contains("Cancelled.");
    assertThat(owner.post(cancelled + "/release", Map.of()).status()).isEqualTo(409);
    String released = stoppedByABound();
    assertThat(owner.post(released + "/release", Map.of()).location()).isEqualTo(released);
    assertThat(owner.get(released).text()).contains("Renewed.");
    assertThat(balance().isLessThan(before)).isTrue();
  }

  /** The order of a line that was charged as often today as any may be. */
  private static String stoppedByABound() {
    LineId line = line();
    server.database.execute(
        "UPDATE everline.line SET charged_on = '%s', charged_count = 3 WHERE id = %d"
            .formatted(LocalDate.ofInstant(server.clock.instant(), ZoneOffset.UTC), line.value()));
    return renew(line).location();
  }

  @Test
  void whoRenewsItPauseAndRemovalDoWhatTheySay() {
    LineId line = line();
    String path = "/lines/" + line;
    assertThat(
            owner.post(path + "/renewed-by", Map.of("by", "everline", "ceiling", "40.00")).status())
        .isEqualTo(303);
    assertThat(owner.get(path).text())
        .contains("value=\"40.00\"")
        .contains("Everline renews it at the best safe moment");
    assertThat(
            owner.post(path + "/renewed-by", Map.of("by", "everline", "ceiling", "lots")).status())
        .isEqualTo(400);
    assertThat(owner.get(path).text()).contains("value=\"tell\" checked");
    owner.post(path + "/renewed-by", Map.of("by", "everline", "if-not-renewed", "keep_number"));
    assertThat(owner.get(path).text())
        .contains("value=\"keep_number\" checked")
        .doesNotContain("value=\"tell\" checked");
    assertThat(
            owner
                .post(path + "/renewed-by", Map.of("by", "owner", "if-not-renewed", "guess"))
                .status())
        .isEqualTo(400);
    owner.post(path + "/pause", Map.of("sure", "yes"));
    assertThat(owner.get(path).text()).contains("This line is paused");
    owner.post(path + "/resume", Map.of());
    assertThat(owner.get(path).text()).doesNotContain("This line is paused");
    assertThat(owner.post(path + "/remove", Map.of()).location()).isEqualTo("/");
    assertThat(owner.get(path).status()).isEqualTo(404);
  }

  @Test
  void whatHoldsAbroadIsShownWhereAPlanIsChosen() {
    String brand = owner.get("/catalog/ultra").text();
    assertThat(brand)
        .contains("Texts received abroad: yes, roaming: $0.10 per text in China")
        .contains("Wi-Fi calling abroad: works")
        .contains("<dt>Source</dt>")
        .doesNotContain("batch-A");
    assertThat(owner.get("/catalog/speedtalk").text())
        .contains("Texts received abroad: no <span class=\"tag tag--hint\">unconfirmed</span>");
    assertThat(owner.get("/catalog/lycamobile").text()).contains("T-Mobile, until 2026");
    assertThat(owner.get("/catalog/google-voice").text())
        .contains("number in an app, kept by using it", "internet number (VoIP)", "none, no SIM");
    assertThat(owner.get("/catalog/plans?brand=google-fi").text())
        .contains("yes, roaming, free of charge");
    assertThat(owner.get("/catalog/compare?plan=tello-5gb&plan=google-voice-free").text())
        .contains("yes, roaming: $0.01 per text in China")
        .contains("only inside the US")
        .contains("many banks and apps");
    assertThat(owner.get("/catalog/compare?plan=tello-5gb").text()).doesNotContain("VoIP");
  }

  @Test
  void aLineShowsWhatHoldsAbroadAndANumberWithoutASimIsOnlyRemindedOf() {
    String tello =
        owner
            .get("/lines/" + server.line(account.id(), "tello", "tello-5gb", server.today()))
            .text();
    assertThat(tello)
        .contains("<h2>Abroad</h2>", "yes, roaming: $0.01 per text in China", "only inside the US")
        .contains("Source: tello.com, Sep 26, 2026");
    LineId voice =
        server.line(account.id(), "google-voice", "google-voice-free", server.today().plusDays(20));
    assertThat(owner.get("/lines/" + voice).text()).contains("many banks and apps");
    assertThat(owner.get("/lines/" + voice + "/renew").text())
        .contains("it isn’t paid in advance")
        .doesNotContain("name=\"choice\"");
  }

  @Test
  void whatNobodyVouchesForIsMarkedInTheCatalog() {
    dev.everline.catalog.Catalog catalog = server.get(dev.everline.catalog.Catalog.class);
    catalog.plans().values().stream()
        .filter(each -> !each.provenance().isFact())
        .findFirst()
        .ifPresent(
            each ->
                assertThat(owner.get("/catalog/" + each.carrier()).text())
                    .contains(">unconfirmed</span>"));
    assertThat(owner.get("/catalog?search=mint").text()).contains("Mint");
    assertThat(owner.get("/catalog?search=nosuchbrand").text()).contains("No carriers match");
  }

  @Test
  void everyPageIsClosedToScriptsFramesAndCaches() {
    for (String path : List.of("/", "/settings", "/nothing-here", "/sign-in")) {
      Page page = owner.get(path);
      assertThat(page.header("Content-Security-Policy"))
          .contains("default-src 'none'")
          .contains("script-src 'self'")
          .doesNotContain("unsafe");
      assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(page.header("X-Frame-Options")).isEqualTo("DENY");
      assertThat(page.header("Cache-Control")).contains("no-store");
      assertThat(page.text())
          .doesNotContain("style=\"")
          .doesNotContain(" onclick")
          .doesNotContain("<style");
      assertThat(page.header("Strict-Transport-Security")).isEmpty();
    }
    Browser behindTls = server.browser();
    behindTls.headers.put("X-Forwarded-Proto", "https");
    assertThat(behindTls.get("/sign-in").header("Strict-Transport-Security")).contains("max-age");
    assertThat(owner.get("/portal/everline.css").header("Cache-Control")).contains("max-age=3600");
  }

  @Test
  void whatStrangersSeeAsksSearchEnginesToLeaveItOut() {
    for (String path : List.of("/sign-in", "/join", "/nothing-here")) {
      assertThat(server.browser().get(path).header("X-Robots-Tag")).as(path).isEqualTo("noindex");
      assertThat(owner.get(path).header("X-Robots-Tag")).as(path + " for a member").isEmpty();
    }
  }

  @Test
  void aPhoneCanPutThePortalAmongItsAppsAndFindsEveryFileThatAPageNames() {
    Page manifest = server.browser().get("/manifest.webmanifest");
    assertThat(manifest.header("Content-Type")).startsWith("application/manifest+json");
    assertThat(manifest.text()).contains("\"start_url\":\"/\"");
    String all = manifest.text() + owner.get("/").text() + owner.get("/money").text();
    List<String> files =
        Pattern.compile("\"(/(?:portal|webjars)/[^\"#]+)")
            .matcher(all)
            .results()
            .map(found -> found.group(1))
            .distinct()
            .toList();
    assertThat(files).hasSizeGreaterThan(6);
    for (String file : files) {
      assertThat(server.browser().get(file).status()).as(file).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void beforeItIsInstalledTheAppIsShownInTheReadersLanguageNarrowAndWide(Language language)
      throws IOException {
    Browser reader = server.browser();
    reader.headers.put("Accept-Language", language.tag());
    JsonNode screens =
        JsonMapper.builder()
            .build()
            .readTree(reader.get("/manifest.webmanifest").text())
            .get("screenshots");
    assertThat(screens.valueStream().map(each -> each.get("form_factor").asString()))
        .containsExactly("narrow", "wide");
    for (JsonNode screen : screens) {
      String file = screen.get("src").asString();
      assertThat(file).contains("." + language.tag() + ".png");
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(reader.file(file).body()));
      assertThat(image.getWidth() + "x" + image.getHeight())
          .as(file)
          .isEqualTo(screen.get("sizes").asString());
      assertThat(screen.get("label").asString()).isNotBlank();
    }
  }

  @Test
  void whatIsNotThereAndWhatFailsIsAPageInTheReadersLanguage() {
    assertThat(owner.get("/nothing-here").status()).isEqualTo(404);
    Browser reader = server.browser();
    reader.headers.put("Accept-Language", "es");
    Page nothing = reader.get("/nothing-here");
    assertThat(nothing.status()).isEqualTo(404);
    assertThat(nothing.text()).contains("No se encontró nada");
    assertThat(owner.get("/lines/ln_0000000000000").status()).isEqualTo(404);
    assertThat(owner.get("/money?below=x").status()).isEqualTo(400);
    assertThat(owner.post("/lines/new", Map.of("number", "1".repeat(100_000))).status())
        .isEqualTo(413);
  }

  @Test
  void whatIsDoneStandsInTheTrailAndAChangedTrailIsFoundOut() {
    Account household = server.account();
    Browser member = server.member(household.id(), Role.OWNER);
    LineId line = server.line(household.id(), plan, server.today().plusDays(3));
    member.post("/lines/" + line + "/pause", Map.of("sure", "yes"));
    Page shown = member.get("/settings/audit");
    assertThat(shown.text()).contains("paused a line").contains("/lines/" + line);
    AuditTrail trail = server.get(AuditTrail.class);
    assertThat(trail.verify(household.id())).isInstanceOf(AuditTrail.Whole.class);
    Transactions transactions = server.get(Transactions.class);
    int brokenBefore = transactions.run(AuditTrail::countBroken);
    assertThat(brokenBefore).isZero();
    server.database.execute(
        """
        ALTER TABLE everline.audit_event DISABLE TRIGGER audit_event_append_only;
        UPDATE everline.audit_event SET act = 'LINE_RESUMED'
         WHERE account_id = %d AND act = 'LINE_PAUSED';
        ALTER TABLE everline.audit_event ENABLE TRIGGER audit_event_append_only
        """
            .formatted(household.id().value()));
    assertThat(trail.verify(household.id())).isEqualTo(new AuditTrail.Broken(2));
    int brokenNow = transactions.run(AuditTrail::countBroken);
    assertThat(brokenNow).isEqualTo(1);
    assertThat(member.get("/settings/audit").text()).contains("Entry 2 was altered");
  }

  @Test
  void aFileThatIsNotThereIsAPageInTheReadersLanguage() {
    Browser spaniard = server.browser();
    spaniard.headers.put("Accept-Language", "es");
    Messages spanish = Messages.load(Language.SPANISH);
    for (String path : List.of("/portal/nothing.js", "/webjars/nothing/x.js")) {
      Page missing = spaniard.get(path);
      assertThat(missing.status()).as(path).isEqualTo(404);
      assertThat(missing.header("Content-Type")).as(path).startsWith("text/html");
      assertThat(missing.text()).as(path).contains(spanish.say("problem.NOT_FOUND"));
    }
  }

  @Test
  void theServiceWorkerIsAlwaysRefetchedAndNamesOneVersionOfAllItsFiles() {
    Page script = server.browser().get("/sw.js");
    assertThat(script.header("Content-Type")).startsWith("text/javascript");
    assertThat(script.header("Cache-Control")).isEqualTo("no-cache");
    assertThat(script.header("Content-Security-Policy")).contains("default-src 'none'");
    assertThat(script.text())
        .contains("/portal/everline.css")
        .contains("/offline")
        .containsPattern("VERSION = '[0-9a-f]{16}'")
        .doesNotContain("@version@")
        .doesNotContain("@shell@");
  }
}
