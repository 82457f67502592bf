package dev.everline.channel.web.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.account.Account;
import dev.everline.account.ApiTokens;
import dev.everline.account.Role;
import dev.everline.channel.web.Browser;
import dev.everline.channel.web.PortalServer;
import dev.everline.kernel.LineId;
import dev.everline.line.LineFilter;
import dev.everline.line.LineStore;
import dev.everline.line.message.CarrierMessages;
import dev.everline.words.Language;
import dev.everline.words.Messages;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A telephone number with a letter in it, at each door that takes numbers: nobody's line. */
class NumberDoorsTest {

  /** A telephone's keys would make other people's numbers of these. */
  private static final String KEYS = "(212) 555-OIOO";

  private static final String OTHERS = "12125556466";

  private static PortalServer server;
  private static Account account;
  private static Browser manager;
  private static LineId others;

  @BeforeAll
  static void aLineWithTheNumberThatKeysWouldMake() {
    server = PortalServer.shared();
    account = server.account();
    manager = server.member(account.id(), Role.MANAGER);
    manager.post("/lines/new", Map.of("number", OTHERS, "carrier", "mint"));
    others = server.get(LineStore.class).find(account.id(), OTHERS).orElseThrow().id();
  }

  private static int lines() {
    return server.get(LineStore.class).list(account.id(), LineFilter.ALL, null, 100).lines().size();
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void theFormForALineNamesTheLetter(Language language) {
    manager.headers.put("Accept-Language", language.tag());
    Browser.Page refused = manager.post("/lines/new", Map.of("number", KEYS, "carrier", "mint"));
    manager.headers.put("Accept-Language", "en");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text())
        .contains(Messages.load(language).say("reject.LETTER_IN_NUMBER", "O"));
    assertThat(lines()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {KEYS, "646-2142 Ann", "a53055a51212a", "212-555-6466 x12"})
  void aSearchForItIsOneForWords(String typed) {
    Browser.Page found = manager.post("/lines/search", Map.of("q", typed));
    assertThat(found.status()).isEqualTo(303);
    assertThat(found.location()).startsWith("/lines?q=").doesNotContain(others.toString());
  }

  @Test
  void aSearchByANumberOfFullWidthDigitsFindsItsLine() {
    assertThat(manager.post("/lines/search", Map.of("q", "２１２－５５５－６４６６")).location())
        .isEqualTo("/lines/" + others);
  }

  @Test
  void aRowOfAFileIsRejectedForIt() {
    String at =
        manager
            .postFile(
                "/lines/import",
                "a.csv",
                ("number,carrier\n" + KEYS + ",mint\n2125550100 x5,mint\n2125550100*,mint\n")
                    .getBytes(StandardCharsets.UTF_8))
            .location();
    Messages english = Messages.load(Language.ENGLISH);
    assertThat(manager.get(at).text())
        .contains(english.say("reject.LETTER_IN_NUMBER", "O"))
        .contains(english.say("reject.EXTENSION"))
        .contains(english.say("reject.CHARACTER_IN_NUMBER", "*"));
    manager.post(at + "/give-up", Map.of());
  }

  @Test
  void aMessagesWordsAreNoNumber() {
    CarrierMessages messages = server.get(CarrierMessages.class);
    for (String text :
        List.of(
            "Your order A2125556466 was sent.",
            "Order 2125556466B was sent.",
            "Call " + KEYS + " to renew.",
            "Call 212-555-6466 ext. 5 to renew.")) {
      assertThat(messages.read(text, server.today()).line().number()).as(text).isNull();
    }
    assertThat(messages.read("您的号码2125556466已到期", server.today()).line().number())
        .isEqualTo(OTHERS);
  }

  @Test
  void theApiNamesTheLetterAndAddsNothing() throws Exception {
    String token = server.get(ApiTokens.class).create(account.id(), "test", null);
    HttpResponse<String> added =
        ask("/api/v1/lines", token, "{\"number\":\"" + KEYS + "\",\"carrier\":\"mint\"}");
    assertThat(added.statusCode()).isEqualTo(400);
    assertThat(added.body()).contains("contains the letter 'O'").doesNotContain("OIOO");
    assertThat(lines()).isEqualTo(1);
    HttpResponse<String> identified = ask("/api/v1/identify", token, "{\"text\":\"212-555-oioo\"}");
    assertThat(identified.body()).contains("UNKNOWN").contains("contains the letter 'o'");
  }

  /** Digits that look alike, and what hides before or in a number. */
  @ParameterizedTest
  @ValueSource(
      strings = {"２１２555０１８２", "\u202etel:2125550182", "212555\u00000182", "tel:tel:2125550182"})
  void eachDoorRefusesTheSame(String written) throws Exception {
    String token = server.get(ApiTokens.class).create(account.id(), "test", null);
    String json = written.replace("\u0000", "\\u0000");
    assertThat(
            ask("/api/v1/lines", token, "{\"number\":\"" + json + "\",\"carrier\":\"mint\"}")
                .statusCode())
        .isEqualTo(400);
    assertThat(ask("/api/v1/identify", token, "{\"text\":\"" + json + "\"}").body())
        .contains("UNKNOWN");
    assertThat(manager.post("/lines/new", Map.of("number", written, "carrier", "mint")).status())
        .isEqualTo(400);
    assertThat(manager.post("/lines/search", Map.of("q", written)).location())
        .doesNotStartWith("/lines/ln_");
    String at =
        manager
            .postFile(
                "/lines/import",
                "a.csv",
                ("number,carrier\n" + written + ",mint\n").getBytes(StandardCharsets.UTF_8))
            .location();
    assertThat(manager.get(at).text()).contains("rejected");
    manager.post(at + "/give-up", Map.of());
    assertThat(lines()).isEqualTo(1);
  }

  private static HttpResponse<String> ask(String path, String token, String body)
      throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
              .header("Authorization", "Bearer " + token)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
