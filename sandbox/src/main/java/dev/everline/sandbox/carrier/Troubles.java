package dev.everline.sandbox.carrier;

import dev.everline.sandbox.carrier.books.Books;
import dev.everline.sandbox.carrier.fault.FaultKind;
import dev.everline.sandbox.carrier.fault.FaultPlan;
import dev.everline.sandbox.carrier.fault.Script;
import dev.everline.sandbox.carrier.fault.Throttle;
import dev.everline.sandbox.carrier.wire.Problem;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The faults that requests meet on their way in. */
final class Troubles {

  private final Books books;
  private final Pauses pauses;
  private final long seed;
  private final Map<String, Throttle> throttles = new ConcurrentHashMap<>();

  Troubles(Books books, Pauses pauses, long seed) {
    this.books = books;
    this.pauses = pauses;
    this.seed = seed;
  }

  /**
   * Lets a request begin, late where the carrier is slow.
   *
   * @param reference under which its tries are counted, or null
   * @throws Problem when the carrier has more to do than it takes
   */
  Trouble meet(String carrier, @Nullable String reference, long msisdn) {
    FaultPlan plan = books.faultPlans().of(carrier);
    Throttle throttle = throttles.computeIfAbsent(carrier, same -> new Throttle());
    if (!throttle.passes(System.nanoTime(), plan.throttlePerSecond())) {
      books.played(FaultKind.THROTTLE, carrier, null);
      throw tooMany();
    }
    int failed = books.failedAttempts(carrier, reference);
    Trouble trouble =
        new Trouble(
            carrier, reference, plan, Script.of(plan, seed, carrier, reference, failed, msisdn));
    if (trouble.plays(FaultKind.SLOW)) {
      pauses.pause(plan.millis(FaultKind.SLOW));
    }
    return trouble;
  }

  private static Problem tooMany() {
    return Problem.of(
            429, "tooManyRequests", "Too many requests", "Nothing was done; send fewer a second.")
        .retryAfter(1);
  }

  /** What one request meets. */
  final class Trouble {

    private final String carrier;
    private final @Nullable String reference;
    private final FaultPlan plan;
    private final Script script;

    private Trouble(String carrier, @Nullable String reference, FaultPlan plan, Script script) {
      this.carrier = carrier;
      this.reference = reference;
      this.plan = plan;
      this.script = script;
    }

    FaultPlan plan() {
      return plan;
    }

    Script script() {
      return script;
    }

    /** Whether the fault is to happen now; it is counted then. */
    boolean plays(FaultKind kind) {
      if (!script.has(kind)) {
        return false;
      }
      books.played(kind, carrier, reference);
      return true;
    }

    /** Whether no answer is to come; returns when nobody waits for it any more. */
    boolean timesOut() {
      if (!plays(FaultKind.TIME_OUT)) {
        return false;
      }
      pauses.pause(plan.millis(FaultKind.TIME_OUT));
      return true;
    }

    /**
     * @throws Problem when it is to fail before anything is done
     */
    void failBeforeCommit() {
      if (plays(FaultKind.REFUSE)) {
        throw Problem.refused("refused", "The carrier refuses this for good.");
      }
      if (plays(FaultKind.FAIL)) {
        throw Problem.of(
            500, "internalError", "The carrier's system has failed", "Ask what became of it.");
      }
      if (plays(FaultKind.REFUSE_ONCE)) {
        throw Problem.of(
                503,
                "tryLater",
                "The carrier can't do it now",
                "Nothing was done; try again later.")
            .retryAfter(1);
      }
      if (plays(FaultKind.THROTTLE)) {
        throw tooMany();
      }
    }
  }
}
