package dev.everline.renewal.engine.stop;

import dev.everline.kernel.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stop rules in the order in which they are checked; the first that objects decides. */
public final class StopRules {

  private final List<StopRule> rules;

  StopRules(List<StopRule> rules) {
    this.rules = List.copyOf(rules);
  }

  public static StopRules of(SpendingLimits limits) {
    return new StopRules(
        List.of(
            new OrderUnderWay(),
            new PaymentsHeld(),
            new LinePaused(),
            new RenewedByCarrier(),
            new NoRoute(),
            new BrandNotConfirmed(),
            new LineChanged(),
            new NoPrice(),
            new AboveAgreedPrice(),
            new OrderOutdated(),
            new AlreadyPaid(),
            new AddsNoDays(),
            new LineSpendingLimit(limits.line()),
            new AccountSpendingLimit(limits.account()),
            new DaySpendingLimit(limits.day()),
            new TriedTooOften(),
            new WalletShort()));
  }

  /**
   * The first objection to an order, or a pass. What somebody releases counts as approved, as far
   * as they may approve it.
   */
  public Stop first(OrderRequest request, StartFacts facts) {
    for (StopRule rule : rules) {
      Stop stop = rule.of(request, facts);
      boolean passes =
          switch (stop) {
            case Stop.Pass pass -> true;
            case Stop.Hold hold -> request.approves(hold);
            case Stop.Decline decline -> false;
            case Stop.Skip skip -> false;
          };
      if (!passes) {
        return stop;
      }
    }
    return Stop.PASS;
  }

  /** Why paying for an order now would buy nothing; null when it would. */
  public static @Nullable ProblemException paidAlready(OrderRequest request, StartFacts facts) {
    for (StopRule rule : List.of(new AlreadyPaid(), new AddsNoDays())) {
      if (rule.of(request, facts) instanceof Stop.Skip skip) {
        return skip.problem().get();
      }
    }
    return null;
  }
}
