package dev.everline.renewal.engine.stop;

import static dev.everline.fixture.LineBuilder.aLine;
import static dev.everline.renewal.order.OrderBuilder.anOrder;

import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemType;
import dev.everline.line.due.DueLine;
import dev.everline.renewal.TestLines;
import dev.everline.renewal.World;
import dev.everline.renewal.decide.Decision;
import dev.everline.renewal.order.OrderDraft;
import dev.everline.renewal.order.Orders;
import dev.everline.renewal.order.Origin;
import dev.everline.renewal.order.Releaser;
import dev.everline.renewal.price.Quote;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A request for an order of 25 dollars and its facts, with nothing against it until a test says so.
 */
final class StopCase {

  static final Instant NOW = World.START;
  static final LocalDate DAY = LocalDate.of(2026, 11, 1);
  static final LocalDate END = LocalDate.of(2026, 11, 2);

  DueLine line = line(true);
  Quote.Kind kind = Quote.Kind.WHOLE_PERIOD;
  Money total = Money.usd(25_00);
  LocalDate from = END;
  @Nullable LocalDate until = END.plusDays(30);
  Instant deadline = NOW.plus(Duration.ofDays(2));
  int mostTries = 6;
  @Nullable Money agreed;
  Decision.@Nullable Renew orElse;
  Releaser releaser = Releaser.OPERATOR;
  boolean paymentsHeld;
  boolean hasRoute = true;
  boolean asOrdered = true;
  Orders.Earlier earlier = Orders.Earlier.NOTHING;
  Spent account = Spent.NOTHING;
  Spent all = Spent.NOTHING;
  Money wallet = Money.usd(1_000_00);

  static DueLine line(boolean brandConfirmed) {
    return TestLines.line(
        "acme", brandConfirmed, "from-expiry", null, aLine().expiring(END).facts());
  }

  OrderDraft draft(String origin) {
    return anOrder()
        .of(kind)
        .on("from-expiry")
        .total(total)
        .extending(from, until)
        .by(origin)
        .deadline(deadline)
        .draft();
  }

  OrderRequest byHeartbeat() {
    return OrderRequest.byHeartbeat(line, draft(Origin.HEARTBEAT), mostTries, orElse);
  }

  OrderRequest byHand() {
    return OrderRequest.byHand(line, draft("api"), agreed);
  }

  OrderRequest release() {
    return OrderRequest.release(line, draft("api").heldForApproval("BREAKER_DAY"), releaser);
  }

  /** What keeps the number, to be ordered instead. */
  StopCase withFallback() {
    Quote quote =
        new Quote(
            Quote.Kind.KEEP_ALIVE,
            null,
            1,
            null,
            java.util.List.of(),
            Money.usd(5_00),
            Money.usd(5_00),
            null,
            "from-expiry",
            java.util.List.of());
    orElse = new Decision.Renew(quote, line.facts(), END, deadline, null);
    return this;
  }

  StartFacts facts() {
    return new StartFacts(
        NOW, DAY, paymentsHeld, hasRoute, "Acme", END, asOrdered, earlier, account, all, wallet);
  }

  Stop.Skip skipped(StopRule rule, OrderRequest request) {
    return (Stop.Skip) rule.of(request, facts());
  }

  static ProblemType problem(Stop.Skip skip) {
    return skip.problem().get().type();
  }

  static Orders.Earlier renewed() {
    return new Orders.Earlier(1, true, 0, false, 0, END.plusDays(30));
  }

  static Orders.Earlier kept() {
    return new Orders.Earlier(1, false, 0, true, 0, null);
  }

  static Orders.Earlier inVain(int times) {
    return new Orders.Earlier(times, false, times, false, 0, null);
  }
}
