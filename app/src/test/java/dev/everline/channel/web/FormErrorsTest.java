package dev.everline.channel.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.account.Account;
import dev.everline.account.Role;
import dev.everline.channel.web.Browser.Page;
import dev.everline.kernel.LineId;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused of a form says which field, which limit and what to do. */
class FormErrorsTest {

  private final PortalServer server = PortalServer.shared();
  private Account account;
  private Browser owner;
  private LineId line;

  @BeforeEach
  void aLine() {
    account = server.account();
    owner = server.member(account.id(), Role.OWNER);
    line =
        server.line(
            account.id(), "tmobile-prepaid", "tmobile-connect-5gb", server.today().plusDays(20));
  }

  private String refusal(String field, String value) {
    Page page = owner.post("/lines/" + line + "/edit", Map.of(field, value));
    assertThat(page.status()).as(page.text()).isEqualTo(400);
    assertThat(page.text())
        .containsPattern("id=\"" + field + "\"[^>]*aria-invalid=\"true\"")
        .doesNotContain("name=\"sure_of\"");
    return page.text();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          last_payment_on | 2030-01-01 | Last payment: this date is in the future
          valid_until     | 9999-12-31 | Valid until: choose a date between 2000 and 2100.
          balance         | 5 dollars  | Balance: This isn’t a plain decimal number
          balance         | 2,000,000  | Balance: at most $1,000,000.00.
          balance         | -3         | Balance: This is negative; enter 0 or more.
          """)
  void aRefusedFieldIsNamedWithItsLimit(String field, String value, String said) {
    assertThat(refusal(field, value)).contains(said);
  }

  @Test
  void longNamesAndTooManyTagsSayHowManyFit() {
    assertThat(refusal("label", "x".repeat(101))).contains("Label: at most 100 characters.");
    assertThat(refusal("tags", "x".repeat(41))).contains("at most 40 characters in each tag");
    String many = IntStream.range(0, 25).mapToObj(i -> "tag" + i).collect(Collectors.joining(";"));
    assertThat(refusal("tags", many)).contains("Tags: at most 20 tags.");
  }

  @Test
  void amountsAreTakenAsPeopleTypeThem() {
    owner.post("/lines/" + line + "/edit", Map.of("balance", "$1,234.56"));
    assertThat(owner.get("/lines/" + line + "/edit").text()).contains("value=\"1234.56\"");
  }

  @Test
  void theSimFieldSpeaksOfAStoredNumberOnlyWhereThereIsOne() {
    assertThat(owner.get("/lines/" + line + "/edit").text())
        .contains("18 to 20 digits, printed on the SIM")
        .doesNotContain("The stored number isn’t shown");
    owner.post("/lines/" + line + "/edit", Map.of("iccid", "8901260000000000006"));
    assertThat(owner.get("/lines/" + line + "/edit").text())
        .contains("The stored number isn’t shown");
  }

  @Test
  void aDepositAboveTheLimitSaysWhatIsLeft() {
    String key = owner.get("/money").field("key");
    owner.post("/money/fill", Map.of("amount", "1,900.00", "key", key));
    key = owner.get("/money").field("key");
    assertThat(owner.post("/money/fill", Map.of("amount", "100", "key", key)).text())
        .contains("At most $99.99 more can be added today");
    assertThat(owner.post("/money/fill", Map.of("amount", "0", "key", key)).text())
        .contains("Enter an amount above zero");
  }

  @Test
  void aTokenWithoutAPurposeIsAskedForOne() {
    assertThat(owner.post("/settings/tokens", Map.of("name", " ", "days", "90")).text())
        .contains("Say what the token is for");
    assertThat(owner.post("/settings/tokens", Map.of("name", "x", "days", "4000")).text())
        .contains("A token is valid for 1 to 3,650 days.");
  }

  @Test
  void aNumberThatCannotBeIsNotSaidToLackDigits() {
    Page page =
        owner.post("/lines/new", Map.of("number", "(000) 000-0000", "carrier", "tmobile-prepaid"));
    assertThat(page.text())
        .contains("its area code and the next three digits begin with 2 to 9")
        .doesNotContain("<p>This phone number isn’t valid. Enter ten digits");
  }

  @Test
  void anAmountThatTheCarrierDoesNotTakeNamesThoseItTakes() {
    assertThat(owner.get("/lines/" + line + "/renew?choice=flexible&amount=0.07").text())
        .containsPattern("role=\"alert\"><p>T-Mobile Prepaid takes ");
  }
}
