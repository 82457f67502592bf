package dev.everline.channel.web.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.TestCarrier.Mood;
import dev.everline.account.Account;
import dev.everline.account.Role;
import dev.everline.catalog.Plan;
import dev.everline.channel.web.Browser;
import dev.everline.channel.web.Browser.Page;
import dev.everline.channel.web.PortalServer;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.line.LineService;
import dev.everline.payment.Wallet;
import dev.everline.renewal.OrderDesk;
import dev.everline.words.Language;
import dev.everline.words.Messages;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a line's own state allows of renewals, and a renewal of changes to its line. */
class RenewableLineTest {

  private final PortalServer server = PortalServer.shared();
  private final Messages messages = Messages.load(Language.ENGLISH);
  private Account household;
  private Browser owner;
  private LineId line;
  private String path = "";

  @BeforeEach
  void aLine() {
    household = server.account();
    owner = server.member(household.id(), Role.OWNER);
    server.get(Wallet.class).deposit(household.id(), Money.usd(500_00));
    Plan plan = server.plan(household.id());
    line = server.line(household.id(), plan, server.today().plusDays(3));
    path = "/lines/" + line;
  }

  private Page renewed() {
    return owner.post(
        path + "/renew",
        Map.of("choice", "whole-1", "key", owner.get(path + "/renew").field("key")));
  }

  @Test
  void aPausedLineIsResumedBeforeItIsRenewed() {
    String key = owner.get(path + "/renew").field("key");
    owner.post(path + "/pause", Map.of("sure", "yes"));
    assertThat(owner.get(path + "/renew").text())
        .contains(messages.say("problem.LINE_PAUSED"))
        .contains("action=\"" + path + "/resume\"")
        .doesNotContain("name=\"key\"");

    Page refused = owner.post(path + "/renew", Map.of("choice", "whole-1", "key", key));
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text()).contains(messages.say("problem.LINE_PAUSED"));
    assertThat(server.get(OrderDesk.class).ordersOf(household.id(), line, 1)).isEmpty();

    owner.post(path + "/resume", Map.of());
    assertThat(owner.follow(renewed()).text()).contains(messages.say("order.renewed"));
  }

  @Test
  void thePlanOfALineIsNotEditedWhileItIsBeingRenewed() {
    server.carrier.mood = Mood.SILENT;
    try {
      renewed();
    } finally {
      server.carrier.mood = Mood.WILLING;
    }

    Page refused = owner.post(path + "/edit", Map.of("plan", ""));
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text()).contains(messages.say("problem.ORDER_UNDER_WAY"));
    assertThat(server.get(LineService.class).get(household.id(), line).plan()).isNotNull();
    assertThat(owner.post(path + "/edit", Map.of("label", "Grandma")).status()).isEqualTo(303);
  }
}
