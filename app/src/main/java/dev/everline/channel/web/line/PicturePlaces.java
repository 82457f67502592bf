package dev.everline.channel.web.line;

import dev.everline.kernel.AccountId;
import java.util.HashSet;
import java.util.Set;

/**
 * Where pictures are looked at: a few at once, and one of each account, so that nobody who sends
 * costly pictures keeps the others waiting. Those who find none free wait.
 */
final class PicturePlaces {

  private final int inAll;
  private final Set<AccountId> looking = new HashSet<>();

  PicturePlaces(int inAll) {
    this.inAll = inAll;
  }

  /** Waits until the account's own picture before is done and there is a place. */
  synchronized void take(AccountId account) {
    boolean interrupted = false;
    while (looking.size() >= inAll || looking.contains(account)) {
      try {
        wait();
      } catch (InterruptedException stopped) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    looking.add(account);
  }

  synchronized void giveBack(AccountId account) {
    looking.remove(account);
    notifyAll();
  }
}
