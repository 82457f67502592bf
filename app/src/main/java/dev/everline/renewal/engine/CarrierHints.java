package dev.everline.renewal.engine;

import dev.everline.carrier.TopUpHint;
import dev.everline.renewal.Renewals;
import org.springframework.context.event.EventListener;

/** Schedules an early look at an order when its carrier hints that there is news. */
public final class CarrierHints {

  private final Renewals renewals;
  private final HeartbeatRunner heart;

  public CarrierHints(Renewals renewals, HeartbeatRunner heart) {
    this.renewals = renewals;
    this.heart = heart;
  }

  @EventListener
  void on(TopUpHint hint) {
    renewals.hint(hint.reference());
    heart.wake();
  }
}
