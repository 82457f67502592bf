package dev.everline.sandbox.carrier.books;

import dev.everline.sandbox.carrier.wire.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is done to balances in the {@link Books} other than by top-ups. */
public final class BalanceBook {

  private final Books books;
  private final BalanceShelf shelf = new BalanceShelf();

  /**
   * What became of a request.
   *
   * @param now whether it was done now; otherwise the act is the one that holds the reference
   */
  public record Acted(BalanceAct act, boolean now) {}

  BalanceBook(Books books) {
    this.books = books;
  }

  /** The act that holds a request's reference, or null. */
  public @Nullable BalanceAct holder(BalanceActRequest request) {
    String reference = request.reference();
    return reference == null ? null : shelf.under(request.kind(), request.carrier(), reference);
  }

  public @Nullable BalanceAct find(long id) {
    return shelf.find(id);
  }

  /** Shows every act, oldest first. */
  public void each(Consumer<BalanceAct> see) {
    shelf.each(see);
  }

  /** What is reserved of a line's money, in minor units. */
  public long reserved(String carrier, long msisdn) {
    return shelf.reserved(carrier, msisdn);
  }

  /**
   * Does what is asked, durably. Such acts are rare and may concern two lines: each is alone.
   *
   * @throws Problem when the carrier has no such line, or refuses
   */
  public Acted act(BalanceActRequest request, boolean enforcesReference) {
    return books.alone(
        () -> {
          BalanceAct usedBy = enforcesReference ? holder(request) : null;
          if (usedBy != null) {
            return new Acted(usedBy, false);
          }
          Line line = lineOf(request, request.msisdn());
          long amount = request.amountMinor() == null ? line.balanceMinor() : request.amountMinor();
          boolean gives = request.kind() == BalanceAct.Kind.ADJUST && amount > 0;
          List<Line> after = new ArrayList<>(2);
          after.add(gives ? given(line, amount) : taken(line, Math.abs(amount)));
          if (request.kind() == BalanceAct.Kind.TRANSFER) {
            after.add(given(lineOf(request, request.receiver()), amount));
          }
          long now = books.clock().now().toEpochMilli();
          BalanceAct act =
              new BalanceAct(
                  shelf.next(),
                  request.kind(),
                  request.carrier(),
                  request.msisdn(),
                  request.receiver(),
                  request.reference(),
                  amount,
                  line.terms().currency(),
                  TopUp.Status.COMPLETED,
                  now,
                  now,
                  request.body());
          set(act, after);
          return new Acted(act, true);
        });
  }

  /**
   * Lets a reservation go, durably.
   *
   * @return the act as it now is, or null when there is nothing to let go
   */
  public @Nullable BalanceAct cancel(long id) {
    return books.alone(
        () -> {
          BalanceAct act = shelf.find(id);
          Line line = act == null ? null : books.line(act.carrier(), act.msisdn());
          if (act == null
              || line == null
              || act.kind() != BalanceAct.Kind.RESERVE
              || !act.stands()) {
            return null;
          }
          BalanceAct cancelled = act.cancelled(books.clock().now().toEpochMilli());
          set(cancelled, List.of(given(line, act.amountMinor())));
          return cancelled;
        });
  }

  private Line lineOf(BalanceActRequest request, long msisdn) {
    Line line = books.line(request.carrier(), msisdn);
    if (line == null) {
      throw Problem.refused("unknownLine", "This carrier has no line of that number.");
    }
    if (request.currency() != null && !request.currency().equals(line.terms().currency())) {
      throw Problem.refused(
          "otherCurrency", "The line's money is in %s.".formatted(line.terms().currency()));
    }
    return line;
  }

  private Line given(Line line, long minor) {
    return CarrierRules.afterGift(line, minor, books.clock().today(line.terms().zone()));
  }

  private Line taken(Line line, long minor) {
    return CarrierRules.afterTaking(line, minor, books.clock().today(line.terms().zone()));
  }

  private void set(BalanceAct act, List<Line> after) {
    replay(act, after);
    books.append(new Entry.ActSet(act, after));
  }

  /** Takes an act and its lines as they stand, from the journal or just done. */
  void replay(BalanceAct act, List<Line> after) {
    shelf.set(act);
    after.forEach(line -> books.book(act.carrier()).lines.put(line.msisdn(), line));
  }

  void clear() {
    shelf.clear();
  }
}
