package dev.everline.notice.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.AtOnce;
import dev.everline.account.Account;
import dev.everline.account.Role;
import dev.everline.catalog.Plan;
import dev.everline.channel.web.Browser;
import dev.everline.channel.web.Browser.Page;
import dev.everline.channel.web.PortalServer;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.line.LineFilter;
import dev.everline.line.LineService;
import dev.everline.line.LineStore;
import dev.everline.notice.Notices;
import dev.everline.payment.Wallet;
import dev.everline.renewal.Renewals;
import dev.everline.renewal.engine.Heartbeat;
import dev.everline.renewal.order.Order;
import dev.everline.sandbox.push.PushSandbox;
import dev.everline.sandbox.push.Subscriber;
import dev.everline.words.Language;
import dev.everline.words.Messages;
import dev.everline.words.Words;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What members are told on their devices, against a push service that reads as a browser would. */
class PushTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static PortalServer server;
  private static Plan plan;
  private static PushDelivery notices;

  private Account household;
  private Browser owner;
  private Subscriber subscriber;

  @BeforeAll
  static void start() {
    server = new PortalServer();
    plan = server.plan(server.account().id());
    notices = server.get(PushDelivery.class);
    // Each test delivers by itself, when it wants.
    server.get(PushRunner.class).stop();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void anOwnerWithNoticesInTheirBrowser() {
    household = server.account();
    owner = server.member(household.id(), Role.OWNER);
    server.get(Wallet.class).deposit(household.id(), Money.usd(500_00));
    subscriber = server.subscriber();
    Page added = owner.post("/settings/app/devices", server.subscription(subscriber));
    assertThat(added.status()).as(added.text()).isEqualTo(303);
  }

  private Order renew() {
    LineId line = server.line(household.id(), plan, server.today().plusDays(5));
    return server
        .get(Renewals.class)
        .renew(household.id(), line, Renewals.Wish.wholePeriods(1), null, "api");
  }

  /** The heartbeat looks at a line that ends in three days, and reminds. */
  private LineId remind() {
    LineId line = server.line(household.id(), plan, server.today().plusDays(3));
    server.wake(line, server.clock.instant().minusSeconds(1));
    server.get(Heartbeat.class).beat();
    assertThat(server.get(Notices.class).list(household.id(), true, 10)).isNotEmpty();
    return line;
  }

  /** Nobody is told any more of what a test has left, however far the next ones move the clock. */
  @AfterEach
  void theHouseholdLeaves() {
    LineStore lines = server.get(LineStore.class);
    lines
        .list(household.id(), LineFilter.ALL, null, 100)
        .lines()
        .forEach(line -> server.get(LineService.class).remove(line.id()));
    for (String device = device(); !device.isEmpty(); device = device()) {
      owner.post("/settings/app/devices/" + device + "/end", Map.of());
    }
    notices.deliver();
  }

  private static JsonNode read(PushSandbox.Message message) {
    return JSON.readTree(message.text());
  }

  private String device() {
    return Pattern.compile("/settings/app/devices/(dv_[^/]+)/end")
        .matcher(owner.get("/settings/app").text())
        .results()
        .map(match -> match.group(1))
        .findFirst()
        .orElse("");
  }

  private long due() {
    return server.database.number(
        "SELECT count(*) FROM everline.push_due WHERE bucket = %d"
            .formatted(household.id().bucket()));
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void aReminderComesOnceInTheMembersLanguageAndWithoutTheNumber(Language language) {
    owner.post("/settings/preferences", Map.of("language", language.tag()));
    int before = server.push.requests();
    LineId line = remind();
    notices.deliver();
    notices.deliver();
    PushSandbox.Message message = server.push.next(subscriber);
    JsonNode notice = read(message);
    Messages messages = Messages.load(language);
    assertThat(notice.path("title").asString()).startsWith("•••");
    assertThat(notice.path("body").asString()).startsWith(messages.say("notice.EXPIRES_SOON"));
    assertThat(notice.path("lang").asString()).isEqualTo(language.tag());
    assertThat(notice.path("url").asString()).isEqualTo("/lines/" + line);
    assertThat(notice.path("badge").asInt()).isEqualTo(1);
    assertThat(message.text()).doesNotContainPattern("212.?555");
    assertThat(message.topic()).isEqualTo(notice.path("tag").asString());
    assertThat(message.contact()).startsWith("mailto:");
    assertThat(server.push.requests()).isEqualTo(before + 1);
    assertThat(due()).isZero();
  }

  @Test
  void aRenewalIsToldWithItsNewEnd() {
    Order order = renew();
    notices.deliver();
    Words words =
        new Words(Language.ENGLISH, Messages.load(Language.ENGLISH), ZoneId.of("America/New_York"));
    assertThat(read(server.push.next(subscriber)).path("body").asString())
        .isEqualTo(words.say("push.renewed-until", words.date(order.validUntil())));
  }

  @Test
  void onlyWhatWasChosenIsTold() {
    owner.post("/settings/app/devices/" + device(), Map.of("wants", "AT_RISK"));
    assertThat(owner.get("/settings/app").text())
        .contains("value=\"AT_RISK\" checked")
        .doesNotContain("value=\"RENEWED\" checked");
    int before = server.push.requests();
    renew();
    assertThat(due()).isEqualTo(1);
    notices.deliver();
    assertThat(due()).isZero();
    assertThat(server.push.requests()).isEqualTo(before);
    owner.post("/settings/app/devices/" + device(), Map.of("wants", "RENEWED"));
    renew();
    notices.deliver();
    assertThat(server.push.next(subscriber).text()).contains("•••");
  }

  @Test
  void whatIsSettledBeforeItCouldBeToldIsNotTold() {
    LineId line = remind();
    server
        .get(Renewals.class)
        .renew(household.id(), line, Renewals.Wish.wholePeriods(1), null, "api");
    notices.deliver();
    assertThat(read(server.push.next(subscriber)).path("badge").asInt()).isZero();
    assertThat(server.push.waiting(subscriber)).isZero();
    assertThat(due()).isZero();
  }

  @Test
  void everyMemberIsToldOnEachOfTheirDevicesAndNoOtherAccountIs() {
    Browser viewer = server.member(household.id(), Role.VIEWER);
    Subscriber tablet = server.subscriber();
    Subscriber phone = server.subscriber();
    Subscriber neighbour = server.subscriber();
    viewer.post("/settings/app/devices", server.subscription(tablet));
    viewer.post("/settings/app/devices", server.subscription(phone));
    server
        .member(server.account().id(), Role.OWNER)
        .post("/settings/app/devices", server.subscription(neighbour));
    renew();
    notices.deliver();
    for (Subscriber told : List.of(subscriber, tablet, phone)) {
      assertThat(server.push.waiting(told)).isEqualTo(1);
    }
    assertThat(server.push.waiting(neighbour)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503, 500, 403})
  void aServiceThatPutsItOffIsAskedAgainWhenItWantsAndNotBefore(int status) {
    server.push.answerNext(status, 120);
    int before = server.push.requests();
    renew();
    notices.deliver();
    server.clock.move(Duration.ofSeconds(119));
    notices.deliver();
    assertThat(server.push.requests()).isEqualTo(before + 1);
    server.clock.move(Duration.ofSeconds(2));
    notices.deliver();
    assertThat(server.push.requests()).isEqualTo(before + 2);
    assertThat(server.push.waiting(subscriber)).isEqualTo(1);
  }

  @Test
  void withoutAWordOfTheServiceTheWaitDoubles() {
    renew();
    for (int seconds : new int[] {30, 60, 120}) {
      server.push.answerNext(502, null);
      notices.deliver();
      int asked = server.push.requests();
      server.clock.move(Duration.ofSeconds(seconds - 1));
      notices.deliver();
      assertThat(server.push.requests()).as(seconds + " s").isEqualTo(asked);
      server.clock.move(Duration.ofSeconds(1));
    }
    notices.deliver();
    assertThat(server.push.waiting(subscriber)).isEqualTo(1);
  }

  @Test
  void oldNewsIsNoNews() {
    int before = server.push.requests();
    renew();
    server.clock.move(Duration.ofDays(2).plusSeconds(1));
    notices.deliver();
    assertThat(server.push.requests()).isEqualTo(before);
    assertThat(due()).isZero();
  }

  @Test
  void aNoticeThatTheServiceNeverTakesIsGivenUp() {
    server.push.answerNext(413, null);
    renew();
    notices.deliver();
    assertThat(due()).isZero();
    assertThat(device()).isNotEmpty();
  }

  @Test
  void aBrowserThatHasEndedItsSubscriptionIsTakenOffTheList() {
    server.push.forget(subscriber);
    renew();
    renew();
    notices.deliver();
    assertThat(device()).isEmpty();
    notices.deliver();
    assertThat(due()).isZero();
  }

  @Test
  void whoSignsOutIsNotToldThereAnyMore() {
    int before = server.push.requests();
    owner.post("/sign-out", Map.of());
    renew();
    notices.deliver();
    assertThat(server.push.requests()).isEqualTo(before);
  }

  @Test
  void aBrowserThatAnotherMemberUsesNowIsToldNothingOfTheFirst() {
    Browser other = server.member(household.id(), Role.OWNER);
    Map<String, String> seen = Map.of("endpoint", subscriber.endpoint().toString());
    assertThat(other.post("/settings/app/devices/seen", seen).status()).isEqualTo(404);
    assertThat(owner.post("/settings/app/devices/seen", seen).status()).isEqualTo(204);
  }

  @Test
  void aDeviceIsToldUntilTheSessionEndsInWhichItWasLastSeen() {
    Browser again = server.browser();
    again.name = owner.name;
    again.signIn(PortalServer.PASSWORD);
    Map<String, String> seen = Map.of("endpoint", subscriber.endpoint().toString());
    assertThat(again.post("/settings/app/devices/seen", seen).status()).isEqualTo(204);
    owner.post("/sign-out", Map.of());
    renew();
    notices.deliver();
    assertThat(server.push.waiting(subscriber)).isEqualTo(1);
  }

  @Test
  void twoServersTellEachNoticeOnce() throws Exception {
    for (int i = 0; i < 12; i++) {
      server.get(Wallet.class).deposit(household.id(), Money.usd(100_00));
      renew();
    }
    long all = due();
    assertThat(all).isEqualTo(12);
    int before = server.push.requests();
    Callable<Boolean> delivering =
        () -> {
          notices.deliver();
          return true;
        };
    AtOnce.all(List.of(delivering, delivering));
    assertThat(server.push.requests()).isEqualTo(before + 12);
    assertThat(server.push.waiting(subscriber)).isEqualTo(12);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://push.example.com/x",
        "http://fcm.googleapis.com/x",
        "https://fcm.googleapis.com.example.com/x",
        "https://fcm.googleapis.com:8443/x",
        "https://somebody@fcm.googleapis.com/x",
        "https://169.254.169.254/x",
        "http://localhost/x",
        "file:///etc/hosts"
      })
  void onlyPushServicesOfBrowsersAreEverCalled(String endpoint) {
    Map<String, String> form = new HashMap<>(server.subscription(subscriber));
    form.put("endpoint", endpoint);
    assertThat(owner.post("/settings/app/devices", form).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://fcm.googleapis.com/fcm/send/x",
        "https://updates.push.services.mozilla.com/wpush/v2/x",
        "https://web.push.apple.com/x",
        "https://wns2-by3p.notify.windows.com/w/?token=x"
      })
  void thoseOfTheKnownBrowsersAre(String endpoint) {
    Map<String, String> form = new HashMap<>(server.subscription(subscriber));
    form.put("endpoint", endpoint);
    assertThat(owner.post("/settings/app/devices", form).status()).isEqualTo(303);
  }

  @Test
  void whatIsNoSubscriptionIsRefused() {
    for (String field : List.of("p256dh", "auth", "endpoint")) {
      Map<String, String> form = new HashMap<>(server.subscription(subscriber));
      form.put(field, "not one");
      assertThat(owner.post("/settings/app/devices", form).status()).as(field).isEqualTo(400);
    }
  }

  @Test
  void whereADeviceIsReachedIsShownToNobody() {
    String secret = subscriber.endpoint().getPath();
    for (String path : List.of("/settings/app", "/settings", "/settings/audit")) {
      assertThat(owner.get(path).text()).as(path).doesNotContain(secret);
    }
  }
}
