package dev.everline.sandbox.carrier;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Pauses that end at once when the sandbox stops. */
final class Pauses {

  private final CountDownLatch over = new CountDownLatch(1);

  void pause(long millis) {
    if (millis <= 0) {
      return;
    }
    try {
      var _ = over.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean isOver() {
    return over.getCount() == 0;
  }

  void end() {
    over.countDown();
  }
}
