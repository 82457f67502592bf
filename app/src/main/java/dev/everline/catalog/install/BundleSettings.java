package dev.everline.catalog.install;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.kernel.setting.SettingNames;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/**
 * Settings {@code everline.catalog.bundle.*}.
 *
 * @param address where the newest bundle is, or null
 * @param daily what is done about it every day, unasked
 */
public record BundleSettings(@Nullable URI address, Daily daily) {

  private static final String PREFIX = "everline.catalog.bundle";

  /** What is done every day. */
  public enum Daily {
    /** Nothing; nobody is asked. */
    OFF,
    /** The address is asked; a newer bundle is kept and told of. */
    TELL,
    /** The same, and the newer bundle is installed if no line loses anything by it. */
    INSTALL
  }

  static BundleSettings from(Environment environment) {
    String address = environment.getProperty(PREFIX + ".address", "").strip();
    String daily = environment.getProperty(PREFIX + ".daily", "off").strip();
    Daily how =
        Arrays.stream(Daily.values())
            .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(daily))
            .findFirst()
            .orElseThrow(() -> wrong("daily", daily, "is unknown; give off, tell or install"));
    if (address.isEmpty()) {
      if (how != Daily.OFF) {
        throw wrong("daily", daily, "needs an address to ask; set " + PREFIX + ".address too");
      }
      return new BundleSettings(null, how);
    }
    return new BundleSettings(BundleSource.address(PREFIX + ".address", address), how);
  }

  private static ProblemException wrong(String name, String value, String how) {
    return new ProblemException(
        ProblemType.CONFIGURATION, PREFIX + "." + name + " '" + value + "' " + how + ".");
  }

  static SettingNames names() {
    return SettingNames.below(PREFIX, "address", "daily");
  }

  /** The address, where there is one. */
  public Optional<URI> where() {
    return Optional.ofNullable(address);
  }
}
