package dev.everline.fleet;

import dev.everline.fleet.Job.Outcome;
import dev.everline.fleet.Job.Reason;
import dev.everline.fleet.JobStore.Item;
import dev.everline.kernel.ProblemException;
import dev.everline.renewal.Renewals;
import dev.everline.renewal.order.Order;
import dev.everline.renewal.order.OrderState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Renews lines of a job, a few at a time in parallel. */
final class JobRenewals {

  /** What a job buys for each of its lines. */
  static final Renewals.Wish A_PERIOD = Renewals.Wish.wholePeriods(1);

  private static final int HANDS = 4;

  private final Renewals renewals;

  JobRenewals(Renewals renewals) {
    this.renewals = renewals;
  }

  /** The outcome of each, in the same order. */
  List<Item> renew(Job job, List<Item> items) {
    try (ExecutorService hands =
        Executors.newFixedThreadPool(HANDS, Thread.ofVirtual().factory())) {
      List<Future<Item>> results =
          items.stream().map(item -> hands.submit(() -> renewed(job, item))).toList();
      List<Item> noted = new ArrayList<>();
      for (Future<Item> result : results) {
        noted.add(result.get());
      }
      return noted;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(failed.getCause());
    }
  }

  private Item renewed(Job job, Item item) {
    try {
      Order order =
          renewals.renew(job.account(), item.line(), A_PERIOD, item.key(), "portal", item.price());
      Item ordered =
          new Item(item.line(), item.outcome(), null, item.price(), item.key(), order.id());
      return switch (order.state()) {
        case OrderState.Renewed renewed -> ordered.as(Outcome.DONE, null);
        case OrderState.Declined declined -> ordered.as(Outcome.FAILED, Reason.WALLET_SHORT);
        case OrderState.Reversed reversed -> ordered.as(Outcome.FAILED, Reason.CARRIER_REFUSED);
        case OrderState.Cancelled cancelled -> ordered.as(Outcome.FAILED, Reason.CHANGED_MEANWHILE);
        case OrderState.Expired expired -> ordered.as(Outcome.FAILED, Reason.CHANGED_MEANWHILE);
        case OrderState.HeldForApproval held -> ordered.as(Outcome.OPEN, Reason.STOPPED_BY_A_BOUND);
        case OrderState.InDoubt inDoubt -> ordered.as(Outcome.OPEN, Reason.IN_DOUBT);
        case OrderState.Paid paid -> ordered.as(Outcome.OPEN, Reason.UNDER_WAY);
        case OrderState.Fulfilling fulfilling -> ordered.as(Outcome.OPEN, Reason.UNDER_WAY);
      };
    } catch (ProblemException refused) {
      return item.as(
          Outcome.FAILED,
          switch (refused.type()) {
            case NOT_FOUND -> Reason.GONE;
            case LINE_PAUSED -> Reason.PAUSED;
            case BRAND_NOT_CONFIRMED -> Reason.BRAND_NOT_CONFIRMED;
            case NO_ROUTE -> Reason.NO_ROUTE;
            case RENEWED_BY_CARRIER -> Reason.RENEWED_BY_CARRIER;
            case NOT_RENEWABLE, INVALID_VALUE -> Reason.NOT_RENEWABLE;
            case PAID_ALREADY -> Reason.PAID_ALREADY;
            // Another order came in between, or the price is now higher than shown.
            case CONFLICT, IDEMPOTENCY_KEY_REUSED -> Reason.CHANGED_MEANWHILE;
            default -> throw refused;
          });
    }
  }
}
