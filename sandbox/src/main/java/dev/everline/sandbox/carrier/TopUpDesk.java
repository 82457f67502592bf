package dev.everline.sandbox.carrier;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Takes top-ups in, with the faults that are played on them on the way. */
final class TopUpDesk {

  private final Books books;
  private final Tmf654Resources resources;
  private final Events events;
  private final Settlements settlements;
  private final Pauses pauses;
  private final long seed;
  private final Map<String, Throttle> throttles = new ConcurrentHashMap<>();

  TopUpDesk(
      Books books,
      Tmf654Resources resources,
      Events events,
      Settlements settlements,
      Pauses pauses,
      long seed) {
    this.books = books;
    this.resources = resources;
    this.events = events;
    this.settlements = settlements;
    this.pauses = pauses;
    this.seed = seed;
  }

  /**
   * Takes a top-up in, or fails as the faults have it.
   *
   * @throws Problem when the request is wrong, the carrier refuses or a fault says so
   */
  Answer take(TopUpRequest request) {
    String carrier = request.carrier();
    String reference = request.reference();
    FaultPlan plan = books.faultPlans().of(carrier);
    Throttle throttle = throttles.computeIfAbsent(carrier, same -> new Throttle());
    if (!throttle.passes(System.nanoTime(), plan.throttlePerSecond())) {
      books.played(FaultKind.THROTTLE, carrier, null);
      throw tooMany();
    }
    int failed = books.failedAttempts(carrier, reference);
    Script script = Script.of(plan, seed, carrier, reference, failed, request.msisdn());
    if (play(script, FaultKind.SLOW, request)) {
      pauses.pause(plan.millis(FaultKind.SLOW));
    }
    boolean enforces = books.settings(carrier).enforcesReference();
    TopUp holder = enforces && reference != null ? holder(carrier, reference) : null;
    if (holder != null) {
      books.settleReads();
      return alreadyTaken(holder, script, request);
    }
    if (play(script, FaultKind.TIME_OUT, request)) {
      pauses.pause(plan.millis(FaultKind.TIME_OUT));
      return Answer.cut();
    }
    failBeforeCommit(script, request);
    return commit(request, plan, script, enforces);
  }

  private void failBeforeCommit(Script script, TopUpRequest request) {
    if (play(script, FaultKind.REFUSE, request)) {
      throw Problem.refused("refused", "The carrier refuses this top-up for good.");
    }
    if (play(script, FaultKind.FAIL, request)) {
      throw Problem.of(
          500, "internalError", "The carrier's system has failed", "Ask what became of it.");
    }
    if (play(script, FaultKind.REFUSE_ONCE, request)) {
      throw Problem.of(
              503, "tryLater", "The carrier can't do it now", "Nothing was done; try again later.")
          .retryAfter(1);
    }
    if (play(script, FaultKind.THROTTLE, request)) {
      throw tooMany();
    }
  }

  private Answer commit(TopUpRequest request, FaultPlan plan, Script script, boolean enforces) {
    FaultKind pending =
        script.has(FaultKind.PENDING_FAILS)
            ? FaultKind.PENDING_FAILS
            : script.has(FaultKind.PENDING) ? FaultKind.PENDING : null;
    boolean twice = script.has(FaultKind.PAY_TWICE);
    long twiceAfter = plan.millis(FaultKind.PAY_TWICE);
    Books.Settling settling =
        pending == null
            ? new Books.Settling(TopUp.Status.COMPLETED, true, 0, twice && twiceAfter == 0 ? 2 : 1)
            : new Books.Settling(
                pending == FaultKind.PENDING ? TopUp.Status.COMPLETED : TopUp.Status.FAILED,
                false,
                plan.millis(pending),
                1);
    Books.Booked booked = books.book(request, settling, enforces);
    TopUp usedBy = booked.usedBy();
    if (usedBy != null) {
      return alreadyTaken(usedBy, script, request);
    }
    booked.topUps().forEach(topUp -> tookIn(topUp, plan, script));
    if (pending != null) {
      play(script, pending, request);
    }
    if (play(script, FaultKind.PAY_TWICE, request) && twiceAfter > 0) {
      Books.Settling later = new Books.Settling(TopUp.Status.COMPLETED, false, twiceAfter, 1);
      books.book(request, later, false).topUps().forEach(copy -> tookIn(copy, plan, script));
    }
    return play(script, FaultKind.DROP_AFTER_COMMIT, request)
        ? Answer.cut()
        : created(booked.topUps().getFirst());
  }

  private void tookIn(TopUp topUp, FaultPlan plan, Script script) {
    events.tell(topUp, plan, script);
    if (topUp.status() == TopUp.Status.CREATED) {
      settlements.schedule(topUp);
    }
  }

  private @Nullable TopUp holder(String carrier, String reference) {
    return books.topUps(carrier, reference).stream()
        .filter(TopUp::holdsReference)
        .findFirst()
        .orElse(null);
  }

  private Answer alreadyTaken(TopUp holder, Script script, TopUpRequest request) {
    if (play(script, FaultKind.ANSWER_TWICE, request)) {
      return created(holder);
    }
    throw Problem.of(
        409,
        "referenceUsed",
        "The reference was used before",
        "Ask what became of the top-up under this reference; nothing was paid now.");
  }

  private Answer created(TopUp topUp) {
    return Answer.of(201, resources.topUp(topUp))
        .with(
            "Location",
            resources.href(topUp.terms().carrier(), "topupBalance", Long.toString(topUp.id())));
  }

  private boolean play(Script script, FaultKind kind, TopUpRequest request) {
    if (!script.has(kind)) {
      return false;
    }
    books.played(kind, request.carrier(), request.reference());
    return true;
  }

  private static Problem tooMany() {
    return Problem.of(
            429, "tooManyRequests", "Too many requests", "Nothing was done; send fewer a second.")
        .retryAfter(1);
  }
}
