package dev.everline.channel.web.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.account.Account;
import dev.everline.account.AuditTrail;
import dev.everline.account.Role;
import dev.everline.catalog.Plan;
import dev.everline.channel.web.Browser;
import dev.everline.channel.web.Browser.Page;
import dev.everline.channel.web.PortalServer;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.payment.Wallet;
import dev.everline.storage.Dump;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The devices on which a member is known: what members see of them, and that one can be forgotten.
 */
class KnownDevicesTest {

  private static final String PHONE = "Mozilla/5.0 (Android 16; Mobile) Firefox/140.0";
  private static final String DESK = "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0";
  private static final String ASKED = "Confirm it’s you";

  private static PortalServer server;
  private static Plan plan;
  private Account household;
  private Browser desk;
  private Browser phone;

  @BeforeAll
  static void start() {
    server = new PortalServer();
    plan = server.plan(server.account().id());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Somebody who has authenticated at a desk, and an hour later on a phone. */
  @BeforeEach
  void aMemberWithTwoDevices() {
    household = server.account();
    server.get(Wallet.class).deposit(household.id(), Money.usd(900_00));
    desk = server.member(household.id(), Role.OWNER);
    desk.headers.put("User-Agent", DESK);
    desk.signIn(PortalServer.PASSWORD);
    proves(desk);
    server.clock.move(Duration.ofHours(1));
    phone = server.browser();
    phone.name = desk.name;
    phone.headers.put("User-Agent", PHONE);
    phone.signIn(PortalServer.PASSWORD);
    proves(phone);
  }

  private static void proves(Browser member) {
    Page proved =
        member.post(
            "/step-up", Map.of("next", "/settings", "step-up-password", PortalServer.PASSWORD));
    assertThat(proved.location()).isEqualTo("/settings");
  }

  private Page renew(Browser who) {
    LineId line = server.line(household.id(), plan, server.today().plusDays(3));
    String path = "/lines/" + line + "/renew";
    return who.post(path, Map.of("choice", "whole-1", "key", who.get(path).field("key")));
  }

  /** The addresses by which the devices are forgotten, as they are listed. */
  private static List<String> forgetting(Browser who) {
    return Pattern.compile("action=\"(/settings/devices/[0-9a-f]+/forget)\"")
        .matcher(who.get("/settings/devices").text())
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  @Test
  void eachIsListedWithItsLastProofAndTheOneInHandIsMarked() {
    String seen = desk.get("/settings/devices").text();
    assertThat(seen).containsSubsequence("Firefox, Android", "Chrome, Linux", "this one");
    assertThat(seen.split("this one", -1)).hasSize(2);
    assertThat(phone.get("/settings/devices").text())
        .containsSubsequence("Firefox, Android", "this one", "Chrome, Linux");
    assertThat(Dump.columnsWith(server.database, List.of("Firefox/140", "Chrome/140"))).isEmpty();
    server.clock.move(Duration.ofDays(90).minusMinutes(30));
    desk.signIn(PortalServer.PASSWORD);
    assertThat(desk.get("/settings/devices").text())
        .contains("Firefox, Android")
        .doesNotContain("<p>Chrome, Linux");
  }

  @Test
  void oneThatIsForgottenIsAskedAgainAtOnceAndTheOtherIsNot() {
    assertThat(renew(phone).location()).startsWith("/orders/");
    assertThat(desk.post(forgetting(desk).getFirst(), Map.of()).location())
        .isEqualTo("/settings/devices");
    assertThat(renew(phone).text()).contains(ASKED);
    assertThat(renew(desk).location()).startsWith("/orders/");
    assertThat(forgetting(desk)).hasSize(1);
    assertThat(server.get(AuditTrail.class).list(household.id(), null, 100))
        .extracting(AuditTrail.Event::act)
        .containsOnlyOnce("DEVICE_FORGOTTEN");
    proves(phone);
    server.clock.move(Duration.ofMinutes(11));
    assertThat(renew(phone).location()).startsWith("/orders/");
    assertThat(forgetting(desk)).hasSize(2);
  }

  @Test
  void nobodyForgetsForSomebodyElse() {
    String mine = forgetting(desk).getFirst();
    Browser other = server.member(household.id(), Role.OWNER);
    assertThat(other.post(mine, Map.of()).status()).isEqualTo(404);
    assertThat(desk.post("/settings/devices/xyz/forget", Map.of()).status()).isEqualTo(400);
    assertThat(forgetting(desk)).hasSize(2);
  }
}
