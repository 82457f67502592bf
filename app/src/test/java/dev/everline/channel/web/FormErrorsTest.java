package dev.everline.channel.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.account.Account;
import dev.everline.account.Role;
import dev.everline.channel.web.Browser.Page;
import dev.everline.kernel.LineId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
    assertThatFocusIsOn(field, page);
    assertThat(page.text()).doesNotContain("name=\"sure_of\"");
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
        .containsPattern("id=\"amount-error\">T-Mobile Prepaid takes ");
  }

  // --- where people are led

  /** Only one thing has the focus; it is the wrong field, which is described by what is wrong. */
  private static void assertThatFocusIsOn(String field, Page page) {
    assertThat(page.text())
        .contains("<title>Error: ")
        .containsPattern("<p class=\"field__error\" id=\"" + field + "-error\">[^<]")
        .doesNotContain("id=\"problem\"");
    Matcher input = Pattern.compile("<[^>]* id=\"" + field + "\"[^>]*>").matcher(page.text());
    assertThat(input.find()).isTrue();
    assertThat(input.group())
        .contains("aria-invalid=\"true\"", "autofocus")
        .containsPattern("aria-describedby=\"" + field + "-error[ \"]");
    assertThat(page.text().split("autofocus", -1)).hasSize(2);
  }

  private static void assertThatFocusIsOnTheMessage(Page page) {
    assertThat(page.text())
        .contains("<title>Error: ")
        .containsPattern("id=\"problem\" role=\"alert\" tabindex=\"-1\" autofocus><p>[^<]")
        .doesNotContain("aria-invalid=\"true\"");
    assertThat(page.text().split("autofocus", -1)).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /settings/tokens            | name=   &days=90            | token-name
          /settings/tokens            | name=x&days=4000            | token-days
          /settings/password          | present=no&wanted=four plain words | present
          /settings/zone              | zone=Mars/Base              | zone-choice
          /settings/lines             | state=XX                    | us-state
          /welcome                    | state=XX                    | us-state
          /settings/privacy/erase     | confirm=Nobody              | confirm
          /lines/new                  | number=12&carrier=tello     | number
          /lines/new                  | number=7185550123&carrier=  | carrier
          /lines/new/details          | number=7185550123&carrier=tello&iccid=12 | iccid
          /lines/new/details          | number=7185550123&carrier=nobody | carrier
          /lines/new                  | number=7185550123&carrier=tello&valid_until=soon | valid_until
          /lines/LINE/edit            | plan=none                   | plan
          /lines/LINE/edit            | iccid=12                    | iccid
          /lines/LINE/notes           | note=                       | note
          /lines/LINE/renewed-by      | by=owner&ceiling=much       | ceiling
          /money/fill                 | amount=much&key=fill-a      | amount
          /share/keep                 | balance=3&message=Your balance is $3.00 | line
          """)
  void theFocusIsOnTheFieldToCorrect(String path, String form, String field) {
    Page page = owner.post(path.replace("LINE", line.toString()), fields(form));
    assertThat(page.status()).isBetween(400, 499);
    assertThatFocusIsOn(field, page);
  }

  private static Map<String, String> fields(String form) {
    return Arrays.stream(form.split("&"))
        .map(field -> field.split("=", 2))
        .collect(Collectors.toMap(field -> field[0], field -> field[1].strip()));
  }

  @Test
  void whatNoFieldIsToBlameForIsSaidAboveTheForm() {
    assertThatFocusIsOnTheMessage(owner.post("/share/keep", Map.of("line", line.toString())));
    Map<String, String> noPasskey = Map.of("passkey", "{}", "name", "phone");
    assertThatFocusIsOnTheMessage(owner.post("/settings/passkeys", noPasskey));
  }

  @Test
  void strangersAreLedToTheFieldToo() {
    Browser stranger = server.browser();
    Page refused = stranger.post("/sign-in", Map.of("name", "Nobody at all", "password", "wrong"));
    assertThatFocusIsOn("password", refused);
    assertThat(refused.text()).contains("value=\"Nobody at all\"");
    Page wrongCode =
        stranger.post(
            "/join", Map.of("code", "AAAA", "name", "Ana", "password", PortalServer.PASSWORD));
    assertThatFocusIsOn("code", wrongCode);
    assertThat(wrongCode.text()).contains("value=\"Ana\"", "value=\"AAAA\"");
    Page tooLong = stranger.post("/check", Map.of("text", "x".repeat(2_001)));
    assertThatFocusIsOn("text", tooLong);
    assertThat(tooLong.text()).contains("x".repeat(2_001));
  }

  @Test
  void searchesAreFormsToo() {
    assertThatFocusIsOn("most", owner.get("/catalog/plans?most=cheap"));
    assertThatFocusIsOn("amount", owner.get("/lines/" + line + "/renew?choice=flexible&amount=x"));
    Browser operator = server.operator();
    assertThatFocusIsOn("sought", operator.get("/console/accounts?sought=nobody"));
    Map<String, String> brief = Map.of("reason", "why");
    Page refused = operator.post("/console/accounts/" + account.id() + "/look", brief);
    assertThatFocusIsOn("reason", refused);
    assertThat(refused.text()).contains("value=\"why\"");
  }

  @Test
  void aFileThatIsNoneIsSaidAtItsField() {
    assertThatFocusIsOn("file", owner.postFile("/lines/import", "lines.csv", new byte[] {0}));
  }

  @Test
  void everyFieldCanSayWhatIsWrongWithIt() throws IOException {
    List<Path> templates;
    try (Stream<Path> all = Files.walk(Path.of("src/main/jte"))) {
      templates = all.filter(Files::isRegularFile).toList();
    }
    assertThat(templates).hasSizeGreaterThan(40);
    for (Path template : templates) {
      Matcher field =
          Pattern.compile("@template\\.frame\\.field\\(.*").matcher(Files.readString(template));
      while (field.find()) {
        assertThat(field.group()).as(template.toString()).contains("refusal = ");
      }
    }
  }
}
