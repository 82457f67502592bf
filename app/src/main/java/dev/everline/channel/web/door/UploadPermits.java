package dev.everline.channel.web.door;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.setting.Setting;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many files may be on their way to the server at once, of all accounts and of each. A permit
 * is taken before the first byte is read, so that whoever sends many files slowly only keeps
 * themselves waiting.
 */
final class UploadPermits {

  /** A family at one table, each with a camera. */
  static final int OF_AN_ACCOUNT = 3;

  static final String SETTING = "everline.upload.at-once";

  /** As many requests the server has threads for. */
  private static final int MOST = 512;

  private final int inAll;
  private final Map<AccountId, Integer> taken = new HashMap<>();
  private int takenInAll;

  /**
   * @throws dev.everline.kernel.ProblemException CONFIGURATION when none could ever be sent
   */
  UploadPermits(int inAll) {
    Setting.requireWithin(SETTING, inAll, 1, MOST);
    this.inAll = inAll;
  }

  /** Is given back by closing it. */
  final class Permit implements AutoCloseable {

    private final AccountId account;

    private Permit(AccountId account) {
      this.account = account;
    }

    @Override
    public void close() {
      giveBack(account);
    }
  }

  /** Null when there are too many. */
  synchronized @Nullable Permit take(AccountId account) {
    int own = taken.getOrDefault(account, 0);
    if (own >= OF_AN_ACCOUNT || takenInAll >= inAll) {
      return null;
    }
    taken.put(account, own + 1);
    takenInAll++;
    return new Permit(account);
  }

  private synchronized void giveBack(AccountId account) {
    taken.computeIfPresent(account, (same, own) -> own == 1 ? null : own - 1);
    takenInAll--;
  }

  synchronized int taken() {
    return takenInAll;
  }
}
