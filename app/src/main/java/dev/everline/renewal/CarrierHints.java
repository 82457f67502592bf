package dev.everline.renewal;

import dev.everline.carrier.TopUpHint;
import org.springframework.context.event.EventListener;

/** Looks at an order soon when its carrier hints that it has news. */
final class CarrierHints {

  private final Renewals renewals;
  private final Heartbeat heartbeat;

  CarrierHints(Renewals renewals, Heartbeat heartbeat) {
    this.renewals = renewals;
    this.heartbeat = heartbeat;
  }

  @EventListener
  void on(TopUpHint hint) {
    renewals.hint(hint.reference());
    heartbeat.nudge();
  }
}
