package dev.everline.sandbox.carrier;

import dev.everline.sandbox.carrier.books.Books;
import dev.everline.sandbox.carrier.books.TopUp;
import dev.everline.sandbox.carrier.books.TopUpBook;
import dev.everline.sandbox.carrier.books.TopUpRequest;
import dev.everline.sandbox.carrier.fault.FaultKind;
import dev.everline.sandbox.carrier.fault.FaultPlan;
import dev.everline.sandbox.carrier.fault.Script;
import dev.everline.sandbox.carrier.wire.Answer;
import dev.everline.sandbox.carrier.wire.Problem;
import org.jspecify.annotations.Nullable;

/** Takes top-ups in, with the faults that are played on them on the way. */
final class TopUpDesk {

  private final Books books;
  private final Tmf654Resources resources;
  private final Events events;
  private final Settlements settlements;
  private final Troubles troubles;

  TopUpDesk(
      Books books,
      Tmf654Resources resources,
      Events events,
      Settlements settlements,
      Troubles troubles) {
    this.books = books;
    this.resources = resources;
    this.events = events;
    this.settlements = settlements;
    this.troubles = troubles;
  }

  /**
   * Takes a top-up in, or fails as the faults have it.
   *
   * @throws Problem when the request is wrong, the carrier refuses or a fault says so
   */
  Answer take(TopUpRequest request) {
    String carrier = request.carrier();
    String reference = request.reference();
    Troubles.Trouble trouble = troubles.meet(carrier, reference, request.msisdn());
    boolean enforces = books.settings(carrier).enforcesReference();
    TopUp holder = enforces && reference != null ? holder(carrier, reference) : null;
    if (holder != null) {
      books.settleReads();
      return alreadyTaken(holder, trouble);
    }
    if (trouble.timesOut()) {
      return Answer.cut();
    }
    trouble.failBeforeCommit();
    return commit(request, trouble, enforces);
  }

  private Answer commit(TopUpRequest request, Troubles.Trouble trouble, boolean enforces) {
    FaultPlan plan = trouble.plan();
    Script script = trouble.script();
    FaultKind pending =
        script.has(FaultKind.PENDING_FAILS)
            ? FaultKind.PENDING_FAILS
            : script.has(FaultKind.PENDING) ? FaultKind.PENDING : null;
    boolean twice = script.has(FaultKind.PAY_TWICE);
    long twiceAfter = plan.millis(FaultKind.PAY_TWICE);
    TopUpBook.Settling settling =
        pending == null
            ? new TopUpBook.Settling(
                TopUp.Status.COMPLETED, true, 0, twice && twiceAfter == 0 ? 2 : 1)
            : new TopUpBook.Settling(
                pending == FaultKind.PENDING ? TopUp.Status.COMPLETED : TopUp.Status.FAILED,
                false,
                plan.millis(pending),
                1);
    TopUpBook.Booked booked = books.topUps().book(request, settling, enforces);
    TopUp usedBy = booked.usedBy();
    if (usedBy != null) {
      return alreadyTaken(usedBy, trouble);
    }
    booked.topUps().forEach(topUp -> tookIn(topUp, plan, script));
    if (pending != null) {
      trouble.plays(pending);
    }
    if (trouble.plays(FaultKind.PAY_TWICE) && twiceAfter > 0) {
      TopUpBook.Settling later =
          new TopUpBook.Settling(TopUp.Status.COMPLETED, false, twiceAfter, 1);
      books
          .topUps()
          .book(request, later, false)
          .topUps()
          .forEach(copy -> tookIn(copy, plan, script));
    }
    return trouble.plays(FaultKind.DROP_AFTER_COMMIT)
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
    return books.topUps().under(carrier, reference).stream()
        .filter(TopUp::holdsReference)
        .findFirst()
        .orElse(null);
  }

  private Answer alreadyTaken(TopUp holder, Troubles.Trouble trouble) {
    if (trouble.plays(FaultKind.ANSWER_TWICE)) {
      return created(holder);
    }
    throw Problem.referenceUsed();
  }

  private Answer created(TopUp topUp) {
    return Answer.of(201, resources.topUp(topUp))
        .with(
            "Location",
            resources.href(topUp.terms().carrier(), "topupBalance", Long.toString(topUp.id())));
  }
}
