package dev.everline.channel.web.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.account.Account;
import dev.everline.account.Accounts;
import dev.everline.account.Role;
import dev.everline.account.UsualRenewer;
import dev.everline.channel.web.Browser;
import dev.everline.channel.web.Browser.Page;
import dev.everline.channel.web.PortalServer;
import dev.everline.line.Line;
import dev.everline.line.LineFilter;
import dev.everline.line.LineStore;
import dev.everline.line.renewer.RenewedBy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From a number to a line of which it is said when its owner is reminded. */
class NewLineTest {

  private static final String NUMBER = "(212) 555-0142";

  private final PortalServer server = PortalServer.shared();
  private Account account;
  private Browser owner;

  @BeforeEach
  void anAccountWithoutLines() {
    account = server.account();
    owner = server.member(account.id(), Role.OWNER);
  }

  private Map<String, String> form(String... more) {
    Map<String, String> form = new HashMap<>(Map.of("number", NUMBER, "carrier", "mint"));
    for (int i = 0; i < more.length; i += 2) {
      form.put(more[i], more[i + 1]);
    }
    return form;
  }

  private List<Line> lines() {
    return server
        .get(LineStore.class)
        .list(account.id(), LineFilter.ALL, null, LineStore.LARGEST_PAGE)
        .lines();
  }

  @Test
  void anEndAloneIsEnoughForARemindersDayToBeSaid() {
    Page details = owner.post("/lines/new/details", form());
    assertThat(details.text()).contains("I don’t know", "name=\"valid_until\"");
    assertThat(lines()).isEmpty();
    String end = server.today().plusDays(30).toString();
    Page added = owner.post("/lines/new", form("valid_until", end));
    assertThat(added.location()).endsWith("/added");
    Page known = owner.get(added.location());
    assertThat(known.text())
        .contains("First reminder: ", "Turn on notifications", "last day of service")
        .contains("depends on the plan");
    assertThat(owner.get(added.location().replace("/added", "")).text())
        .contains("timeline-list__item--expiry");
  }

  @Test
  void withoutAnEndItIsSaidThatNothingIsRemindedOf() {
    String added = owner.post("/lines/new", form()).location();
    assertThat(owner.get(added).text())
        .contains("No reminder yet: the end date is missing.")
        .contains("/edit#valid_until\"", "href=\"/catalog/mint\"");
  }

  @ParameterizedTest
  @CsvSource({"Mint Mobile,mint", "MINT,mint", "t-mobile prepaid,tmobile-prepaid"})
  void aBrandIsFoundByWhatPeopleCallIt(String typed, String carrier) {
    owner.post("/lines/new", form("carrier", typed));
    assertThat(lines()).extracting(Line::carrier).containsExactly(carrier);
  }

  @Test
  void aNameThatSeveralHaveIsChosenAmongThem() {
    Page asked = owner.post("/lines/new/details", form("carrier", "mobile"));
    assertThat(asked.status()).isEqualTo(400);
    assertThat(asked.text())
        .contains("may be several carriers", "type=\"radio\" name=\"brand\" value=\"mint\"")
        .contains("value=\"" + NUMBER + "\"");
    assertThat(
            owner.post("/lines/new/details", form("carrier", "mobile", "brand", "mint")).status())
        .isEqualTo(200);
    assertThat(owner.post("/lines/new/details", form("carrier", "Nonesuch")).text())
        .contains("know a carrier called “Nonesuch”");
    assertThat(owner.post("/lines/new/details", form("carrier", "")).text())
        .contains("Choose the carrier");
  }

  @Test
  void aSimTypedAsTheNumberIsKeptAndTheNumberIsAskedFor() {
    Page asked = owner.post("/lines/new/details", form("number", "8901260000000000006"));
    assertThat(asked.status()).isEqualTo(400);
    assertThat(asked.text())
        .contains("The SIM number is noted", "The SIM is on the T-Mobile network.")
        .containsPattern("name=\"iccid\"[^>]* value=\"8901260000000000006\"");
    assertThat(owner.post("/lines/new/details", form("number", "LPA:1$rsp.example$X")).text())
        .contains("activation code");
  }

  @Test
  void aSimOnAnotherNetworkThanTheBrandsIsPointedOut() {
    assertThat(
            owner
                .post(
                    "/lines/new/details",
                    form("carrier", "visible", "iccid", "8901260000000000006"))
                .text())
        .contains("uses another network");
  }

  @Test
  void whatIsRefusedInTheSecondStepIsKeptAndNamed() {
    Page wrong = owner.post("/lines/new", form("valid_until", "soon", "label", "Ana"));
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.text())
        .containsPattern("id=\"valid_until\"[^>]*aria-invalid=\"true\"")
        .contains("value=\"Ana\"");
    String far = server.today().plusYears(4).toString();
    Page asked = owner.post("/lines/new", form("valid_until", far));
    assertThat(asked.status()).isEqualTo(409);
    assertThat(asked.field("sure_of_end")).isEqualTo(far);
    assertThat(lines()).isEmpty();
    assertThat(owner.post("/lines/new", form("valid_until", far, "sure_of_end", far)).status())
        .isEqualTo(303);
  }

  @Test
  void goingBackKeepsWhatWasTyped() {
    Page back = owner.post("/lines/new/number", form("valid_until", "2027-01-02", "label", "Ana"));
    assertThat(back.text())
        .contains("value=\"" + NUMBER + "\"", "value=\"2027-01-02\"", "value=\"Ana\"")
        .doesNotContain("aria-invalid");
  }

  @Test
  void whoUsuallyRenewsIsProposed() {
    server.get(Accounts.class).tellLines(account.id(), null, UsualRenewer.CARRIER);
    assertThat(owner.post("/lines/new/details", form()).text())
        .contains("value=\"carrier\" checked");
    owner.post("/lines/new", form());
    assertThat(lines()).extracting(Line::renewedBy).containsExactly(RenewedBy.CARRIER);
  }

  @Test
  void whereThatDiffersItIsToBeSaid() {
    server.get(Accounts.class).tellLines(account.id(), null, null);
    server.get(Accounts.class).welcome(account.id());
    assertThat(owner.post("/lines/new/details", form()).text()).doesNotContain("checked");
    Page unsaid = owner.post("/lines/new", form());
    assertThat(unsaid.status()).isEqualTo(400);
    assertThat(unsaid.text()).contains("Choose who renews this line.");
  }

  @Test
  void aMessageBecomesALineThatIsReminded() {
    String end = server.today().plusDays(20).toString();
    String text =
        "Mint Mobile: your plan for 212-555-0142 expires on " + end + ". Renew to keep service.";
    Page read = owner.post("/share/read", Map.of("message", text));
    assertThat(read.text())
        .contains("Add this line", "action=\"/lines/new\"")
        .contains("name=\"brand\" value=\"mint\"", "value=\"" + end + "\"")
        .contains("name=\"number\" type=\"tel\" value=\"+1 212-555-0142\"")
        .doesNotContain("action=\"/share/keep\"");
    Page added =
        owner.post(
            "/lines/new", Map.of("number", "+1 212-555-0142", "brand", "mint", "valid_until", end));
    assertThat(owner.get(added.location()).text()).contains("First reminder: ");
    assertThat(owner.post("/share/read", Map.of("message", text)).text())
        .contains("action=\"/share/keep\"")
        .doesNotContain("Add this line");
  }

  @Test
  void aMessageWithoutABrandAsksForIt() {
    String end = server.today().plusDays(20).toString();
    Page read =
        owner.post(
            "/share/read", Map.of("message", "Your line 212-555-0142 expires on " + end + "."));
    assertThat(read.text())
        .contains("action=\"/lines/new/details\"", "list=\"brands\"")
        .contains("name=\"valid_until\" value=\"" + end + "\"");
  }

  @Test
  void aFraudBecomesNoLine() {
    Page read =
        owner.post(
            "/share/read",
            Map.of("message", "Mint Mobile: your line ends today, pay at https://m1ntmobile.com"));
    assertThat(read.text()).doesNotContain("action=\"/lines/new");
  }
}
