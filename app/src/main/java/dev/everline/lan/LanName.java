package dev.everline.lan;

import dev.everline.kernel.setting.Setting;
import java.util.Locale;
import java.util.regex.Pattern;

/** A name that a portal can have in a home network. */
final class LanName {

  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+");
  private static final int LONGEST = 253;

  /** Answered by each machine itself. */
  private static final Pattern OWN_MACHINE = Pattern.compile("localhost|.*\\.localhost");

  private LanName() {}

  /**
   * The name in small letters. It has a dot: browsers take a single word for something to search,
   * and some keep no passkeys for it.
   *
   * @throws dev.everline.kernel.ProblemException CONFIGURATION when it is none
   */
  static String require(String given) {
    String name = given.toLowerCase(Locale.ROOT);
    if (ADDRESS.matcher(name).matches() || name.contains(":")) {
      throw wrong(given, "which is an address, and browsers keep passkeys for names only");
    }
    if (OWN_MACHINE.matcher(name).matches()) {
      throw wrong(given, "which leads every device to itself");
    }
    String[] labels = name.split("\\.", -1);
    boolean valid = name.length() <= LONGEST && labels.length > 1;
    for (String label : labels) {
      valid &= LABEL.matcher(label).matches();
    }
    // In .local a name has one part before it (RFC 6762); phones look up no others.
    if (!valid || (isAnnounced(name) && labels.length != 2)) {
      throw wrong(given, "which is no name that a phone can look up");
    }
    return name;
  }

  /** Whether devices ask the network itself for it, and no name server. */
  static boolean isAnnounced(String name) {
    return name.endsWith(".local");
  }

  private static RuntimeException wrong(String given, String why) {
    return Setting.wrong(
        LanSettings.PREFIX + ".name",
        given,
        why,
        "give one such as " + LanSettings.USUAL_NAME + ", or one that your router knows");
  }
}
