package dev.everline.channel.web.door;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.kernel.setting.Setting;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.catalina.Valve;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.util.NetMask;
import org.apache.catalina.valves.RemoteIpValve;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.core.env.Environment;

/**
 * Which proxies are believed about where a request comes from. Anybody can send {@code
 * X-Forwarded-For} and its kin, so only the proxies that the operator names are believed: {@code
 * everline.proxies}, addresses and networks with commas between. From all others the connection's
 * own address counts.
 *
 * <p>An operator who only says {@code server.forward-headers-strategy=native} means a proxy on the
 * same machine.
 */
final class TrustedProxies {

  static final String SETTING = "everline.proxies";

  private static final Logger LOG = LoggerFactory.getLogger(TrustedProxies.class);

  private static final String STRATEGY = "server.forward-headers-strategy";

  /** Private networks are no wider: 10.0.0.0/8 and fc00::/7. */
  private static final int WIDEST_IPV4 = 8;

  private static final int WIDEST_IPV6 = 7;

  private static final String THIS_MACHINE = "127.0.0.0/8,::1/128";

  private final List<NetMask> trusted;

  /**
   * @param proxies such as {@code 10.0.0.5, 10.1.0.0/16}; blank for none
   * @throws ProblemException CONFIGURATION when it holds anything else
   */
  TrustedProxies(String proxies) {
    this.trusted =
        Arrays.stream(proxies.split(","))
            .map(String::strip)
            .filter(proxy -> !proxy.isEmpty())
            .map(TrustedProxies::parse)
            .toList();
  }

  /**
   * @throws ProblemException CONFIGURATION also when everybody is to be believed
   */
  static TrustedProxies from(Environment environment) {
    String proxies = environment.getProperty(SETTING, "");
    String strategy = environment.getProperty(STRATEGY, "none").strip();
    if (strategy.equalsIgnoreCase("framework")) {
      throw new ProblemException(
          ProblemType.CONFIGURATION,
          Setting.variable(STRATEGY)
              + " is 'framework', which believes everybody who says where they come from; leave it"
              + " out and name your proxies by "
              + Setting.variable(SETTING)
              + ", such as 10.0.0.5.");
    }
    boolean onThisMachine = proxies.isBlank() && strategy.equalsIgnoreCase("native");
    return new TrustedProxies(onThisMachine ? THIS_MACHINE : proxies);
  }

  /** A host's name is none: who can change what it stands for would be believed. */
  private static NetMask parse(String proxy) {
    try {
      int slash = proxy.indexOf('/');
      String literal = slash < 0 ? proxy : proxy.substring(0, slash);
      if (!literal.contains(":") && literal.split("\\.", -1).length != 4) {
        throw new IllegalArgumentException("a short form, which is read in several ways");
      }
      InetAddress address = InetAddress.ofLiteral(literal);
      int bits = address.getAddress().length * Byte.SIZE;
      NetMask named = new NetMask(slash < 0 ? proxy + "/" + bits : proxy);
      if (slash >= 0
          && Integer.parseInt(proxy.substring(slash + 1))
              < (literal.contains(":") ? WIDEST_IPV6 : WIDEST_IPV4)) {
        throw everybody(proxy);
      }
      return named;
    } catch (IllegalArgumentException noAddress) {
      throw new ProblemException(
          ProblemType.CONFIGURATION,
          Setting.variable(SETTING)
              + " holds '"
              + proxy
              + "', which is no address and no network; give such as 10.0.0.5 or 10.1.0.0/16, with"
              + " commas between.");
    }
  }

  private static ProblemException everybody(String proxy) {
    return Setting.wrong(
        SETTING,
        proxy,
        "which is wider than any private network, so strangers would be believed who say where they"
            + " come from",
        "name your proxies alone, such as 10.0.0.5 or 10.1.0.0/16");
  }

  boolean trusts(String address) {
    try {
      InetAddress parsed = InetAddress.ofLiteral(address);
      return trusted.stream().anyMatch(proxy -> proxy.matches(parsed));
    } catch (IllegalArgumentException noAddress) {
      return false;
    }
  }

  /** Puts them in the place of whatever else would read such headers. */
  void install(TomcatServletWebServerFactory server) {
    List<Valve> valves = new ArrayList<>(server.getEngineValves());
    valves.removeIf(RemoteIpValve.class::isInstance);
    valves.add(new ReadingHeaders());
    server.setEngineValves(valves);
  }

  private final class ReadingHeaders extends RemoteIpValve {

    private final AtomicBoolean warned = new AtomicBoolean();

    ReadingHeaders() {
      setInternalProxies(trusted.stream().map(NetMask::toString).collect(Collectors.joining(",")));
      setProtocolHeader("X-Forwarded-Proto");
      setHostHeader("X-Forwarded-Host");
      setPortHeader("X-Forwarded-Port");
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
      if (trusts(request.getRemoteAddr())) {
        super.invoke(request, response);
        return;
      }
      if (request.getHeader("X-Forwarded-For") != null && warned.compareAndSet(false, true)) {
        LOG.warn(
            "A request says by X-Forwarded-For where it comes from, and was not believed. If it"
                + " came from your proxy, name its address by {}; else all its users share what"
                + " one address may try",
            Setting.variable(SETTING));
      }
      getNext().invoke(request, response);
    }
  }
}
