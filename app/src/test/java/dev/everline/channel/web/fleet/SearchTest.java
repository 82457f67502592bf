package dev.everline.channel.web.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.account.Account;
import dev.everline.account.Role;
import dev.everline.catalog.Plan;
import dev.everline.channel.web.Browser;
import dev.everline.channel.web.PortalServer;
import dev.everline.kernel.LineId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines are found by what people type. */
class SearchTest {

  private final PortalServer server = PortalServer.shared();
  private Browser owner;
  private LineId mother;
  private LineId other;

  @BeforeEach
  void twoLines() {
    Account account = server.account();
    Plan plan = server.plan(account.id());
    owner = server.member(account.id(), Role.OWNER);
    mother = server.line(account.id(), plan, server.today().plusDays(20));
    other = server.line(account.id(), plan, server.today().plusDays(20));
    owner.post("/lines/" + mother + "/edit", Map.of("label", "Teléfono de Mamá", "tags", "niño；家"));
  }

  private String found(String text) {
    return owner.get("/lines?q=" + URLEncoder.encode(text, StandardCharsets.UTF_8)).text();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mama", "MAMÁ", "telefono", "nino", "家", "ｍａｍａ"})
  void accentsCaseAndWidthDoNotMatter(String typed) {
    assertThat(found(typed)).contains("/lines/" + mother).doesNotContain("/lines/" + other);
  }

  @Test
  void theLastFourDigitsFindALine() {
    String number = server.number(mother);
    assertThat(found(number.substring(number.length() - 4)))
        .contains("/lines/" + mother)
        .doesNotContain("/lines/" + other);
    assertThat(found("9876"))
        .contains("No line here has that number. Check the digits")
        .doesNotContain("Remove part of the filter");
  }

  @Test
  void aPartOfANumberNeverStandsInAnAddress() {
    String number = server.number(mother);
    String nine = number.substring(number.length() - 9);
    assertThat(owner.post("/lines/search", Map.of("q", nine)).location())
        .isEqualTo("/lines/" + mother);
    assertThat(owner.post("/lines/search", Map.of("q", "713555011")).location())
        .isEqualTo("/lines?no-such-number");
  }

  @Test
  void fullWidthSeparatorsDivideTags() {
    assertThat(owner.get("/lines/" + mother).text())
        .contains("<span class=\"tag\">niño</span>")
        .contains("<span class=\"tag\">家</span>");
  }
}
