package dev.everline.renewal.engine.stop;

import dev.everline.kernel.Money;

/** Nothing is bought on credit. */
public record WalletShort() implements StopRule {

  @Override
  public Stop of(OrderRequest request, StartFacts facts) {
    Money total = request.order().total();
    return facts.wallet().isLessThan(total)
        ? new Stop.Decline(total.minus(facts.wallet()))
        : Stop.PASS;
  }
}
