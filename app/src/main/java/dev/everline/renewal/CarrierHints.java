package dev.everline.renewal;

import dev.everline.carrier.TopUpHint;
import org.springframework.context.event.EventListener;

/** Looks at an order soon when its carrier hints that it has news. */
final class CarrierHints {

  private final Renewals renewals;
  private final HeartbeatRunner heart;

  CarrierHints(Renewals renewals, HeartbeatRunner heart) {
    this.renewals = renewals;
    this.heart = heart;
  }

  @EventListener
  void on(TopUpHint hint) {
    renewals.hint(hint.reference());
    heart.wake();
  }
}
