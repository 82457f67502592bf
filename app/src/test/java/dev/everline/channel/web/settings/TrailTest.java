package dev.everline.channel.web.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.account.Account;
import dev.everline.account.AuditTrail;
import dev.everline.account.AuditTrail.Event;
import dev.everline.account.Role;
import dev.everline.catalog.Plan;
import dev.everline.channel.web.Browser;
import dev.everline.channel.web.PortalServer;
import dev.everline.kernel.LineId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The audit trail tells what happened, and what was only tried. */
class TrailTest {

  private final PortalServer server = PortalServer.shared();
  private Account account;
  private Browser owner;
  private LineId line;

  @BeforeEach
  void aLine() {
    account = server.account();
    Plan plan = server.plan(account.id());
    owner = server.member(account.id(), Role.OWNER);
    line = server.line(account.id(), plan, server.today().plusDays(20));
  }

  private List<String> acts() {
    return server.get(AuditTrail.class).list(account.id(), null, 100).stream()
        .map(Event::act)
        .toList();
  }

  private String trail() {
    return owner.get("/settings/audit").text();
  }

  @Test
  void aRefusedDepositIsNotSaidToHaveBeenMade() {
    String key = owner.get("/money").field("key");
    assertThat(owner.post("/money/fill", Map.of("amount", "5000", "key", key)).status())
        .isEqualTo(400);
    assertThat(trail())
        .contains("refused, not done: added money to the wallet")
        .doesNotContain("was refused");
    assertThat(acts()).startsWith("REFUSED", "WALLET_FILLED");
    assertThat(server.get(AuditTrail.class).verify(account.id()))
        .isInstanceOf(AuditTrail.Whole.class);
  }

  @Test
  void refusedChangesOfALineAreSaidToBeRefused() {
    owner.post("/lines/" + line + "/edit", Map.of("state", "Nowhere"));
    owner.post("/lines/" + line + "/renewed-by", Map.of("by", "everline", "ceiling", "-3"));
    owner.post("/lines/" + line + "/renew", Map.of("choice", "whole-1", "key", "x"));
    assertThat(trail())
        .contains("refused, not done: edited a line’s details")
        .contains("refused, not done: changed who renews a line");
  }

  @Test
  void whatHappenedReadsAsDoneAndSavingNothingNewIsNoEntry() {
    owner.post("/lines/" + line + "/edit", Map.of("label", "Grandma"));
    int before = acts().size();
    owner.post("/lines/" + line + "/edit", Map.of("label", "Grandma"));
    assertThat(acts()).hasSize(before);
    assertThat(trail()).contains("edited a line’s details").doesNotContain("refused, not done");
  }

  @Test
  void whatItWasDoneToIsNamedAndLinkedAndNoIdIsShown() {
    owner.post("/lines/" + line + "/edit", Map.of("label", "Grandma"));
    owner.post("/settings/invitations", Map.of("role", "VIEWER"));
    assertThat(trail())
        .contains("<a href=\"/lines/" + line + "\"><bdi>Grandma</bdi></a>")
        .contains("<bdi>viewer</bdi>")
        .contains("data-label=\"Subject\"")
        .doesNotContain(">" + line + "<");
    owner.post("/lines/" + line + "/remove", Map.of());
    assertThat(trail()).contains("a removed line").doesNotContain("Grandma");
  }
}
