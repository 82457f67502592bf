package dev.everline.channel.web.welcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.account.Account;
import dev.everline.account.Accounts;
import dev.everline.account.Role;
import dev.everline.account.UsualRenewer;
import dev.everline.channel.web.Browser;
import dev.everline.channel.web.Browser.Page;
import dev.everline.channel.web.PortalServer;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an owner is asked once. */
class WelcomeTest {

  private final PortalServer server = PortalServer.shared();
  private Account account;
  private Browser owner;

  @BeforeEach
  void anOwner() {
    account = server.account();
    owner = server.member(account.id(), Role.OWNER);
  }

  private Account now() {
    return server.get(Accounts.class).get(account.id());
  }

  @Test
  void anOwnerIsAskedOnceAndThenShownWhereToBegin() {
    Page asked = owner.get("/welcome");
    assertThat(asked.text()).contains("name=\"renewer\"", "value=\"owner\" checked");
    Page answered =
        owner.post(
            "/welcome",
            Map.of(
                "language", "es", "zone", "America/Chicago", "state", "NY", "renewer", "carrier"));
    assertThat(answered.location()).isEqualTo("/welcome");
    assertThat(now().zone().getId()).isEqualTo("America/Chicago");
    assertThat(now().zoneTold()).isTrue();
    assertThat(now().state()).isEqualTo("NY");
    assertThat(now().usualRenewer()).isEqualTo(UsualRenewer.CARRIER);
    assertThat(owner.get("/welcome").text())
        .contains("¿Por dónde quiere empezar?", "href=\"/share\"", "href=\"/lines/import\"")
        .doesNotContain("name=\"renewer\"");
  }

  @Test
  void whoSkipsTheQuestionsAnswersNone() {
    assertThat(owner.post("/welcome", Map.of("skip", "true", "state", "NY")).location())
        .isEqualTo("/welcome");
    assertThat(now().welcomed()).isTrue();
    assertThat(now().state()).isEqualTo(account.state());
    assertThat(now().zoneTold()).isEqualTo(account.zoneTold());
    assertThat(owner.get("/welcome").text()).doesNotContain("name=\"renewer\"");
  }

  @Test
  void whatCannotBeIsRefusedAndTheRestIsKept() {
    Page noState =
        owner.post(
            "/welcome", Map.of("zone", "America/Chicago", "state", "XX", "renewer", "mixed"));
    assertThat(noState.status()).isEqualTo(400);
    assertThat(noState.text())
        .contains("Unknown state", "value=\"America/Chicago\" selected")
        .contains("value=\"mixed\" checked");
    Page noZone = owner.post("/welcome", Map.of("zone", "Mars/Base", "state", "CA"));
    assertThat(noZone.status()).isEqualTo(400);
    assertThat(noZone.text()).contains("Unknown time zone", "value=\"CA\" selected");
    assertThat(now().welcomed()).isFalse();
    assertThat(now().state()).isEqualTo(account.state());
  }

  @Test
  void aManagerIsShownWhereToBeginAndAskedNothing() {
    Browser manager = server.member(account.id(), Role.MANAGER);
    assertThat(manager.get("/welcome").text())
        .contains("href=\"/lines/new\"")
        .doesNotContain("name=\"renewer\"");
    assertThat(manager.post("/welcome", Map.of("skip", "true")).status()).isEqualTo(403);
  }

  @Test
  void theAnswersCanBeChangedInTheSettings() {
    owner.post("/settings/lines", Map.of("state", "CA", "renewer", "mixed"));
    assertThat(now().state()).isEqualTo("CA");
    assertThat(now().usualRenewer()).isNull();
    assertThat(owner.get("/settings").text())
        .contains("value=\"CA\" selected", "value=\"mixed\" checked");
    owner.post("/settings/lines", Map.of("state", "", "renewer", "owner"));
    assertThat(now().state()).isNull();
    assertThat(now().usualRenewer()).isEqualTo(UsualRenewer.OWNER);
    assertThat(owner.post("/settings/lines", Map.of("state", "Texas")).status()).isEqualTo(400);
  }
}
