package dev.everline.channel.web.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.account.Account;
import dev.everline.account.Role;
import dev.everline.catalog.Plan;
import dev.everline.channel.web.Browser;
import dev.everline.channel.web.Browser.Page;
import dev.everline.channel.web.PortalServer;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.line.LineField;
import dev.everline.line.LineService;
import dev.everline.payment.Wallet;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A line's page says what is so, and what would happen. */
class LinePageTest {

  private final PortalServer server = PortalServer.shared();
  private Account account;
  private Plan plan;
  private Browser owner;

  @BeforeEach
  void aHousehold() {
    account = server.account();
    plan = server.plan(account.id());
    owner = server.member(account.id(), Role.OWNER);
  }

  private LineId line(int daysLeft) {
    return server.line(account.id(), plan, server.today().plusDays(daysLeft));
  }

  private String page(LineId line) {
    return owner.get("/lines/" + line).text();
  }

  @Test
  void aFactSaysWhichMemberGaveIt() {
    LineId line = line(20);
    Browser rosa = server.member(account.id(), Role.MANAGER);
    rosa.post("/lines/" + line + "/edit", Map.of("balance", "7.50"));
    assertThat(page(line)).contains("entered by " + rosa.name);
    assertThat(rosa.get("/lines/" + line).text()).contains("entered by you");
    server.get(LineService.class).change(line, Map.of(LineField.BALANCE, "8.50"));
    assertThat(page(line)).contains("entered by hand").doesNotContain("entered by " + rosa.name);
  }

  @Test
  void confirmingTheBrandOfALineThatIsDueSaysWhatItWillCostAtOnce() {
    server.get(Wallet.class).deposit(account.id(), Money.usd(100_00));
    LineId due = unconfirmed("2125550151", 0, "yes");
    assertThat(page(due)).contains("As soon as you confirm, it is renewed for $");
    assertThat(owner.get("/lines/" + due + "/renew").text())
        .contains("As soon as you confirm, it is renewed for $");
    assertThat(page(unconfirmed("2125550152", 20, "yes"))).doesNotContain("As soon as you confirm");
    assertThat(page(unconfirmed("2125550153", 0, "no"))).doesNotContain("As soon as you confirm");
  }

  private LineId unconfirmed(String number, int daysLeft, String autoRenew) {
    return server
        .get(LineService.class)
        .add(
            account.id(),
            Map.of(
                LineField.NUMBER, number,
                LineField.CARRIER, plan.carrier(),
                LineField.PLAN, plan.id(),
                LineField.VALID_UNTIL, server.today().plusDays(daysLeft).toString(),
                LineField.AUTO_RENEW, autoRenew))
        .id();
  }

  private LineId of(String number, Map<LineField, String> more) {
    Map<LineField, String> values = new java.util.HashMap<>(more);
    values.put(LineField.NUMBER, number);
    return server.get(LineService.class).add(account.id(), values).id();
  }

  @Test
  void aCarrierThatServesNoLineAnyMoreIsNeverRecommended() {
    LineId line = of("2125550154", Map.of(LineField.CARRIER, "ctexcel-us"));
    assertThat(page(line)).contains("no longer serves lines").doesNotContain("/renew\"");
  }

  /** Google Fi is billed after use, Google Voice is kept by using it: neither is paid ahead. */
  @Test
  void aLineThatNothingCanBePaidForLeadsToItsCarrier() {
    LineId fi =
        of(
            "2125550155",
            Map.of(
                LineField.CARRIER, "google-fi",
                LineField.PLAN, "fi-flexible",
                LineField.VALID_UNTIL, server.today().minusDays(1).toString()));
    assertThat(page(fi)).contains("fi.google.com").doesNotContain("/confirm-brand");
    assertThat(owner.get("/lines/" + fi + "/renew").text())
        .contains("fi.google.com")
        .doesNotContain("name=\"choice\"");
    LineId voice =
        of(
            "2125550156",
            Map.of(
                LineField.CARRIER, "google-voice",
                LineField.PLAN, "google-voice-free",
                LineField.LAST_ACTIVITY_ON, server.today().minusDays(20).toString()));
    assertThat(page(voice))
        .contains("and it stays yours: call, text or use data")
        .doesNotContain("No end date yet")
        .doesNotContain("/confirm-brand");
  }

  @Test
  void anExpiredBalanceIsSaidToBeLost() {
    LineId line = line(20);
    LocalDate expired = server.today().minusDays(9);
    server
        .get(LineService.class)
        .change(
            line,
            Map.of(LineField.BALANCE, "12.50", LineField.BALANCE_EXPIRES_ON, expired.toString()));
    assertThat(page(line))
        .contains("This balance has expired: it is lost and isn’t counted.")
        .contains("the balance was lost")
        .doesNotContain("the balance is lost");
  }

  @Test
  void pausingALineInDangerAsksFirstAndSaysWhatStillHappens() {
    LineId line = line(2);
    Page asked = owner.post("/lines/" + line + "/pause", Map.of());
    assertThat(asked.status()).isEqualTo(409);
    assertThat(asked.text()).contains("It still ends on").contains("Pause anyway");
    assertThat(page(line)).doesNotContain("This line is paused");
    owner.post("/lines/" + line + "/pause", Map.of("sure", "yes"));
    assertThat(page(line)).contains("This line is paused");
    LineId calm = line(25);
    assertThat(owner.post("/lines/" + calm + "/pause", Map.of()).status()).isEqualTo(303);
  }

  @Test
  void anAddressWithAMistypedIdIsNotFound() {
    for (String path : new String[] {"/lines/xyz", "/orders/xyz", "/lines/jobs/xyz"}) {
      assertThat(owner.get(path).status()).as(path).isEqualTo(404);
    }
  }

  @Test
  void aForeignNumberAtAnAmericanBrandIsAskedAboutBeforeItIsAdded() {
    Map<String, String> form =
        new java.util.HashMap<>(Map.of("number", "+8613800138000", "carrier", plan.carrier()));
    Page asked = owner.post("/lines/new", form);
    assertThat(asked.status()).isEqualTo(409);
    assertThat(asked.text()).contains("This isn’t a US number");
    form.put("sure_of", asked.field("sure_of"));
    assertThat(owner.post("/lines/new", form).status()).isEqualTo(303);
    assertThat(owner.get("/lines/export.csv").text().replace(" ", "")).contains("'+8613800138000");
  }

  @Test
  void aBalanceThatPaysBeyondThePrintedDateExplainsTheLaterOne() {
    LineId line =
        server.line(
            account.id(), "tmobile-prepaid", "tmobile-connect-5gb", server.today().plusDays(20));
    server.get(LineService.class).change(line, Map.of(LineField.BALANCE, "60"));
    assertThat(page(line)).contains("The balance pays for the days after “Valid until”.");
  }

  @Test
  void aLineOfWhichNothingNewIsKnownIsSaidToHaveExpired() {
    LineId line =
        server
            .get(LineService.class)
            .add(
                account.id(),
                Map.of(
                    LineField.NUMBER, "2125550154",
                    LineField.CARRIER, plan.carrier(),
                    LineField.VALID_UNTIL, server.today().minusDays(5).toString()))
            .id();
    assertThat(owner.get("/").text()).contains("Expired ").contains("by what we last know");
    assertThat(line).isNotNull();
  }

  @Test
  void aViewerIsToldWhomToAsk() {
    LineId line = unconfirmed("2125550155", 0, "yes");
    Browser viewer = server.member(account.id(), Role.VIEWER);
    assertThat(viewer.get("/lines/" + line).text()).contains("ask a manager or owner");
  }

  @Test
  void aSimNumberWhoseLastDigitDoesNotMatchIsToBeComparedWithTheCard() {
    String warning = "The last digit of the SIM number doesn’t match the others";
    for (String step : new String[] {"number", "details"}) {
      Map<String, String> form =
          new java.util.HashMap<>(
              Map.of("number", "2125550156", "carrier", "mint", "iccid", "8901260000000000005"));
      assertThat(owner.post("/lines/new/" + step, form).text()).contains(warning);
      form.put("iccid", "8901260000000000006");
      assertThat(owner.post("/lines/new/" + step, form).text()).doesNotContain(warning);
    }
  }

  @Test
  void aPeriodSaysHowLongItIs() {
    line(20);
    assertThat(owner.get("/").text()).containsPattern("\\$[0-9.]+ every [0-9]+ days");
  }

  @Test
  void customerCareCanBeTappedAndAShortCodeSaysWhereItWorks() {
    assertThat(owner.get("/catalog/att-prepaid").text())
        .contains("<a class=\"nowrap\" href=\"tel:611\">611</a>")
        .contains("only from this line’s phone, in the US")
        .contains("href=\"tel:+18009019878\"");
  }

  @Test
  void anInvitationNamesTheWholeAddress() {
    assertThat(owner.post("/settings/invitations", Map.of("role", "VIEWER")).text())
        .contains("http://127.0.0.1:" + server.port() + "/join");
  }

  @Test
  void theGuideNamesTheAddressThatItIsReadAt() {
    assertThat(owner.get("/help").text())
        .contains("<a href=\"http://127.0.0.1:" + server.port() + "\">")
        .doesNotContain("<a href=\"http://localhost:8080\">");
  }

  @Test
  void thePageBeginsWithFourFiguresAndTheOneThingToDo() {
    String page = page(line(2));
    assertThat(page)
        .containsSubsequence(
            "Days left",
            "<dd>2<",
            "Balance",
            "Renewal",
            "Renewed by",
            "notice--warning",
            "button--primary")
        .containsSubsequence("notice--warning", "If nobody acts", "<h2>Details</h2>");
  }

  @Test
  void whatIsNotKnownIsOneRowThatLeadsToEachField() {
    LineId line = of("2125550157", Map.of(LineField.CARRIER, plan.carrier()));
    String page = page(line);
    assertThat(page.split("Not known yet: add", -1)).hasSize(2);
    assertThat(page)
        .contains("/lines/" + line + "/edit#plan\">Plan</a>")
        .contains("/lines/" + line + "/edit#balance\">Balance</a>")
        .contains("/lines/" + line + "/edit#iccid\">SIM number (ICCID)</a>")
        .contains("No end date yet")
        .contains("button--primary\" href=\"/lines/" + line + "/edit#valid_until");
    Browser viewer = server.member(account.id(), Role.VIEWER);
    assertThat(viewer.get("/lines/" + line).text())
        .contains("Not known yet")
        .doesNotContain("/edit#");
  }

  @Test
  void aSourceFoldsOut() {
    assertThat(page(line(20)))
        .containsPattern(
            "<summary class=\"cite__name\">Source</summary>\\s*<span class=\"source\">\\w");
  }
}
