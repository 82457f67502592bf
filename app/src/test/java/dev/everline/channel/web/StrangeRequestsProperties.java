package dev.everline.channel.web;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.everline.account.Account;
import dev.everline.account.ApiTokens;
import dev.everline.account.Role;
import dev.everline.catalog.Plan;
import dev.everline.channel.RawHttp;
import dev.everline.kernel.LineId;
import dev.everline.renewal.Renewals;
import dev.everline.renewal.order.Order;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.slf4j.LoggerFactory;

/**
 * Whatever a stranger sends to whatever route, with whatever credentials: it is answered as their
 * mistake, and fills no log.
 */
class StrangeRequestsProperties {

  /** Somebody who sends; a form's token goes with the cookies. */
  private record Sender(Browser browser, String formToken, String bearer) {}

  /** Until the container begins there is none. */
  @SuppressWarnings("NullAway.Init")
  private static PortalServer server;

  private static final List<Sender> SENDERS = new ArrayList<>();
  private static final List<String[]> ROUTES = new ArrayList<>();
  private static final Heard LOG = new Heard();

  /** Keeps what is logged. */
  private static final class Heard extends AppenderBase<ILoggingEvent> {
    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent event) {
      events.add(event);
    }
  }

  @BeforeContainer
  static void start() throws IOException {
    server = new PortalServer();
    Account account = server.account();
    Plan plan = server.plan(account.id());
    LineId line = server.line(account.id(), plan, server.today().plusDays(3));
    Order order =
        server
            .get(Renewals.class)
            .renew(account.id(), line, Renewals.Wish.wholePeriods(1), null, "portal");
    String token = server.get(ApiTokens.class).create(account.id(), "storm", null);
    Browser owner = server.member(account.id(), Role.OWNER);
    Browser operator = server.operator();
    for (Browser browser : List.of(server.browser(), owner, operator)) {
      SENDERS.add(new Sender(browser, browser.token(), ""));
    }
    Browser nobody = server.browser();
    SENDERS.add(new Sender(nobody, nobody.token(), token));
    try (InputStream file =
        StrangeRequestsProperties.class.getResourceAsStream("/every-door.txt")) {
      new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(row -> !row.isBlank() && !row.startsWith("#"))
          .map(row -> row.split(" +"))
          // These fail on purpose, or end what the senders need.
          .filter(row -> !row[2].contains("failing") && !row[2].equals("/sign-out"))
          .filter(row -> !row[2].endsWith("/events"))
          .forEach(
              row -> {
                ROUTES.add(row);
                if (row[2].contains("{line}") || row[2].contains("{order}")) {
                  String real =
                      row[2]
                          .replace("{line}", line.toString())
                          .replace("{order}", order.id().toString());
                  ROUTES.add(new String[] {row[0], row[1], real});
                }
              });
    }
    // What is made once, when it is first asked for, has its own to say.
    RawHttp.send(server.port(), "GET /api/v1/openapi.json HTTP/1.1", Map.of(), new byte[0]);
    LOG.start();
    root().addAppender(LOG);
  }

  @AfterContainer
  static void stop() {
    root().detachAppender(LOG);
    server.close();
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  private static void isAnsweredQuietly(byte[] request, RawHttp.Answer answer) {
    String sent = new String(request, StandardCharsets.ISO_8859_1);
    // 501 and 505 say that it isn't HTTP as anybody here speaks it. Here no heart beats, and that a
    // server isn't ready is what the question whether it is asks for.
    boolean notReady = answer.status() == 503 && sent.contains("/readyz");
    assertThat(answer.status())
        .as(sent)
        .matches(code -> code < 500 || code == 501 || code == 505 || notReady);
    assertThat(LOG.events).as(sent).hasSizeLessThanOrEqualTo(1);
    assertThat(LOG.events).as(sent).allMatch(event -> event.getThrowableProxy() == null);
  }

  @Property(tries = 1_000, seed = "20261129")
  void whateverIsSentToAnyRouteIsAnsweredAsTheSendersMistakeAndFillsNoLog(@ForAll long seed) {
    int route = Math.floorMod(seed, ROUTES.size());
    Sender sender = SENDERS.get(Math.floorMod(seed >> 16, SENDERS.size()));
    byte[] request =
        new StrangeRequests(seed)
            .request(
                ROUTES.get(route)[1],
                ROUTES.get(route)[2],
                sender.browser().cookies,
                URLEncoder.encode(sender.formToken(), StandardCharsets.UTF_8),
                sender.bearer());
    LOG.events.clear();
    isAnsweredQuietly(request, RawHttp.send(server.port(), request));
  }

  @Example
  void aFormsTokenThatIsNoTextIsAnOldForm() {
    Sender nobody = SENDERS.getFirst();
    // As long as a true one, so that it is taken apart; what comes out is no UTF-8.
    byte[] body =
        ("language=en&_csrf=" + "A".repeat(48) + "_".repeat(48))
            .getBytes(StandardCharsets.US_ASCII);
    LOG.events.clear();
    RawHttp.Answer answer =
        RawHttp.send(
            server.port(),
            "POST /language HTTP/1.1",
            Map.of(
                "Content-Type",
                "application/x-www-form-urlencoded",
                "Cookie",
                "everline-form=" + nobody.browser().cookie("everline-form")),
            body);
    assertThat(answer.status()).isEqualTo(403);
    assertThat(LOG.events).isEmpty();
  }

  @Example
  void aNumberBeyond64BitsInAChangeIsNamedAsTheWrongField() {
    LOG.events.clear();
    RawHttp.Answer answer =
        RawHttp.send(
            server.port(),
            "POST /api/v1/lines/ln_0G00000000001X/quotes HTTP/1.1",
            Map.of(
                "Content-Type",
                "application/json",
                "Authorization",
                "Bearer " + SENDERS.getLast().bearer()),
            "{\"kind\": \"WHOLE_PERIOD\", \"count\": 99999999999999999999}"
                .getBytes(StandardCharsets.US_ASCII));
    assertThat(answer.status()).isBetween(400, 404);
    assertThat(LOG.events).isEmpty();
  }
}
