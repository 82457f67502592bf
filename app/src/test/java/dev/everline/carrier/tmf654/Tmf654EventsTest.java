package dev.everline.carrier.tmf654;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.carrier.CarrierConnector.Pending;
import dev.everline.carrier.CarrierConnector.TopUp;
import dev.everline.carrier.Carriers;
import dev.everline.carrier.TopUpHint;
import dev.everline.kernel.Money;
import dev.everline.sandbox.carrier.CarrierSandbox;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;

/** Events from the sandbox's hub, and from strangers, to the real listener over the socket. */
class Tmf654EventsTest {

  private static final String SECRET = "0123456789abcdef";
  private static final String EVENT =
      "{\"eventType\":\"TopupBalanceCreateEvent\",\"event\":{\"topupBalance\":{\"id\":\"1\",\"description\":\"%s\"}}}";

  @TempDir static Path folder;
  private static @Nullable CarrierSandbox sandbox;
  private static @Nullable ConfigurableApplicationContext context;
  private static SandboxControl control = new SandboxControl(URI.create("http://127.0.0.1:1"));
  private static BlockingQueue<TopUpHint> hints = new LinkedBlockingQueue<>();
  private static int port;

  /** Keeps the hints that are published. */
  static final class Heard {
    private final BlockingQueue<TopUpHint> hints = new LinkedBlockingQueue<>();

    @EventListener
    void on(TopUpHint hint) {
      hints.add(hint);
    }
  }

  @EnableAutoConfiguration(
      exclude = {DataSourceAutoConfiguration.class, UserDetailsServiceAutoConfiguration.class})
  @Import(CarriersWorld.class)
  static class ServingWorld {

    @Bean
    Heard heard() {
      return new Heard();
    }
  }

  @BeforeAll
  static void startBoth() throws IOException {
    CarrierSandbox started = CarrierSandbox.start(CarrierSandbox.Options.in(folder));
    sandbox = started;
    control = new SandboxControl(started.baseUri());
    control.put(
        "lines",
        """
        {"carrier":"att-prepaid","msisdn":"12125550194","plan":"monthly","priceMinor":2500,
         "validityDays":30,"basis":"from-expiry","zone":"America/New_York"}
        """);
    port = freePort();
    String route = "--everline.carriers.routes[0].";
    context =
        new SpringApplicationBuilder(ServingWorld.class)
            .run(
                "--server.port=" + port,
                "--server.address=127.0.0.1",
                "--spring.main.banner-mode=off",
                route + "name=sandbox",
                route + "kind=tmf654",
                route
                    + "base-url="
                    + started.baseUri()
                    + "/{carrier}/tmf-api/prepayBalanceManagement/v4",
                route + "carriers=att-prepaid",
                route + "hub.callback-url=http://127.0.0.1:" + port + "/",
                route + "hub.secret=" + SECRET);
    hints = context.getBean(Heard.class).hints;
  }

  /**
   * Below the ports that systems give to outgoing connections: none takes it meanwhile. By lot, so
   * that tests that run beside these rarely choose the same.
   */
  private static int freePort() throws IOException {
    for (int attempt = 0; attempt < 100; attempt++) {
      int candidate = ThreadLocalRandom.current().nextInt(20_000, 32_000);
      try (ServerSocket free = new ServerSocket(candidate, 1, InetAddress.getLoopbackAddress())) {
        return free.getLocalPort();
      } catch (BindException taken) {
        // The next one, then.
      }
    }
    throw new IOException("no port is free from 20000 to 32000");
  }

  @AfterAll
  static void stopBoth() throws IOException {
    if (context != null) {
      context.close();
    }
    if (sandbox != null) {
      sandbox.close();
    }
  }

  @BeforeEach
  void forget() {
    hints.clear();
  }

  @Test
  void theCarrierTellsWhenATopUpMovesOn() throws InterruptedException {
    TopUp topUp =
        new TopUp("or_1", "att-prepaid", "12125550194", Money.usd(2500), "monthly", 1, null);
    Carriers carriers = java.util.Objects.requireNonNull(context).getBean(Carriers.class);

    assertThat(carriers.connectorFor("att-prepaid").topUp(topUp)).isInstanceOf(Pending.class);

    assertThat(hints.poll(60, TimeUnit.SECONDS)).isEqualTo(new TopUpHint("tmf654:sandbox", "or_1"));
    control.put("clock", "{\"now\":\"2030-01-01T00:00:00Z\"}");
    assertThat(hints.poll(60, TimeUnit.SECONDS)).isEqualTo(new TopUpHint("tmf654:sandbox", "or_1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"topupBalanceCreateEvent", "topupBalanceCancelEvent", "topupBalanceFailureEvent"})
  void eachKindOfEventIsAHint(String kind) throws Exception {
    assertThat(post("sandbox/" + SECRET + "/listener/" + kind, EVENT.formatted("or_7")))
        .isEqualTo(204);
    assertThat(hints).containsExactly(new TopUpHint("tmf654:sandbox", "or_7"));
  }

  @Test
  void theSameEventTwiceIsTwoHintsAndNoHarm() throws Exception {
    String path = "sandbox/" + SECRET + "/listener/topupBalanceCreateEvent";

    assertThat(post(path, EVENT.formatted("or_7"))).isEqualTo(204);
    assertThat(post(path, EVENT.formatted("or_7"))).isEqualTo(204);
    assertThat(hints).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "sandbox/listener/topupBalanceCreateEvent",
    "sandbox/0123456789abcdeX/listener/topupBalanceCreateEvent",
    "other/0123456789abcdef/listener/topupBalanceCreateEvent"
  })
  void aStrangersEventIsAnsweredAlikeAndMeansNothing(String path) throws Exception {
    assertThat(post(path, EVENT.formatted("or_7"))).isEqualTo(204);
    assertThat(hints).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "garbage",
        "[]",
        "{\"event\":{\"topupBalance\":{}}}",
        "{\"event\":{\"topupBalance\":{\"description\":7}}}",
        "{\"event\":{\"topupBalance\":{\"description\":\"\"}}}",
        "{\"event\":{\"topupBalance\":{\"description\":\"two words\"}}}",
        "{\"event\":{\"topupBalance\":{\"description\":\"\\u0000\"}}}",
        "{\"event\":{\"topupBalance\":{\"description\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}}}",
      })
  void anEventThatHoldsNoReferenceMeansNothing(String body) throws Exception {
    assertThat(post("sandbox/" + SECRET + "/listener/topupBalanceCreateEvent", body))
        .isEqualTo(204);
    assertThat(hints).isEmpty();
  }

  @Test
  void anEventOfMoreThan64KibibytesMeansNothing() throws Exception {
    String body = EVENT.formatted("or_7") + " ".repeat(1 << 16);

    assertThat(post("sandbox/" + SECRET + "/listener/topupBalanceCreateEvent", body))
        .isEqualTo(204);
    assertThat(hints).isEmpty();
  }

  @Test
  void nothingElseIsServedThere() throws Exception {
    assertThat(post("sandbox/" + SECRET + "/listener/adjustBalanceCreateEvent", "{}"))
        .isEqualTo(404);
  }

  private static int post(String path, String body) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:" + port + "/carriers/tmf654/" + path))
                  .POST(BodyPublishers.ofString(body))
                  .build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }
}
