package dev.everline.channel.web.frame;

import dev.everline.account.UsualRenewer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Who can be said to renew an account's new lines. */
public final class UsualRenewers {

  private UsualRenewers() {}

  /**
   * @param pays whether any carrier can be paid from here: Everline is offered nowhere else
   */
  public static List<UsualRenewer> offered(boolean pays) {
    return Arrays.stream(UsualRenewer.values())
        .filter(each -> pays || each != UsualRenewer.EVERLINE)
        .toList();
  }

  /** As in a form. */
  public static String key(UsualRenewer renewer) {
    return renewer.name().toLowerCase(Locale.ROOT);
  }

  /** What a form says; null for none in particular. */
  public static @Nullable UsualRenewer read(String key, boolean pays) {
    return offered(pays).stream().filter(each -> key(each).equals(key)).findFirst().orElse(null);
  }
}
