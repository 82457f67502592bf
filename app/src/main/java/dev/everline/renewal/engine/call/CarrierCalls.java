package dev.everline.renewal.engine.call;

import dev.everline.carrier.CarrierConnector;
import dev.everline.line.due.DueLine;
import dev.everline.renewal.decide.Routes;
import dev.everline.renewal.engine.call.CarrierCall.Answered;
import dev.everline.renewal.order.Order;
import dev.everline.renewal.order.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Makes outside calls: each over its order's own route, begun and ended while its line is surely
 * claimed, and never repeated.
 */
public final class CarrierCalls {

  private final Routes routes;
  private final Duration claim;
  private final Executor executor;
  private final Clock clock;

  /**
   * @param claim how long lines are claimed for a call
   * @param executor runs the calls; {@code Runnable::run} makes them one after another
   */
  public CarrierCalls(Routes routes, Duration claim, Executor executor, Clock clock) {
    this.routes = routes;
    this.claim = claim;
    this.executor = executor;
    this.clock = clock;
  }

  /**
   * Makes the calls, all at once as far as the connectors let them, and waits for all of them
   * within the time that their lines are claimed.
   */
  public List<Answered> call(List<CarrierCall> calls) {
    List<CompletableFuture<Outcome>> futures = new ArrayList<>(calls.size());
    for (CarrierCall call : calls) {
      futures.add(CompletableFuture.supplyAsync(() -> outcome(call), executor));
    }
    long end = System.nanoTime() + longestWait().toNanos();
    List<Answered> answers = new ArrayList<>(calls.size());
    for (int i = 0; i < calls.size(); i++) {
      answers.add(new Answered(calls.get(i), await(futures.get(i), end)));
    }
    return answers;
  }

  private Outcome outcome(CarrierCall call) {
    Order order = call.order();
    if (call.ask() && !clock.instant().isBefore(latestAsk(order))) {
      // It waited too long for its turn: by now another node may have taken the order over.
      return new Outcome.NotNow("NOT_ASKED_IN_TIME");
    }
    Optional<CarrierConnector> connector = routes.over(order.route(), order.carrier());
    if (connector.isEmpty()) {
      return call.ask() ? new Outcome.NotNow("NO_ROUTE") : new Outcome.Unclear("NO_ROUTE");
    }
    return Outcome.of(connector.get(), topUp(call.line(), order), call.ask());
  }

  /** The intent to ask is good until then; it is not acted upon later. */
  private Instant latestAsk(Order order) {
    Instant intended = order.lastCallAt();
    return intended == null ? Instant.MIN : intended.plus(longestWait());
  }

  /** How long after its intent is stored a call may be begun: while the line is surely claimed. */
  private Duration longestWait() {
    return claim.dividedBy(2);
  }

  private static CarrierConnector.TopUp topUp(DueLine line, Order order) {
    return new CarrierConnector.TopUp(
        order.id().toString(),
        order.carrier(),
        line.msisdn(),
        order.topUp(),
        order.plan(),
        order.periods());
  }

  private static Outcome await(CompletableFuture<Outcome> future, long end) {
    try {
      return future.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      return new Outcome.Unclear("NO_ANSWER_IN_TIME");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return new Outcome.Unclear("INTERRUPTED");
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof Error error) {
        throw error;
      }
      return new Outcome.Unclear("FAILED");
    }
  }

  /** How long after an intent the carrier may still turn out to have been asked and to have it. */
  public Duration settling(Order order) {
    return routes
        .over(order.route(), order.carrier())
        .map(CarrierConnector::settlingTime)
        .orElse(claim)
        .plus(longestWait());
  }
}
