package dev.everline.channel.web.line;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.everline.account.Role;
import dev.everline.channel.web.Browser;
import dev.everline.channel.web.Browser.Page;
import dev.everline.channel.web.Chromium;
import dev.everline.channel.web.HouseholdInChromium;
import dev.everline.channel.web.InChromium;
import dev.everline.channel.web.Window;
import dev.everline.kernel.LineId;
import dev.everline.line.Line;
import dev.everline.line.LineField;
import dev.everline.line.LineService;
import dev.everline.line.LineStore;
import dev.everline.words.Language;
import dev.everline.words.Messages;
import dev.everline.words.Words;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A carrier's message that is shared or pasted, in a browser and without scripts. */
@InChromium
class ShareTest extends HouseholdInChromium {

  private LineId line;
  private LocalDate end;

  @BeforeEach
  void twoLines() {
    server.line(household.id(), plan, server.today().plusDays(3));
    line = server.line(household.id(), plan, server.today().plusDays(3));
    end = server.today().plusDays(40);
  }

  private Line now() {
    return server.get(LineStore.class).find(line).orElseThrow();
  }

  private String message() {
    return "Your line "
        + now().msisdn().substring(1)
        + " expires on "
        + end
        + ". Balance: $12.34. See https://www.mintmobile.com";
  }

  @Test
  void whatIsReadIsStoredOnlyOnceItIsConfirmed() {
    Page read = owner.post("/share/read", Map.of("message", message()));
    assertThat(read.status()).isEqualTo(200);
    assertThat(read.text())
        .contains("name=\"valid_until\" value=\"" + end + "\" checked")
        .contains("name=\"balance\" value=\"12.34\" checked")
        .contains("value=\"" + line + "\" selected")
        .contains("$12.34. See https://www.mintmobile.com");
    assertThat(now().facts().validUntil()).isEqualTo(server.today().plusDays(3));
    Page kept =
        owner.post(
            "/share/keep",
            Map.of("line", line.toString(), "valid_until", end.toString(), "balance", "12.34"));
    assertThat(kept.location()).isEqualTo("/lines/" + line);
    assertThat(now().facts().validUntil()).isEqualTo(end);
    assertThat(now().facts().balance()).isNotNull();
    assertThat(owner.get("/settings/audit").text()).contains(line.toString());
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void whatIsKnownStandsBesideWhatIsNew(Language language) {
    owner.headers.put("Accept-Language", language.tag());
    Page read = owner.post("/share/read", Map.of("message", message()));
    String known =
        new Words(language, Messages.load(language), ZoneOffset.UTC)
            .date(server.today().plusDays(3));
    assertThat(read.text())
        .contains(Messages.load(language).say("share.known", known))
        .contains(Messages.load(language).say("said.SERVICE_END"));
  }

  @Test
  void behindAShortenedLinkNothingIsTicked() {
    Page read = owner.post("/share/read", Map.of("message", message() + " https://bit.ly/3abc"));
    assertThat(read.text())
        .contains("name=\"valid_until\" value=\"" + end + "\">")
        .contains("name=\"balance\" value=\"12.34\">")
        .contains(english("share.hidden-link"))
        .doesNotContain("\" checked");
  }

  @Test
  void aLinkThatLooksLikeACarriersLeavesOnlyTheWarning() {
    Page read =
        owner.post("/share/read", Map.of("message", message() + " https://m1ntmobile.com/pay"));
    assertThat(read.text())
        .contains(english("share.scam"))
        .doesNotContain("/share/keep")
        .doesNotContain("name=\"valid_until\"");
  }

  @Test
  void aCodeIsNeitherShownNorOffered() {
    Page code =
        owner.post("/share/read", Map.of("message", "Your Mint Mobile code is 482910. Sign in."));
    assertThat(code.text()).contains(english("share.code")).doesNotContain("482910");
    Page pin = owner.post("/share/read", Map.of("message", "Your Number Transfer PIN is 739201."));
    assertThat(pin.text()).contains(english("share.transfer-pin")).doesNotContain("739201");
  }

  @Test
  void anEarlierOrPastDateIsAskedAboutAndNotTicked() {
    LocalDate earlier = server.today().plusDays(1);
    Page read =
        owner.post("/share/read", Map.of("message", message().replace(end + "", earlier + "")));
    assertThat(read.text()).contains("name=\"valid_until\" value=\"" + earlier + "\">");
    for (LocalDate date : List.of(earlier, server.today().minusDays(5))) {
      Map<String, String> form = Map.of("line", line.toString(), "valid_until", date.toString());
      Page asked = owner.post("/share/keep", form);
      assertThat(asked.status()).isEqualTo(200);
      assertThat(asked.text()).contains(english("share.earlier")).contains("name=\"sure\"");
      assertThat(now().facts().validUntil()).isEqualTo(server.today().plusDays(3));
    }
    owner.post(
        "/share/keep",
        Map.of("line", line.toString(), "valid_until", earlier.toString(), "sure", "true"));
    assertThat(now().facts().validUntil()).isEqualTo(earlier);
  }

  /** "Renew now and be covered until …" may slip through any reader. */
  @Test
  void aDateThatNoSingleRenewalReachesIsAskedAboutAndNotTicked() {
    LocalDate far = server.today().plusDays(200);
    Page read = owner.post("/share/read", Map.of("message", message().replace(end + "", far + "")));
    assertThat(read.text())
        .contains("name=\"valid_until\" value=\"" + far + "\">")
        .contains(english("share.doubt-far"));
    Map<String, String> form = Map.of("line", line.toString(), "valid_until", far.toString());
    assertThat(owner.post("/share/keep", form).text()).contains(english("share.earlier"));
    assertThat(now().facts().validUntil()).isEqualTo(server.today().plusDays(3));
  }

  @Test
  void aRenewalDateIsOfferedAsTheCarrierShowsIt() {
    String said = "Your plan for " + now().msisdn().substring(1) + " will renew on " + end + ".";
    assertThat(owner.post("/share/read", Map.of("message", said)).text())
        .contains("name=\"valid_until\" value=\"" + end + "\"")
        .contains(english("fact.renewal-date"));
  }

  @Test
  void onTheDayOfASuspensionThereIsNoServiceAnyMore() {
    String said =
        "Your service for " + now().msisdn().substring(1) + " will be suspended on " + end + ".";
    assertThat(owner.post("/share/read", Map.of("message", said)).text())
        .contains("name=\"valid_until\" value=\"" + end.minusDays(1) + "\"");
    String avoided =
        "Your plan for "
            + now().msisdn().substring(1)
            + " expires on "
            + end
            + ", renew by then so your service isn't suspended.";
    assertThat(owner.post("/share/read", Map.of("message", avoided)).text())
        .contains("name=\"valid_until\" value=\"" + end + "\"");
  }

  @Test
  void anAutopayThatFailedIsMarkedSo() {
    String said = "Autopay failed for " + now().msisdn().substring(1) + ". Update your card.";
    String mark = "/lines/" + line + "/autopay-failed";
    assertThat(owner.post("/share/read", Map.of("message", said)).text()).doesNotContain(mark);
    server.get(LineService.class).change(line, Map.of(LineField.RENEWED_BY, "carrier"));
    assertThat(owner.post("/share/read", Map.of("message", said)).text()).contains(mark);
    owner.post(mark, Map.of("end", server.today().plusDays(3).toString()));
    assertThat(now().renewer().autopayFailedFor()).isEqualTo(server.today().plusDays(3));
  }

  @Test
  void inSharedDeviceModeAMessagesNumbersAreMasked() {
    Browser careful = server.member(household.id(), Role.MANAGER);
    careful.post("/settings/careful/start", Map.of());
    assertThat(careful.post("/share/read", Map.of("message", message())).text())
        .contains("Your line •••")
        .doesNotContain(now().msisdn().substring(1));
  }

  private static String english(String key) {
    return Messages.load(Language.ENGLISH).say(key);
  }

  @Test
  void aLinkIsNamedAndCanNotBeFollowed() {
    Page read =
        owner.post(
            "/share/read", Map.of("message", "<b>Pay</b> https://bit.ly/3abc?\"><a href=x>"));
    assertThat(read.text())
        .contains("https://bit.ly/3abc")
        .contains(Messages.load(Language.ENGLISH).say("link-judgement.SHORTENER"))
        .doesNotContain("href=\"https://bit.ly")
        .doesNotContain("<a href=x>");
  }

  @Test
  void nothingIsStoredWithoutALineOrByAViewerOrForAnothersLine() {
    Map<String, String> form = Map.of("line", line.toString(), "valid_until", end.toString());
    assertThat(owner.post("/share/keep", Map.of("valid_until", end.toString())).status())
        .isEqualTo(400);
    Browser viewer = server.member(household.id(), Role.VIEWER);
    assertThat(viewer.post("/share/keep", form).status()).isEqualTo(403);
    assertThat(viewer.post("/share/read", Map.of("message", message())).text())
        .contains(Messages.load(Language.ENGLISH).say("share.to-see"))
        .doesNotContain("/share/keep");
    Browser stranger = server.member(server.account().id(), Role.OWNER);
    assertThat(stranger.post("/share/keep", form).status()).isEqualTo(404);
    assertThat(stranger.post("/share/read", Map.of("message", message())).text())
        .doesNotContain(line.toString());
    assertThat(now().facts().validUntil()).isEqualTo(server.today().plusDays(3));
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void aSharedTextIsReadOnThePhoneAndNeverStandsInAnAddress(Language language) {
    try (Window window = chromium.open(server, Chromium.Look.onAPhone(language))) {
      window.takeOver(owner);
      window.visit("/");
      window.until("() => navigator.serviceWorker.controller !== null");
      StringBuilder asked = new StringBuilder();
      window.page.context().onRequest(request -> asked.append(request.url()).append('\n'));
      // As the phone does it: a form of no page of ours.
      window.page.evaluate(
          """
          (text) => {
            const form = Object.assign(document.createElement('form'), { method: 'post', action: '/share' });
            form.append(Object.assign(document.createElement('input'), { name: 'text', value: text }));
            document.body.append(form);
            form.submit();
          }
          """,
          message());
      window.isAt(window.say("share.title"));
      PlaywrightAssertions.assertThat(window.page.locator("#message")).hasValue(message());
      assertThat(window.path()).isEqualTo("/share");
      window.press(window.say("share.read"));
      window.sees(window.named(AriaRole.HEADING, window.say("share.found")));
      assertThat(window.barriers()).isEmpty();
      assertThat(window.widerThanTheWindow()).isEmpty();
      window.press(window.say("share.keep"));
      window.sees(window.main().getByText(window.words().date(end)).first());
      assertThat(now().facts().validUntil()).isEqualTo(end);
      assertThat(asked.toString().lines().filter(url -> !url.contains("#")).toList())
          .noneMatch(url -> url.contains("12.34") || url.contains("bit.ly"));
    }
  }
}
