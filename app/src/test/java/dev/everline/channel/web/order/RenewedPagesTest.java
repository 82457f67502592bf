package dev.everline.channel.web.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.account.Account;
import dev.everline.account.Role;
import dev.everline.catalog.Plan;
import dev.everline.channel.web.Browser;
import dev.everline.channel.web.Browser.Page;
import dev.everline.channel.web.PortalServer;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.line.LineService;
import dev.everline.payment.Wallet;
import dev.everline.renewal.outside.OutsideRenewal;
import dev.everline.renewal.outside.OutsideRenewals;
import dev.everline.renewal.outside.PaidAt;
import dev.everline.words.Language;
import dev.everline.words.Messages;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** "I have renewed it": from the button to what is shown afterwards, and back. */
class RenewedPagesTest {

  private final PortalServer server = PortalServer.shared();
  private final Messages messages = Messages.load(Language.ENGLISH);
  private Account household;
  private Browser owner;
  private LineId line;
  private String path = "";
  private LocalDate end;

  @BeforeEach
  void aLine() {
    household = server.account();
    owner = server.member(household.id(), Role.OWNER);
    Plan plan = server.plan(household.id());
    end = server.today().plusDays(3);
    line = server.line(household.id(), plan, end);
    path = "/lines/" + line;
  }

  private Map<String, String> form() {
    Page page = owner.get(path + "/renewed");
    Map<String, String> form = new HashMap<>();
    for (String field : List.of("paid", "paid_on", "valid_until", "proposed", "seen", "key")) {
      form.put(field, page.field(field));
    }
    form.put("where", "store");
    return form;
  }

  private List<OutsideRenewal> recorded() {
    return server.get(OutsideRenewals.class).ofLine(household.id(), line, null, 10);
  }

  private LocalDate end() {
    return Objects.requireNonNull(
        server.get(LineService.class).get(household.id(), line).facts().validUntil());
  }

  @Test
  void theFormIsReadyToBeSavedAsItStands() {
    assertThat(owner.get(path).text()).contains("href=\"" + path + "/renewed\"");
    Map<String, String> form = form();
    assertThat(form.get("paid_on")).isEqualTo(server.today().toString());
    assertThat(LocalDate.parse(form.get("valid_until"))).isAfter(end);

    Page done = owner.follow(owner.post(path + "/renewed", form));

    assertThat(done.text()).contains(messages.say("renewed.undo"));
    OutsideRenewal renewal = recorded().getFirst();
    assertThat(renewal.paid().amount())
        .isEqualTo(Money.parse(form.getOrDefault("paid", ""), Money.USD));
    assertThat(renewal.paid().at()).isEqualTo(PaidAt.STORE);
    assertThat(end()).isEqualTo(renewal.validUntil()).isAfter(end);
    assertThat(server.get(Wallet.class).entries(household.id(), Money.USD, null, 10)).isEmpty();
    assertThat(owner.get(path).text())
        .contains("/renewed/" + renewal.id())
        .contains(messages.say("renewed.outside"));
    assertThat(owner.get("/").text())
        .contains(messages.say("home.spent-outside", "$" + form.get("paid")));
    assertThat(owner.get("/settings/audit").text()).contains(messages.say("act.RENEWED_OUTSIDE"));
  }

  @Test
  void aDoubleClickAndASecondTabAreOneRenewal() {
    Map<String, String> form = form();
    Page first = owner.post(path + "/renewed", form);
    assertThat(owner.post(path + "/renewed", form).location()).isEqualTo(first.location());

    form.put("paid", "99");
    Page other = owner.post(path + "/renewed", form);
    assertThat(other.text()).contains(messages.say("renewed.other-tab"));
    assertThat(recorded()).hasSize(1);
  }

  @Test
  void amountsAreReadAsPeopleTypeThem() {
    Map<String, String> form = form();
    form.put("paid", " $16,15 ");
    assertThat(owner.post(path + "/renewed", form).status()).isEqualTo(303);
    assertThat(recorded().getFirst().paid().amount()).isEqualTo(Money.usd(16_15));
  }

  @Test
  void anAmountThatNobodyRemembersIsLeftEmpty() {
    Map<String, String> form = form();
    form.put("paid", "");
    assertThat(owner.post(path + "/renewed", form).status()).isEqualTo(303);
    assertThat(recorded().getFirst().paid().amount()).isNull();
  }

  @Test
  void aRefusedFormKeepsWhatWasTypedAndMarksTheField() {
    for (Map.Entry<String, String> wrong :
        Map.of("paid", "a lot", "paid_on", server.today().plusDays(2).toString()).entrySet()) {
      Map<String, String> form = form();
      form.put(wrong.getKey(), wrong.getValue());
      Page refused = owner.post(path + "/renewed", form);
      assertThat(refused.status()).as(wrong.getKey()).isEqualTo(400);
      assertThat(refused.text())
          .contains("id=\"problem\" role=\"alert\"")
          .containsPattern(
              "id=\""
                  + wrong.getKey()
                  + "\"[^>]*value=\""
                  + wrong.getValue()
                  + "\"[^>]*aria-invalid=\"true\"");
    }
    assertThat(recorded()).isEmpty();
    assertThat(end()).isEqualTo(end);
  }

  @Test
  void withoutScriptsAnotherDayIsSavedOnlyOnceItsEndWasShown() {
    Map<String, String> form = form();
    server.get(LineService.class);
    form.put("paid", "");
    form.put("proposed", "2026-01-01");
    form.put("valid_until", "2026-01-01");
    Page shown = owner.post(path + "/renewed", form);
    assertThat(shown.status()).isEqualTo(409);
    form.put("proposed", shown.field("proposed"));
    form.put("valid_until", shown.field("valid_until"));
    assertThat(owner.post(path + "/renewed", form).status()).isEqualTo(303);
  }

  @Test
  void anEndOfTheirOwnIsTakenAsTheCarrierShowsIt() {
    Map<String, String> form = form();
    form.put("valid_until", end.plusDays(45).toString());
    owner.post(path + "/renewed", form);
    assertThat(end()).isEqualTo(end.plusDays(45));
  }

  @Test
  void undoingIsOneButtonAndForManagers() {
    Page done = owner.post(path + "/renewed", form());
    Browser viewer = server.member(household.id(), Role.VIEWER);
    assertThat(viewer.get(done.location()).text()).doesNotContain(messages.say("renewed.undo"));
    assertThat(viewer.get(path + "/renewed").status()).isEqualTo(403);
    assertThat(viewer.post(done.location() + "/undo", Map.of()).status()).isEqualTo(403);

    Page undone = owner.follow(owner.post(done.location() + "/undo", Map.of()));

    assertThat(undone.text()).doesNotContain("/undo\"");
    assertThat(end()).isEqualTo(end);
    assertThat(owner.get(path).text()).contains(messages.say("renewed.undone"));
  }

  @Test
  void aRenewalOfAnotherLineIsNotFoundHere() {
    Page done = owner.post(path + "/renewed", form());
    LineId other = server.line(household.id(), server.plan(household.id()), end);
    String elsewhere = done.location().replace(line.toString(), other.toString());
    assertThat(owner.get(elsewhere).status()).isEqualTo(404);
  }
}
