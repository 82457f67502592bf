package dev.everline.channel.cli;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.setting.Setting;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginTrackedValue;
import org.springframework.boot.origin.SystemEnvironmentOrigin;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

/** A setting, ours or the framework's, whose text isn't of its kind: what is said of it. */
final class WrongSetting {

  private static final String MANAGEMENT_PORT = "management.server.port";
  private static final int LAST_PORT = 65_535;

  private WrongSetting() {}

  /** By the name and the value that somebody set. */
  static ProblemException of(BindException failure) {
    ConfigurationProperty property = failure.getProperty();
    Class<?> kind = failure.getTarget().getType().resolve(Object.class);
    return Setting.ofVariable(
        property == null ? Setting.variable(failure.getName().toString()) : variable(property),
        property == null ? "" : text(property.getValue()),
        "which isn't valid",
        "give " + allowed(kind));
  }

  private static String text(Object value) {
    Object plain = value instanceof OriginTrackedValue tracked ? tracked.getValue() : value;
    return String.valueOf(plain);
  }

  private static String variable(ConfigurationProperty property) {
    Origin origin = property.getOrigin();
    return origin instanceof SystemEnvironmentOrigin variable
        ? variable.getProperty()
        : Setting.variable(property.getName().toString());
  }

  private static String allowed(Class<?> kind) {
    if (kind.isEnum()) {
      return Arrays.stream(kind.getEnumConstants())
          .map(one -> one.toString().toLowerCase(Locale.ROOT))
          .collect(Collectors.joining(", ", "one of: ", ""));
    }
    if (kind == Integer.class || kind == int.class || kind == Long.class || kind == long.class) {
      return "a whole number, such as 8";
    }
    if (kind == Boolean.class || kind == boolean.class) {
      return "true or false";
    }
    if (kind == InetAddress.class) {
      return "an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all of them";
    }
    if (kind == Duration.class) {
      return "a time, such as 30s or 5m";
    }
    if (kind == DataSize.class) {
      return "a size, such as 64MB";
    }
    if (kind == BigDecimal.class) {
      return "a number, such as 0.50";
    }
    return "a value that the documentation allows";
  }

  /**
   * Before a server starts: the port of its measures is one of its own, since they would otherwise
   * be served to all who reach the portal.
   *
   * @throws ProblemException CONFIGURATION when it isn't
   */
  static void requireManagementPort(Environment settings, int port) {
    String given = settings.getProperty(MANAGEMENT_PORT);
    if (given == null || given.isBlank()) {
      return;
    }
    int own = number(given);
    Setting.requireWithin(MANAGEMENT_PORT, own, -1, LAST_PORT);
    if (own > 0 && own == port) {
      throw Setting.wrong(
          MANAGEMENT_PORT,
          given,
          "which is the server's own port",
          "choose another port for the metrics, or for the server with --port");
    }
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException noNumber) {
      throw Setting.wrong(
          MANAGEMENT_PORT, text, "which isn't a port", "give a free one, such as 9464");
    }
  }
}
