package dev.everline.channel.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.account.Account;
import dev.everline.account.Role;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.bundle.SignedBundle;
import dev.everline.catalog.bundle.SigningKey;
import dev.everline.catalog.bundle.TestBundles;
import dev.everline.catalog.install.Bundles;
import dev.everline.catalog.install.TrustedKeys;
import dev.everline.channel.web.Browser;
import dev.everline.channel.web.PortalServer;
import dev.everline.kernel.Money;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CatalogUpdatePagesTest {

  private static final String MADE = "2026-11-25T08:00:00Z";
  private static final String HERE = "/console/catalog";

  private PortalServer server;
  private Browser operator;
  private String line;

  @BeforeEach
  void start() {
    server = new PortalServer();
    operator = server.operator();
    Account account = server.account();
    line =
        server.line(account.id(), "visible", "visible-base", LocalDate.of(2026, 12, 20)).toString();
    server.get(TrustedKeys.class).trust(TestBundles.MAKER.verifying(), "A maker");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Browser.Page send(byte[] bundle) {
    return operator.postFile(HERE, "december.bundle", bundle);
  }

  private Money price() {
    Catalog catalog = server.get(Catalog.class);
    return Objects.requireNonNull(catalog.plan("visible-base").priceOn(server.today()));
  }

  @Test
  void anOperatorSeesWhatChangesInstallsAndGoesBackAndAllOfThatIsNoted() {
    Browser.Page sent = send(TestBundles.priced(MADE, "30.00"));
    assertThat(sent.status()).isEqualTo(303);
    String page = sent.location();
    String change = operator.get(page).text();
    assertThat(change)
        .contains("$25.00", "$30.00", line, "25.00 USD from 2026-08-14", "visible.com")
        .doesNotContain("555-01");
    assertThat(price()).isEqualTo(Money.usd(25_00));
    assertThat(operator.get("/console").text()).contains("A newer catalog is here");

    Map<String, String> seen = Map.of("after", "0", "step-up-password", PortalServer.PASSWORD);
    assertThat(operator.post(page + "/install", seen).status()).isEqualTo(303);
    assertThat(price()).isEqualTo(Money.usd(30_00));
    assertThat(operator.get(HERE).text()).contains("In use: the bundle of");

    assertThat(operator.get(HERE + "/undo").text()).contains("$30.00", "$25.00");
    assertThat(operator.post(HERE + "/undo", Map.of("after", "1")).status()).isEqualTo(303);
    assertThat(price()).isEqualTo(Money.usd(25_00));
    assertThat(operator.get("/console/audit").text())
        .contains("installed a newer catalog", "took back a catalog");
    assertThat(operator.get(HERE + "/undo").status()).isEqualTo(303);
  }

  @Test
  void whatIsRefusedIsSaidAndNothingChanges() {
    byte[] other =
        SignedBundle.sign(
            TestBundles.bundle(MADE, "link-words.csv", words -> words), SigningKey.generate());
    assertThat(send(other).text()).contains("which isn’t trusted here");
    byte[] altered = TestBundles.priced(MADE, "30.00");
    altered[altered.length - 2_000] ^= 1;
    assertThat(send(altered).text()).contains("isn’t what its maker signed");
    assertThat(send(new byte[] {1, 2}).text()).contains("isn’t a signed catalog bundle");
    assertThat(send(new byte[0]).text()).contains("Choose the file of a bundle");
    assertThat(operator.get(HERE + "/" + "0".repeat(64)).status()).isEqualTo(404);
    assertThat(operator.post(HERE + "/fetch", Map.of()).location()).isEqualTo(HERE);
    assertThat(server.get(Bundles.class).inForce().bundle()).isNull();
  }

  @Test
  void twoOperatorsAtOnceDoNotInstallWhatOnlyOneHasSeen() {
    String first = send(TestBundles.priced(MADE, "30.00")).location();
    String second = send(TestBundles.priced("2026-11-25T09:00:00Z", "31.00")).location();
    Map<String, String> seen = Map.of("after", "0", "step-up-password", PortalServer.PASSWORD);
    assertThat(operator.post(first + "/install", seen).status()).isEqualTo(303);
    Browser.Page late = operator.post(second + "/install", seen);
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.text()).contains("changed in the meantime");
    assertThat(price()).isEqualTo(Money.usd(30_00));
  }

  @Test
  void aPlanThatWouldBeGoneIsSaidInsteadOfAButton() {
    byte[] without =
        TestBundles.signed(
            MADE,
            "plans.yaml",
            plans -> plans.replaceFirst("id: visible-base\n", "id: visible-x\n"));
    String page = send(without).location();
    assertThat(operator.get(page).text())
        .contains("1 line is on a plan that would be gone")
        .doesNotContain("name=\"after\"");
  }

  @Test
  void membersCanNeitherSeeNorSendAny() {
    Browser owner = server.member(server.account().id(), Role.OWNER);
    assertThat(owner.get(HERE).status()).isEqualTo(403);
    assertThat(owner.postFile(HERE, "b", TestBundles.priced(MADE, "30.00")).status())
        .isEqualTo(403);
    assertThat(server.get(Bundles.class).newer()).isEmpty();
  }
}
