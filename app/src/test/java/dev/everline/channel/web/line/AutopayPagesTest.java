package dev.everline.channel.web.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.account.Account;
import dev.everline.account.Role;
import dev.everline.channel.web.Browser;
import dev.everline.channel.web.Browser.Page;
import dev.everline.channel.web.PortalServer;
import dev.everline.kernel.LineId;
import dev.everline.line.FactSource;
import dev.everline.line.Line;
import dev.everline.line.LineStore;
import dev.everline.line.renewer.RenewedBy;
import dev.everline.words.Language;
import dev.everline.words.Messages;
import dev.everline.words.Words;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The portal's pages of lines that their carrier's own autopay renews. */
class AutopayPagesTest {

  private final PortalServer server = PortalServer.shared();
  private final Account account = server.account();
  private final Browser owner = server.member(account.id(), Role.OWNER);
  private final LocalDate today = server.today();
  private Messages messages = Messages.load(Language.ENGLISH);

  /** A line of US Mobile, which charges two days before the end. */
  private LineId line(LocalDate end) {
    LineId line = server.line(account.id(), "us-mobile", "usmobile-starter", end);
    server.database.execute(
        "UPDATE everline.line SET renewed_by = 'CARRIER' WHERE bucket = %d AND id = %d"
            .formatted(line.bucket(), line.value()));
    return line;
  }

  private Line now(LineId line) {
    return server.get(LineStore.class).find(line).orElseThrow();
  }

  private String date(Language language, LocalDate date) {
    return new Words(language, messages, ZoneOffset.UTC).date(date);
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void homeAsksWhetherTheAutopayWentThroughWithOneButtonForEachAnswer(Language language) {
    messages = Messages.load(language);
    owner.headers.put("Accept-Language", language.tag());
    LineId line = line(today);

    String home = owner.get("/").text();

    String when = messages.say("autopay.on", date(language, today.minusDays(2)));
    assertThat(home)
        .contains(messages.say("autopay.check", "US Mobile", when))
        .contains(messages.say("autopay.confirm", date(language, today.plusDays(30))))
        .contains("action=\"/lines/" + line + "/autopay-failed\"")
        .doesNotContain(messages.say("state.SUSPENDED"));
  }

  @Test
  void itGoesOnWithItsExpectedDateAsItsOwnersWord() {
    LineId line = line(today);

    Page confirmed =
        owner.post(
            "/lines/" + line + "/confirm-autopay", Map.of("end", today.toString(), "back", "home"));

    assertThat(confirmed.location()).isEqualTo("/");
    assertThat(now(line).facts().validUntil()).isEqualTo(today.plusDays(30));
    assertThat(Objects.requireNonNull(now(line).validityFrom()).source())
        .isEqualTo(FactSource.OWNER);
    // From a page that was opened before: the answer is about another end.
    owner.post("/lines/" + line + "/confirm-autopay", Map.of("end", today.toString()));
    assertThat(now(line).facts().validUntil()).isEqualTo(today.plusDays(30));
    assertThat(owner.get("/").text()).doesNotContain("autopay-failed");
  }

  @Test
  void onceItFailedItIsDueLikeALineOfItsOwners() {
    LineId line = line(today);

    owner.post("/lines/" + line + "/autopay-failed", Map.of("end", today.toString()));

    String page = owner.get("/lines/" + line).text();
    assertThat(page)
        .contains(messages.say("line.autopay-failed", "US Mobile"))
        .doesNotContain("confirm-autopay")
        .contains("href=\"/lines/" + line + "/renew\"");
    assertThat(owner.get("/").text()).contains(messages.say("card.autopay-failed", "US Mobile"));
  }

  @Test
  void afterItsEndWithoutProofItIsUnconfirmedAndNotSuspended() {
    LineId line = line(today.minusDays(5));

    String page = owner.get("/lines/" + line).text();

    assertThat(page)
        .contains(messages.say("state.UNCONFIRMED"))
        .doesNotContain(messages.say("state.SUSPENDED"))
        .doesNotContain(messages.say("elsewhere.cannot", "US Mobile"));
    assertThat(owner.get("/lines?state=unconfirmed").text()).contains(line.toString());
    assertThat(owner.get("/lines?state=suspended").text()).doesNotContain(line.toString());
    assertThat(owner.get("/lines?state=needs-me").text()).contains(line.toString());
  }

  @Test
  void longBeforeTheChargeNobodyIsAlarmedAndNothingIsOfferedToBeBought() {
    LineId line = line(today.plusDays(5));

    assertThat(owner.get("/").text())
        .contains(messages.say("card.autopay", "US Mobile"))
        .doesNotContain(messages.say("home.needs"));
    assertThat(owner.get("/lines/" + line + "/renew").text())
        .contains(messages.say("problem.RENEWED_BY_CARRIER"))
        .doesNotContain("name=\"key\"");
    assertThat(owner.get("/lines/" + line).text())
        .doesNotContain("confirm-autopay")
        .contains(messages.say("milestone.AUTOPAY_CHARGE"))
        .doesNotContain(messages.say("milestone.REMINDER"));
  }

  @Test
  void whoRenewsALineIsChosenOnItsPageFilteredByAndShownInTheList() {
    LineId line = line(today.plusDays(20));
    LineId other = line(today.plusDays(20));

    Page saved = owner.post("/lines/" + other + "/renewed-by", Map.of("by", "owner"));

    assertThat(saved.location()).isEqualTo("/lines/" + other);
    assertThat(now(other).renewedBy()).isEqualTo(RenewedBy.OWNER);
    assertThat(owner.get("/lines?renewed-by=carrier").text())
        .contains(line.toString())
        .contains(messages.say("renewed-by.CARRIER"))
        .doesNotContain("/lines/" + other + "\"");
    assertThat(owner.post("/lines/" + other + "/renewed-by", Map.of("by", "nobody")).status())
        .isEqualTo(400);
  }

  @Test
  void aNewLineMayBeTheCarriersFromTheBeginningButNotYetEverlines() {
    owner.post(
        "/lines/new", Map.of("number", "+12125550177", "carrier", "us-mobile", "by", "carrier"));
    owner.post(
        "/lines/new", Map.of("number", "+12125550178", "carrier", "us-mobile", "by", "everline"));

    LineStore store = server.get(LineStore.class);
    assertThat(store.find(account.id(), "12125550177").orElseThrow().renewedBy())
        .isEqualTo(RenewedBy.CARRIER);
    assertThat(store.find(account.id(), "12125550178").orElseThrow().renewedBy())
        .isEqualTo(RenewedBy.OWNER);
  }
}
