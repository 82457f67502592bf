package dev.everline.notice.push;

import dev.everline.storage.BackgroundLoop;
import java.time.Duration;

/** Delivers what is due on devices while the server runs; what fails is still due. */
final class PushRunner extends BackgroundLoop {

  private static final Duration REST = Duration.ofSeconds(2);

  private final PushDelivery delivery;

  PushRunner(PushDelivery delivery) {
    super("push", REST);
    this.delivery = delivery;
  }

  @Override
  protected Duration work() {
    delivery.deliver();
    return REST;
  }
}
