package dev.everline.channel.web.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.everline.account.Role;
import dev.everline.channel.RawHttp;
import dev.everline.channel.web.Browser;
import dev.everline.channel.web.PortalServer;
import dev.everline.lan.HomeNetwork;
import dev.everline.lan.Lan;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A phone in the home network: over real sockets, trusting nothing but what it was taught. */
class HomeNetworkTest {

  private static final String NAME = "everline.test";

  private static PortalServer server;
  private static Lan lan;

  @BeforeAll
  static void start() {
    server =
        new PortalServer(
            // Other than for most tests, no proxy on this machine decides about names.
            "--everline.proxies=10.0.0.5",
            "--everline.lan.on=true",
            "--everline.lan.name=" + NAME,
            "--everline.lan.port=0",
            "--everline.lan.setup-port=0");
    lan = server.get(HomeNetwork.class).lan().orElseThrow();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static RawHttp.Answer plain(String line, Map<String, String> headers) {
    return RawHttp.send(lan.setupPort(), line, headers, new byte[0]);
  }

  /** What is there for a phone, got as a phone gets it. */
  private static byte[] taught() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), lan.setupPort())) {
      socket
          .getOutputStream()
          .write(
              "GET /everline-ca.crt HTTP/1.1\r\nHost: 192.168.1.20\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      byte[] all = socket.getInputStream().readAllBytes();
      String text = new String(all, StandardCharsets.ISO_8859_1);
      assertThat(text).contains("Content-Type: application/x-x509-ca-cert");
      return text.substring(text.indexOf("\r\n\r\n") + 4).getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  /**
   * @param name that the phone looked up
   * @param host that it asks for
   */
  private static String secured(String name, String host, String line)
      throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(
        "taught",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(taught())));
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), lan.port());
        SSLSocket socket =
            (SSLSocket) context.getSocketFactory().createSocket(plain, name, lan.port(), true)) {
      SSLParameters checking = socket.getSSLParameters();
      checking.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(checking);
      socket
          .getOutputStream()
          .write(
              (line + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String secured(String host, String line)
      throws IOException, GeneralSecurityException {
    return secured(NAME, host, line);
  }

  @Test
  void aPhoneThatWasTaughtOpensThePortalByItsName() throws Exception {
    String page = secured(NAME + ":" + lan.port(), "GET /join");
    assertThat(page)
        .startsWith("HTTP/1.1 200")
        .contains("Set-Cookie: __Host-everline-form=")
        .contains("; Secure")
        .contains("name=\"code\"")
        // It would count for all ports of the name, also the one that phones are taught at.
        .doesNotContain("Strict-Transport-Security");
  }

  @Test
  void aPhoneIsWarnedWhereTheNameIsAnother() {
    assertThatThrownBy(() -> secured("other.test", NAME, "GET /join"))
        .isInstanceOf(SSLHandshakeException.class);
    assertThatThrownBy(() -> secured("127.0.0.1", NAME, "GET /join"))
        .isInstanceOf(SSLHandshakeException.class);
  }

  /** A site whose name leads here, a bare address, and what only looks like the name. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.168.1.20:8443",
        "[fd00::2]:8443",
        "evil.example",
        "everline.test.evil.example",
        "localhost",
        "everline.test."
      })
  void theNetworkGetsNothingOfThePortalByAnotherHost(String host) throws Exception {
    for (String line : new String[] {"GET /join", "GET /api/v1/lines", "GET /healthz", "GET /"}) {
      assertThat(secured(host, line))
          .startsWith("HTTP/1.1 421")
          .contains(lan.origin())
          .doesNotContain("Set-Cookie")
          .doesNotContain("<form");
    }
    assertThat(secured(host, "POST /join")).startsWith("HTTP/1.1 421").doesNotContain("Set-Cookie");
  }

  @Test
  void withoutTlsThereAreOnlyTheStepsTheirStyleAndTheCertificate() throws Exception {
    RawHttp.Answer steps = plain("GET / HTTP/1.1", Map.of("Accept-Language", "es"));
    assertThat(steps.status()).isEqualTo(200);
    assertThat(steps.header("Content-Language")).isEqualTo("es");
    assertThat(steps.header("Set-Cookie")).isEmpty();
    assertThat(steps.body())
        .contains(lan.origin(), "everline-ca.crt")
        .doesNotContain("<form", "<script", "<input");
    String fingerprint = lan.teaches().orElseThrow().fingerprint();
    assertThat(steps.body()).contains(fingerprint.substring(0, 8 * 3 - 1));
    assertThat(plain("GET /everline.css HTTP/1.1", Map.of()).status()).isEqualTo(200);
    assertThat(plain("GET /?language=zh-CN HTTP/1.1", Map.of()).header("Content-Language"))
        .isEqualTo("zh-CN");
    assertThat(taught()).isEqualTo(lan.teaches().orElseThrow().certificate());
  }

  @Test
  void theOwnMachineAnswersToItsOwnNamesAlone() {
    assertThat(asked("localhost:" + server.port()).status()).isEqualTo(200);
    assertThat(asked("127.0.0.1:" + server.port()).status()).isEqualTo(200);
    RawHttp.Answer rebound = asked("evil.example:" + server.port());
    assertThat(rebound.status()).isEqualTo(421);
    assertThat(rebound.header("Set-Cookie")).isEmpty();
  }

  private static RawHttp.Answer asked(String host) {
    return RawHttp.send(
        server.port(),
        ("GET /join HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void thePageForThePhoneNamesTheAddressAndWhatToCompare() {
    Browser owner = server.member(server.account().id(), Role.OWNER);
    String page = owner.get("/phone").text();
    assertThat(page).contains(lan.origin(), lan.teaches().orElseThrow().title());
    assertThat(page).contains(lan.teaches().orElseThrow().fingerprint().substring(0, 23));
  }
}
