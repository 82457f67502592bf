package dev.everline.channel.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.account.Account;
import dev.everline.account.Role;
import dev.everline.catalog.Plan;
import dev.everline.channel.web.Browser.Page;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.payment.Wallet;
import dev.everline.renewal.Renewals;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A line whose carrier Everline can't pay from here, wherever the portal shows it. */
class OutOfReachTest {

  private static PortalServer server;
  private static Account account;
  private static Browser owner;
  private static LineId line;

  @BeforeAll
  static void start() {
    server = new PortalServer();
    account = server.account();
    Plan plan = server.plan(account.id());
    owner = server.member(account.id(), Role.OWNER);
    server.get(Wallet.class).deposit(account.id(), Money.usd(100_00));
    line = server.line(account.id(), plan, server.today());
    server.carrier.unreached = plan.carrier();
    assertThat(owner.post("/lines/" + line + "/auto-renew", Map.of("on", "true")).location())
        .isEqualTo("/lines/" + line);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void renewSaysFirstThatItCantBePaidHereAndOffersNoPriceNorWallet(Language language) {
    owner.headers.put("Accept-Language", language.tag());
    Messages messages = Messages.load(language);

    String page = owner.get("/lines/" + line + "/renew").text();

    assertThat(page)
        .contains(messages.say("elsewhere.cannot", brand()))
        .doesNotContain(messages.say("renew.price"))
        .doesNotContain("name=\"key\"")
        .doesNotContain("100.00");
    assertThat(owner.get("/lines/" + line).text())
        .contains(messages.say("elsewhere.cannot", brand()))
        .contains(messages.say("line.auto-no-route", brand()));
    assertThat(owner.get("/").text())
        .contains(messages.say("card.how"))
        .contains("line-card--soon")
        .doesNotContain(messages.say("home.coming"));
    owner.headers.put("Accept-Language", "en");
  }

  private static String brand() {
    return server
        .get(dev.everline.catalog.Catalog.class)
        .carrier(server.carrier.unreached)
        .brand()
        .replace("&", "&amp;");
  }

  @Test
  void whatCanNotBeDoneIsNotConfirmedByAFormOfOneself() {
    Page refused =
        owner.post("/lines/" + line + "/renew", Map.of("choice", "whole-1", "key", "a-key"));

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text()).contains(Messages.load(Language.ENGLISH).say("problem.NO_ROUTE"));
    assertThat(server.get(Renewals.class).orders(account.id(), null, 9)).isEmpty();
  }

  @Test
  void anOwnerSaysWhereTheyLiveAndNobodyElseDoes() {
    assertThat(owner.post("/settings/zone", Map.of("zone", "Asia/Shanghai")).location())
        .isEqualTo("/settings#zone");
    assertThat(owner.get("/settings").text()).contains("<option value=\"Asia/Shanghai\" selected");
    for (String none :
        List.of("Mars/Olympus", "-1", "+18:00", "UTC+3", "Z", "Etc/GMT+5", "GMT0", "EST", "")) {
      assertThat(owner.post("/settings/zone", Map.of("zone", none)).status())
          .as(none)
          .isEqualTo(400);
    }
    Browser viewer = server.member(account.id(), Role.VIEWER);
    assertThat(viewer.post("/settings/zone", Map.of("zone", "UTC")).status()).isEqualTo(403);
  }
}
