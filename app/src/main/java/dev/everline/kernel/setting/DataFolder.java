package dev.everline.kernel.setting;

import java.nio.file.Path;
import java.util.Map;

/** Where an installation keeps what must last: its database and its own catalog entries. */
public final class DataFolder {

  private DataFolder() {}

  /**
   * {@code EVERLINE_HOME} where given; else {@code /var/lib/everline} for root, whose own home is
   * closed to other users, and the XDG data folder for everybody else.
   */
  public static Path fromEnvironment(Map<String, String> environment) {
    String home = environment.get("EVERLINE_HOME");
    if (home != null && !home.isBlank()) {
      return Path.of(home).toAbsolutePath();
    }
    if ("root".equals(System.getProperty("user.name"))) {
      return Path.of("/var/lib/everline");
    }
    String data = environment.get("XDG_DATA_HOME");
    return data == null || data.isBlank()
        ? Path.of(System.getProperty("user.home"), ".local", "share", "everline")
        : Path.of(data, "everline");
  }
}
