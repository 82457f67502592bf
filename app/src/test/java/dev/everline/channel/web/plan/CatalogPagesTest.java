package dev.everline.channel.web.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.account.Account;
import dev.everline.account.Role;
import dev.everline.channel.web.Browser;
import dev.everline.channel.web.PortalServer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A carrier's page says how it is paid and asked, what its date means and what lapses when. */
class CatalogPagesTest {

  private final PortalServer server = PortalServer.shared();
  private Browser viewer;

  @BeforeEach
  void aViewer() {
    Account account = server.account();
    viewer = server.member(account.id(), Role.VIEWER);
  }

  @ParameterizedTest
  @CsvSource({"at and t, att-prepaid", "预付费, att-prepaid", "GOPHONE, att-prepaid"})
  void aBrandIsFoundByAnyOfItsNamesInAnyScript(String typed, String carrier) {
    String search = URLEncoder.encode(typed, StandardCharsets.UTF_8);
    assertThat(viewer.get("/catalog?search=" + search).text())
        .contains("href=\"/catalog/" + carrier + "\"");
  }

  @Test
  void codesAndAddressesCanBeUsedAtOnce() {
    assertThat(viewer.get("/catalog/att-prepaid").text())
        .contains("href=\"tel:*777%23\"", "<code>*888*PIN#</code>", "href=\"tel:611\"")
        .contains("href=\"https://www.att.com/prepaid/myaccount\"")
        .contains("“renewal date”: the day it charges", "New York time")
        .contains("60 days after the balance expires");
    assertThat(viewer.get("/catalog/ultra").text()).contains("href=\"sms:6700?body=BAL\"");
  }

  @Test
  void aMarkThatAllWouldWearIsSaidOnce() {
    String page = viewer.get("/catalog/att-prepaid").text();
    assertThat(page).doesNotContain("old source, check it");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/catalog/no-such-carrier",
        "/lines/nonsense",
        "/lines/ln_0000000000000",
        "/lines/ln_0000000000000/edit",
        "/lines/ln_0000000000000/renew",
        "/orders/nonsense",
        "/orders/or_0000000000000",
        "/lines/jobs/nonsense",
        "/lines/import/nonsense",
      })
  void whatIsNotThereIsTheSamePageInTheReadersLanguage(String address) {
    Browser owner = server.member(server.account().id(), Role.OWNER);
    owner.headers.put("Accept-Language", "es");
    Browser.Page page = owner.get(address);
    assertThat(page.status()).as(page.text()).isEqualTo(404);
    assertThat(page.text()).contains("No se encontró nada aquí.");
  }
}
