package dev.everline.channel.web;

import dev.everline.kernel.AccountId;
import java.util.HashSet;
import java.util.Set;

/**
 * Where pictures are looked at: a few at once, and one of each account, so that nobody who sends
 * costly pictures keeps the others waiting. Who finds none free waits.
 */
final class PicturePlaces {

  private final int inAll;
  private final Set<AccountId> looking = new HashSet<>();

  PicturePlaces(int inAll) {
    this.inAll = inAll;
  }

  /** Is given back by closing it. */
  record Place(PicturePlaces of, AccountId account) implements AutoCloseable {

    @Override
    public void close() {
      of.giveBack(account);
    }
  }

  /** Waits until the account's own picture before is done and there is a place. */
  synchronized Place take(AccountId account) {
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
    return new Place(this, account);
  }

  private synchronized void giveBack(AccountId account) {
    looking.remove(account);
    notifyAll();
  }
}
