package dev.everline.catalog.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.everline.catalog.bundle.BundleRefused;
import dev.everline.catalog.bundle.BundleRefused.Why;
import dev.everline.catalog.bundle.SignedBundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleSourceTest {

  private final BundleSource source = new BundleSource();
  private final AtomicInteger elsewhere = new AtomicInteger();
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/good", exchange -> answer(exchange, 200, new byte[] {1, 2, 3}));
    server.createContext("/gone", exchange -> answer(exchange, 404, new byte[0]));
    server.createContext(
        "/huge", exchange -> answer(exchange, 200, new byte[SignedBundle.MOST_BYTES + 1]));
    server.createContext(
        "/moved",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/elsewhere");
          answer(exchange, 302, new byte[0]);
        });
    server.createContext(
        "/elsewhere",
        exchange -> {
          elsewhere.incrementAndGet();
          answer(exchange, 200, new byte[0]);
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    try (exchange) {
      boolean known = "\"one\"".equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
      exchange.getResponseHeaders().add("ETag", "\"one\"");
      exchange.sendResponseHeaders(
          known ? 304 : status, known || body.length == 0 ? -1 : body.length);
      if (!known) {
        exchange.getResponseBody().write(body);
      }
    } catch (IOException hungUp) {
      // The one who asked has seen enough.
      assertThat(hungUp).isNotNull();
    }
  }

  private URI at(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private static void isRefused(Why why, ThrowingCallable work) {
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(
            BundleRefused.class, refused -> assertThat(refused.why()).isEqualTo(why));
  }

  @Test
  void aBundleIsFetchedAndNotAgainWhileItIsTheSame() {
    BundleSource.Found found = source.get(at("/good"));
    assertThat(found.file()).containsExactly(1, 2, 3);
    assertThat(source.get(at("/good"), found.tag())).isEmpty();
  }

  @Test
  void anotherAddressIsNeverFollowed() {
    isRefused(Why.UNREACHABLE, () -> source.get(at("/moved")));
    assertThat(elsewhere).hasValue(0);
  }

  @Test
  void whatIsMissingTooLargeOrSilentIsSaid() {
    isRefused(Why.UNREACHABLE, () -> source.get(at("/gone")));
    isRefused(Why.TOO_LARGE, () -> source.get(at("/huge")));
    URI silent = at("/good");
    server.stop(0);
    isRefused(Why.UNREACHABLE, () -> source.get(silent));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.com/bundle",
        "https://user:secret@example.com/bundle",
        "https://example.com/bundle#part",
        "https:///bundle",
        "ftp://example.com/bundle",
        "file:///etc/passwd",
        "https://exa mple.com",
        "http://127.0.0.1.example.com/"
      })
  void onlySecureAddressesAreTaken(String address) {
    assertThatThrownBy(() -> BundleSource.address("The address", address))
        .isInstanceOf(BundleRefused.class)
        .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("secret"));
  }

  @Test
  void thisMachineMayBeAskedWithoutTls() {
    assertThat(BundleSource.address("The address", "http://localhost:8080/b")).isNotNull();
    assertThat(BundleSource.address("The address", "https://example.com/b")).isNotNull();
  }
}
