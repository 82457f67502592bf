package dev.everline.channel.web.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.TestCarrier.Mood;
import dev.everline.account.Account;
import dev.everline.account.ApiTokens;
import dev.everline.account.Role;
import dev.everline.catalog.Plan;
import dev.everline.channel.RawHttp;
import dev.everline.channel.web.Browser;
import dev.everline.channel.web.Browser.Page;
import dev.everline.channel.web.PortalServer;
import dev.everline.kernel.LineId;
import dev.everline.kernel.MemberId;
import dev.everline.kernel.Money;
import dev.everline.payment.Wallet;
import dev.everline.renewal.OrderDesk;
import dev.everline.renewal.Renewals;
import dev.everline.renewal.engine.Heartbeat;
import dev.everline.renewal.order.Order;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openpdf.text.pdf.PdfName;
import org.openpdf.text.pdf.PdfReader;
import org.openpdf.text.pdf.parser.PdfTextExtractor;
import tools.jackson.databind.json.JsonMapper;

/** A renewal under way, as an open page hears of it: a stream over a socket. */
class ProgressTest {

  private static PortalServer server;
  private static Plan plan;
  private Account household;
  private Browser owner;

  @BeforeAll
  static void start() {
    server = new PortalServer();
    plan = server.plan(server.account().id());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void aHousehold() {
    server.carrier.mood = Mood.WILLING;
    household = server.account();
    owner = server.member(household.id(), Role.OWNER);
    server.get(Wallet.class).deposit(household.id(), Money.usd(500_00));
  }

  private LineId line() {
    return server.line(household.id(), plan, server.today().plusDays(3));
  }

  private Order order(Mood mood) {
    server.carrier.mood = mood;
    Order order =
        server
            .get(Renewals.class)
            .renew(household.id(), line(), Renewals.Wish.wholePeriods(1), null, "portal");
    server.carrier.mood = Mood.WILLING;
    return order;
  }

  /** The carrier had renewed all the same, and says so when it is asked. */
  private void comesOut(Order lost) {
    server.carrier.paid.put(lost.id().toString(), lost.topUp());
    server.clock.move(Duration.ofMinutes(5));
    server.get(Heartbeat.class).beat();
    assertThat(server.get(OrderDesk.class).order(household.id(), lost.id()).state().code())
        .isEqualTo("RENEWED");
  }

  /** Waits for an event of this name; signs of life and steps on the way may come before it. */
  private static String next(Iterator<String> lines, String name) {
    while (lines.hasNext()) {
      if (lines.next().equals("event:" + name)) {
        return lines.next();
      }
    }
    throw new AssertionError("the stream ended before " + name);
  }

  @Test
  void aStreamTellsWhenAnOrderThatWasInDoubtHasEndedAndEndsThen() {
    Order lost = order(Mood.SILENT);
    String page = "/orders/" + lost.id();
    assertThat(owner.get(page).text()).contains("data-events=\"" + page + "/events\"");
    HttpResponse<Stream<String>> stream = owner.stream(page + "/events");
    assertThat(stream.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/event-stream");
    Iterator<String> lines = stream.body().iterator();
    assertThat(next(lines, "watched")).startsWith("data:IN_DOUBT ");
    comesOut(lost);
    next(lines, "ended");
    assertThat(lines.hasNext() && !lines.next().isEmpty()).isFalse();
    assertThat(owner.get(page).text()).contains("Renewed.").doesNotContain("data-events");
  }

  @Test
  void aStreamOfWhatHasEndedSaysSoAtOnce() {
    Iterator<String> lines =
        owner.stream("/orders/" + order(Mood.WILLING).id() + "/events").body().iterator();
    next(lines, "ended");
  }

  @Test
  void manyOpenStreamsHoldNoConnectionToTheDatabase() {
    Order lost = order(Mood.SILENT);
    String events = "/orders/" + lost.id() + "/events";
    List<Iterator<String>> streams = new ArrayList<>();
    for (int person = 0; person < 5; person++) {
      Browser member = server.member(household.id(), Role.VIEWER);
      for (int tab = 0; tab < OrderWatch.MOST_OF_A_MEMBER; tab++) {
        Iterator<String> lines = member.stream(events).body().iterator();
        next(lines, "watched");
        streams.add(lines);
      }
      assertThat(member.get(events).status()).isEqualTo(429);
    }
    // More than the pool has; a page that needs one is drawn all the same.
    assertThat(server.get(OrderWatch.class).watching()).isGreaterThan(32);
    assertThat(owner.get("/").status()).isEqualTo(200);
    comesOut(lost);
    streams.forEach(lines -> next(lines, "ended"));
    assertThat(server.get(OrderWatch.class).watching()).isZero();
  }

  @Test
  void aThousandStreamsAreWatchedAndNoMoreAndAllHearOfTheEnd() {
    Order lost = order(Mood.SILENT);
    String events = "/orders/" + lost.id() + "/events";
    OrderWatch watch = server.get(OrderWatch.class);
    Iterator<String> first = owner.stream(events).body().iterator();
    next(first, "watched");
    int members = 0;
    while (watch.watching() < OrderWatch.MOST) {
      assertThat(watch.watch(lost, MemberId.of(household.id().bucket(), 1_000 + members / 8)))
          .isPresent();
      members++;
    }
    assertThat(watch.watch(lost, MemberId.of(household.id().bucket(), 999_999))).isEmpty();
    Browser late = server.member(household.id(), Role.VIEWER);
    assertThat(late.get(events).status()).isEqualTo(429);
    // Its page does without, and all others are drawn as ever.
    assertThat(late.get("/orders/" + lost.id()).status()).isEqualTo(200);
    comesOut(lost);
    next(first, "ended");
    while (watch.watching() > 0) {
      Thread.onSpinWait();
    }
    assertThat(late.get(events).status()).isEqualTo(200);
  }

  /** A label says what its owner likes; a receipt is a document in any case. */
  @Test
  void aHostileLabelIsOnlyTextOnAReceiptAndInItsFile() throws IOException {
    String token = server.get(ApiTokens.class).create(household.id(), "labels", null);
    for (String label :
        List.of(
            "<script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>",
            "${7*7} {{7*7}} @import",
            ") Tj ET /JavaScript (app.alert(1)) BT (",
            "../../../etc/passwd",
            "=HYPERLINK(\"http://evil.example\")",
            "\u202egpj.exe",
            "\ud83d\udcf1 \u0645\u0631\u062d\u0628\u0627 \u5976\u5976",
            "W".repeat(60))) {
      LineId line = line();
      RawHttp.Answer named =
          RawHttp.send(
              server.port(),
              "PATCH /api/v1/lines/" + line + " HTTP/1.1",
              Map.of("Content-Type", "application/json", "Authorization", "Bearer " + token),
              new JsonMapper()
                  .writeValueAsString(Map.of("label", label))
                  .getBytes(StandardCharsets.UTF_8));
      Order order =
          server
              .get(Renewals.class)
              .renew(household.id(), line, Renewals.Wish.wholePeriods(1), null, "portal");
      String path = "/orders/" + order.id() + "/receipt";

      Page page = owner.get(path);
      assertThat(page.status()).as(label).isEqualTo(200);
      assertThat(page.text())
          .as(label)
          .doesNotContain("<script>alert")
          .doesNotContain("<img src=x")
          .contains("<dd><bdi>")
          .contains("/receipt.pdf");
      HttpResponse<byte[]> file = owner.file(path + ".pdf");
      assertThat(file.statusCode()).as(label).isEqualTo(200);
      assertThat(file.headers().firstValue("Content-Disposition"))
          .contains("attachment; filename=\"everline-" + order.id() + ".pdf\"");
      PdfReader read = new PdfReader(file.body());
      assertThat(read.getNumberOfPages()).as(label).isEqualTo(1);
      assertThat(read.getJavaScript()).as(label).isNullOrEmpty();
      assertThat(read.getCatalog().get(PdfName.OPENACTION)).isNull();
      String text = new PdfTextExtractor(read).getTextFromPage(1);
      assertThat(text).contains(order.id().toString()).doesNotContain("\u202e");
      if (named.status() == 200 && label.chars().allMatch(c -> c < 127)) {
        assertThat(text.replaceAll("\\s", "")).as(label).contains(label.replaceAll("\\s", ""));
      }
    }
  }

  @Test
  void aSlowCarrierKeepsNobodyWaitingForThePage() {
    LineId line = line();
    String path = "/lines/" + line + "/renew";
    String key = owner.get(path).field("key");
    server.carrier.mood = Mood.SLOW;
    Page asked = owner.post(path, Map.of("choice", "whole-1", "key", key));
    assertThat(owner.follow(asked).text()).contains("In progress.").contains("data-events");
    // Once more, from another tab: the same order, and nothing more is asked.
    assertThat(owner.post(path, Map.of("choice", "whole-1", "key", key)).location())
        .isEqualTo(asked.location());
    Iterator<String> lines = owner.stream(asked.location() + "/events").body().iterator();
    next(lines, "watched");
    server.carrier.answers.release();
    next(lines, "ended");
    assertThat(owner.follow(asked).text()).contains("Renewed.");
    assertThat(server.carrier.paid).containsKey(asked.location().replace("/orders/", ""));
  }
}
