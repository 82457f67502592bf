package dev.everline.channel.web.app;

import dev.everline.storage.BackgroundLoop;
import java.time.Duration;

/** Delivers what is due on devices while the server runs; what fails is still due. */
final class PushRunner extends BackgroundLoop {

  private static final Duration REST = Duration.ofSeconds(2);

  private final PushNotices notices;

  PushRunner(PushNotices notices) {
    super("push", REST);
    this.notices = notices;
  }

  @Override
  protected Duration work() {
    notices.deliver();
    return REST;
  }
}
