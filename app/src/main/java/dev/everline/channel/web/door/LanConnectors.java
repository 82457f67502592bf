package dev.everline.channel.web.door;

import dev.everline.kernel.setting.Setting;
import dev.everline.lan.HomeNetwork;
import dev.everline.lan.Lan;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.Valve;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.CompressionConnectorCustomizer;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;

/**
 * The server's ways in from the home network: one with TLS for the portal, and one without, by
 * which phones get what they are to trust and which leads nowhere else. The usual one, without TLS,
 * stays this machine's own.
 */
final class LanConnectors implements ApplicationListener<WebServerInitializedEvent> {

  /** On the way without TLS there are a page, its style and a certificate. */
  private static final int SETUP_THREADS = 10;

  private static final int SETUP_CONNECTIONS = 100;
  private static final int NO_BODY = 1_024;

  private final @Nullable Lan lan;
  private final String origin;
  private final AddressGate gate;
  private @Nullable Connector secured;
  private @Nullable Connector setup;

  /**
   * @param origin where browsers find the portal through a proxy, or blank
   */
  LanConnectors(HomeNetwork network, AddressGate gate, String origin) {
    this.lan = network.lan().orElse(null);
    this.gate = gate;
    this.origin = origin;
  }

  /**
   * @throws dev.everline.kernel.ProblemException CONFIGURATION when the portal would be served
   *     without TLS beyond this machine
   */
  void install(TomcatServletWebServerFactory server) {
    List<Valve> valves = new ArrayList<>(server.getEngineValves());
    valves.addFirst(gate);
    server.setEngineValves(valves);
    if (lan == null) {
      return;
    }
    requireOwnMachine(server.getAddress());
    if (!origin.isBlank()) {
      throw Setting.wrong(
          "everline.portal.origin",
          origin,
          "where a proxy serves the portal, and with --lan it serves itself",
          "leave one of them out");
    }
    secured = secured(server, lan);
    setup = lan.teaches().isPresent() ? setup(lan) : null;
    server.addAdditionalConnectors(secured);
    if (setup != null) {
      server.addAdditionalConnectors(setup);
    }
    gate.guards(secured, setup);
  }

  private static void requireOwnMachine(@Nullable InetAddress address) {
    if (address == null || !address.isLoopbackAddress()) {
      throw Setting.wrong(
          "server.address",
          address == null ? "" : address.getHostAddress(),
          "which would serve the portal without TLS in the network",
          "leave it out with --lan, which listens there with TLS");
    }
  }

  /** As the usual one is, but for TLS. */
  private static Connector secured(TomcatServletWebServerFactory server, Lan lan) {
    Connector connector = new Connector(TomcatServletWebServerFactory.DEFAULT_PROTOCOL);
    new CompressionConnectorCustomizer(server.getCompression()).customize(connector);
    server.getConnectorCustomizers().forEach(each -> each.customize(connector));
    connector.setPort(lan.port());
    connector.setScheme("https");
    connector.setSecure(true);
    if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> protocol) {
      protocol.setSSLEnabled(true);
      protocol.addSslHostConfig(tls(lan));
    }
    return connector;
  }

  private static SSLHostConfig tls(Lan lan) {
    SSLHostConfig config = new SSLHostConfig();
    config.setProtocols("TLSv1.3+TLSv1.2");
    SSLHostConfigCertificate certificate =
        new SSLHostConfigCertificate(config, SSLHostConfigCertificate.Type.UNDEFINED);
    certificate.setSslContext(new TlsContext(lan.keys()));
    config.addCertificate(certificate);
    return config;
  }

  private static Connector setup(Lan lan) {
    Connector connector = new Connector(TomcatServletWebServerFactory.DEFAULT_PROTOCOL);
    connector.setPort(lan.setupPort());
    connector.setMaxPostSize(NO_BODY);
    if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> protocol) {
      protocol.setMaxThreads(SETUP_THREADS);
      protocol.setMinSpareThreads(1);
      protocol.setMaxConnections(SETUP_CONNECTIONS);
      protocol.setMaxSwallowSize(NO_BODY);
      protocol.setConnectionTimeout(10_000);
      protocol.setKeepAliveTimeout(5_000);
    }
    return connector;
  }

  @Override
  public void onApplicationEvent(WebServerInitializedEvent started) {
    if (lan != null
        && secured != null
        && started.getWebServer() instanceof TomcatWebServer server
        && List.of(server.getTomcat().getService().findConnectors()).contains(secured)) {
      lan.listensOn(secured.getLocalPort(), setup == null ? lan.setupPort() : setup.getLocalPort());
    }
  }
}
