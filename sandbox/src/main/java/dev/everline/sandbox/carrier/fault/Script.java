package dev.everline.sandbox.carrier.fault;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The faults that one request will meet. Drawn from the seed, the carrier, the reference and the
 * number of the try alone, so that a run replays whatever the order of its requests.
 */
public record Script(Set<FaultKind> kinds) {

  /** What can happen before anything is committed; the first that is drawn wins. */
  private static final FaultKind[] BEFORE_COMMIT = {
    FaultKind.REFUSE, FaultKind.TIME_OUT, FaultKind.FAIL, FaultKind.REFUSE_ONCE
  };

  private static final FaultKind[] BESIDE = {
    FaultKind.SLOW,
    FaultKind.DROP_AFTER_COMMIT,
    FaultKind.ANSWER_TWICE,
    FaultKind.EVENT_LATE,
    FaultKind.EVENT_TWICE,
    FaultKind.EVENT_OUT_OF_ORDER
  };

  /** How a commit can go; the first that is drawn wins. */
  private static final FaultKind[] COMMIT = {
    FaultKind.PAY_TWICE, FaultKind.PENDING_FAILS, FaultKind.PENDING
  };

  /**
   * @param failedAttempts how often this reference was tried in vain before
   */
  public static Script of(
      FaultPlan plan,
      long seed,
      String carrier,
      @Nullable String reference,
      int failedAttempts,
      long msisdn) {
    NumberOutcome outcome =
        plan.numberOutcomes() ? NumberOutcome.of(msisdn) : NumberOutcome.ORDINARY;
    boolean first = failedAttempts == 0;
    return switch (outcome) {
      case ORDINARY -> drawn(plan, seed, carrier, reference, failedAttempts, msisdn);
      case REFUSED -> of(FaultKind.REFUSE);
      case REFUSED_ONCE -> first ? of(FaultKind.REFUSE_ONCE) : nothing();
      case TIMED_OUT -> first ? of(FaultKind.TIME_OUT) : nothing();
      case DROPPED -> of(FaultKind.DROP_AFTER_COMMIT);
      case PENDING -> of(FaultKind.PENDING);
      case PENDING_FAILED -> of(FaultKind.PENDING_FAILS);
      case FAILED_ONCE -> first ? of(FaultKind.FAIL) : nothing();
      case THROTTLED_ONCE -> first ? of(FaultKind.THROTTLE) : nothing();
      case SLOW -> of(FaultKind.SLOW);
      case PAID_TWICE -> of(FaultKind.PAY_TWICE);
    };
  }

  public boolean has(FaultKind kind) {
    return kinds.contains(kind);
  }

  private static Script of(FaultKind kind) {
    return new Script(EnumSet.of(kind));
  }

  /** No fault at all. */
  public static Script nothing() {
    return new Script(EnumSet.noneOf(FaultKind.class));
  }

  private static Script drawn(
      FaultPlan plan,
      long seed,
      String carrier,
      @Nullable String reference,
      int failedAttempts,
      long msisdn) {
    if (plan.odds().isEmpty()) {
      return nothing();
    }
    long request = mixed(plan.seed() == null ? seed : plan.seed(), carrier);
    request = mixed(request, reference == null ? Long.toString(msisdn) : reference);
    Set<FaultKind> drawn = EnumSet.noneOf(FaultKind.class);
    addFirst(drawn, BEFORE_COMMIT, plan, request, failedAttempts);
    addFirst(drawn, COMMIT, plan, request, failedAttempts);
    for (FaultKind kind : BESIDE) {
      if (happens(plan, kind, request, failedAttempts)) {
        drawn.add(kind);
      }
    }
    return new Script(drawn);
  }

  private static void addFirst(
      Set<FaultKind> drawn, FaultKind[] kinds, FaultPlan plan, long request, int failedAttempts) {
    for (FaultKind kind : kinds) {
      if (happens(plan, kind, request, failedAttempts)) {
        drawn.add(kind);
        return;
      }
    }
  }

  private static boolean happens(FaultPlan plan, FaultKind kind, long request, int failedAttempts) {
    double odds = plan.odds(kind);
    if (odds <= 0) {
      return false;
    }
    // A refusal is for good, so every try of a reference draws the same.
    int attempt = kind == FaultKind.REFUSE ? 0 : failedAttempts;
    long bits = scrambled(mixed(request, kind.key()) + attempt * 0x9E3779B97F4A7C15L);
    return (bits >>> 11) * 0x1.0p-53 < odds;
  }

  /** FNV-1a over the characters, so that texts of any length spread over 64 bits. */
  private static long mixed(long start, String text) {
    long hash = scrambled(start) ^ 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }

  /** The finisher of SplitMix64. */
  private static long scrambled(long value) {
    long bits = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    bits = (bits ^ (bits >>> 27)) * 0x94d049bb133111ebL;
    return bits ^ (bits >>> 31);
  }
}
