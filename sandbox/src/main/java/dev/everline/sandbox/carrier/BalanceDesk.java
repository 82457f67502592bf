package dev.everline.sandbox.carrier;

import dev.everline.sandbox.carrier.books.BalanceAct;
import dev.everline.sandbox.carrier.books.BalanceActRequest;
import dev.everline.sandbox.carrier.books.BalanceBook;
import dev.everline.sandbox.carrier.books.Books;
import dev.everline.sandbox.carrier.fault.FaultKind;
import dev.everline.sandbox.carrier.fault.FaultPlan;
import dev.everline.sandbox.carrier.fault.Script;
import dev.everline.sandbox.carrier.wire.Answer;
import dev.everline.sandbox.carrier.wire.Problem;

/** Takes adjustments, transfers and reservations in, with the faults that are played on them. */
final class BalanceDesk {

  private final Books books;
  private final Tmf654Resources resources;
  private final Events events;
  private final Troubles troubles;

  BalanceDesk(Books books, Tmf654Resources resources, Events events, Troubles troubles) {
    this.books = books;
    this.resources = resources;
    this.events = events;
    this.troubles = troubles;
  }

  /**
   * Does what is asked, or fails as the faults have it.
   *
   * @throws Problem when the request is wrong, the carrier refuses or a fault says so
   */
  Answer take(BalanceActRequest request) {
    String carrier = request.carrier();
    Troubles.Trouble trouble = troubles.meet(carrier, request.attempts(), request.msisdn());
    boolean enforces = books.settings(carrier).enforcesReference();
    BalanceAct holder = enforces ? books.balances().holder(request) : null;
    if (holder != null) {
      books.settleReads();
      return alreadyTaken(holder, trouble);
    }
    if (trouble.timesOut()) {
      return Answer.cut();
    }
    trouble.failBeforeCommit();
    BalanceBook.Acted acted = books.balances().act(request, enforces);
    if (!acted.now()) {
      return alreadyTaken(acted.act(), trouble);
    }
    events.tell(acted.act(), trouble.plan(), trouble.script());
    return trouble.plays(FaultKind.DROP_AFTER_COMMIT) ? Answer.cut() : created(acted.act());
  }

  /**
   * Lets a reservation go: its money is back in the balance.
   *
   * @throws Problem when there is nothing to let go
   */
  BalanceAct cancel(BalanceAct act) {
    BalanceAct cancelled = books.balances().cancel(act.id());
    if (cancelled == null) {
      throw Problem.of(
          409,
          "alreadySettled",
          "It is settled",
          "Only a reservation that stands can be cancelled.");
    }
    FaultPlan plan = books.faultPlans().of(act.carrier());
    events.tell(cancelled, plan, Script.nothing());
    return cancelled;
  }

  private Answer alreadyTaken(BalanceAct holder, Troubles.Trouble trouble) {
    if (trouble.plays(FaultKind.ANSWER_TWICE)) {
      return created(holder);
    }
    throw Problem.referenceUsed();
  }

  private Answer created(BalanceAct act) {
    return Answer.of(201, resources.act(act)).with("Location", resources.href(act));
  }
}
