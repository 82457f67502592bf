package dev.everline.renewal.engine.call;

import dev.everline.carrier.CarrierConnector;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.setting.Setting;
import dev.everline.line.due.DueLine;
import dev.everline.renewal.decide.Routes;
import dev.everline.renewal.engine.call.CarrierCall.Answered;
import dev.everline.renewal.order.Order;
import dev.everline.renewal.order.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Makes outside calls: each over its order's own route, started and finished while its line is
 * certain to be claimed, and never repeated.
 *
 * <p>A call starts in the first half of its claim and takes no longer than the other half, which is
 * why each connector's deadline must fit into half a claim.
 */
public final class CarrierCalls {

  private final Routes routes;
  private final Duration claim;
  private final Executor executor;
  private final Clock clock;

  /**
   * @param claim how long a line is claimed for a call
   * @param executor runs the calls; {@code Runnable::run} makes them one after another
   * @throws ProblemException CONFIGURATION when a call over one of the routes could outlast its
   *     claim
   */
  public CarrierCalls(Routes routes, Duration claim, Executor executor, Clock clock) {
    this.routes = routes;
    this.claim = claim;
    this.executor = executor;
    this.clock = clock;
    routes.all().forEach(connector -> requireFits(connector, claim));
  }

  private static void requireFits(CarrierConnector connector, Duration claim) {
    Duration least = connector.deadline().multipliedBy(2);
    if (claim.compareTo(least) < 0) {
      throw Setting.wrong(
          "everline.renewal.claim",
          claim.toString(),
          "but a call over the route '%s' may take %s, its deadline and its wait for a place"
              .formatted(connector.route(), connector.deadline()),
          ("give at least %s, twice as long, or shorten the deadline or the queueing of that route"
                  + " under everline.carriers.routes")
              .formatted(least));
    }
  }

  /**
   * Makes a call, without waiting for it.
   *
   * @param answer takes the outcome, once
   * @param failure takes an error of this program instead, which ends the wait for the answer
   */
  void make(CarrierCall call, Consumer<Outcome> answer, Consumer<Error> failure) {
    executor.execute(
        () -> {
          Outcome outcome;
          try {
            outcome = outcome(call);
          } catch (RuntimeException failed) {
            outcome = new Outcome.Unclear("FAILED");
          } catch (Error broken) {
            failure.accept(broken);
            return;
          }
          answer.accept(outcome);
        });
  }

  /** Makes a call and waits for its answer, within the time that its line is claimed. */
  public Answered ask(CarrierCall call) {
    CompletableFuture<Outcome> answer = new CompletableFuture<>();
    make(call, answer::complete, answer::completeExceptionally);
    return new Answered(call, await(answer));
  }

  private Outcome await(CompletableFuture<Outcome> answer) {
    try {
      return answer.get(longestWait().toNanos(), TimeUnit.NANOSECONDS);
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

  /** The intent to ask is valid until then; it is not acted on later. */
  private Instant latestAsk(Order order) {
    Instant intended = order.lastCallAt();
    return intended == null ? Instant.MIN : intended.plus(longestWait());
  }

  /** How long after its intent is stored a call may start, and how long it may take. */
  Duration longestWait() {
    return claim.dividedBy(2);
  }

  private static CarrierConnector.TopUp topUp(DueLine line, Order order) {
    return new CarrierConnector.TopUp(
        order.id().toString(),
        order.carrier(),
        line.msisdn(),
        order.topUp(),
        order.plan(),
        order.periods(),
        order.term());
  }

  /** How long after an intent the carrier may still turn out to have received the request. */
  public Duration settling(Order order) {
    return routes
        .over(order.route(), order.carrier())
        .map(CarrierConnector::settlingTime)
        .orElse(claim)
        .plus(longestWait());
  }
}
