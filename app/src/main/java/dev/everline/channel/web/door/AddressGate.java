package dev.everline.channel.web.door;

import dev.everline.channel.web.frame.PortalAddress;
import dev.everline.lan.HomeNetwork;
import dev.everline.lan.Lan;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Stands before everything that the server answers, and lets pass who came by an address that the
 * portal has: on this machine by its own names, in the home network over TLS by the portal's name.
 * A page of another site, whose name leads here (DNS rebinding), gets nothing; nor does anybody
 * from outside the home network, should the machine be reachable from there. It judges the
 * connection itself, not what headers say of it.
 */
final class AddressGate extends ValveBase {

  private static final Pattern THIS_MACHINE =
      Pattern.compile(
          "localhost|.+\\.localhost|127(\\.\\d{1,3}){3}|\\[?::1]?|\\[?0:0:0:0:0:0:0:1]?");

  private final @Nullable Lan lan;
  private final TrustedProxies proxies;
  private final Supplier<PortalAddress> address;
  private final Supplier<Doorstep> doorstep;
  private @Nullable Connector secured;
  private @Nullable Connector setup;

  AddressGate(
      HomeNetwork network,
      TrustedProxies proxies,
      Supplier<PortalAddress> address,
      Supplier<Doorstep> doorstep) {
    super(true);
    this.lan = network.lan().orElse(null);
    this.proxies = proxies;
    this.address = address;
    this.doorstep = doorstep;
  }

  /** The ways in from the home network. */
  void guards(Connector forTls, @Nullable Connector forSetup) {
    secured = forTls;
    setup = forSetup;
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    Doorstep.Why why = null;
    if (lan != null && (isBy(secured, request) || isBy(setup, request))) {
      if (response.isError()) {
        return; // It is no HTTP, and the container has said so.
      }
      if (!lan.isNear(request.getPeerAddr())) {
        response.setStatus(HttpStatus.FORBIDDEN.value());
        return;
      }
      if (isBy(setup, request)) {
        why = Doorstep.Why.TO_SET_UP;
      } else if (!host(request).equals(lan.name())) {
        why = Doorstep.Why.OTHER_NAME;
      }
    } else if (!response.isError() && !isOurs(request)) {
      why = Doorstep.Why.UNKNOWN_HOST;
    }
    if (why == null) {
      getNext().invoke(request, response);
    } else {
      doorstep.get().answer(why, request.getRequest(), response.getResponse());
    }
  }

  private static boolean isBy(@Nullable Connector way, Request request) {
    return request.getConnector().equals(way);
  }

  /** Who listens beyond this machine, or behind a proxy, decides about names there. */
  private boolean isOurs(Request request) {
    String peer = request.getPeerAddr();
    return !isLoopback(peer)
        || proxies.trusts(peer)
        || THIS_MACHINE.matcher(host(request)).matches()
        || address.get().isConfiguredAs(host(request));
  }

  private static boolean isLoopback(String peer) {
    try {
      return InetAddress.ofLiteral(peer).isLoopbackAddress();
    } catch (IllegalArgumentException noAddress) {
      return false;
    }
  }

  private static String host(Request request) {
    String host = request.getServerName();
    return host == null ? "" : host.toLowerCase(Locale.ROOT);
  }
}
