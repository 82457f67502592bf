package dev.everline.sandbox.carrier.books;

import dev.everline.sandbox.carrier.wire.Problem;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The top-ups in the {@link Books}: each is booked, and settled, alone with its line and its
 * reference.
 */
public final class TopUpBook {

  private static final String REFUSED = "The carrier could not complete the top-up.";

  private final Books books;
  private final TopUpShelf shelf = new TopUpShelf();
  private final Map<Long, TopUp> pending = new ConcurrentHashMap<>();

  /** How a top-up is to be settled. */
  public record Settling(TopUp.Status outcome, boolean now, long afterMillis, int copies) {}

  /**
   * What became of a request.
   *
   * @param topUps what was put in the books: none when the reference was used, two when the carrier
   *     pays twice
   * @param usedBy the top-up that holds the reference, or null
   */
  public record Booked(List<TopUp> topUps, @Nullable TopUp usedBy) {}

  /** What settling a top-up does to its line. */
  private record Moved(Line line, TopUp.Status as, @Nullable String reason) {}

  TopUpBook(Books books) {
    this.books = books;
  }

  /**
   * Books a request, durably.
   *
   * @throws Problem when the carrier has no such line, or refuses
   */
  public Booked book(TopUpRequest request, Settling settling, boolean enforcesReference) {
    Booking booking = new Booking(request, settling, enforcesReference);
    books.shared(() -> booking.run(books.book(request.carrier())));
    Journal.Batch batch = booking.written;
    if (batch == null) {
      books.settleReads();
    } else {
      books.await(batch);
    }
    return booking.result();
  }

  public @Nullable TopUp find(long id) {
    return shelf.find(id);
  }

  /** The top-ups of a carrier under a reference, oldest first. */
  public List<TopUp> under(String carrier, String reference) {
    List<TopUp> found = new ArrayList<>();
    for (long id : books.book(carrier).topUps(reference)) {
      TopUp topUp = shelf.find(id);
      if (topUp != null) {
        found.add(topUp);
      }
    }
    return found;
  }

  /** Shows every top-up, oldest first. */
  public void each(Consumer<TopUp> see) {
    long last = shelf.last();
    for (long id = 1; id <= last; id++) {
      TopUp topUp = shelf.find(id);
      if (topUp != null) {
        see.accept(topUp);
      }
    }
  }

  /** The top-ups that wait to be settled. */
  public List<TopUp> pending() {
    return List.copyOf(pending.values());
  }

  /**
   * Settles a pending top-up, durably.
   *
   * @param as completed, failed or cancelled
   * @return the top-up as it now is, or null when it was not pending any more
   */
  public @Nullable TopUp settle(long id, TopUp.Status as) {
    TopUp before = shelf.find(id);
    if (before == null) {
      return null;
    }
    List<TopUp> settled = new ArrayList<>(1);
    books.shared(
        () ->
            books
                .book(before.terms().carrier())
                .lines
                .computeIfPresent(
                    before.msisdn(),
                    (number, line) -> {
                      TopUp now = shelf.find(id);
                      if (now == null || now.status() != TopUp.Status.CREATED) {
                        return line;
                      }
                      Line rolled = books.today(line);
                      Moved moved =
                          as == TopUp.Status.COMPLETED
                              ? move(rolled, now)
                              : new Moved(rolled, as, as == TopUp.Status.FAILED ? REFUSED : null);
                      TopUp after = settled(now, rolled, moved);
                      settled.add(after);
                      var _ = write(after, moved.line());
                      return moved.line();
                    }));
    books.settleReads();
    return settled.isEmpty() ? null : settled.getFirst();
  }

  private Moved move(Line line, TopUp topUp) {
    try {
      LocalDate today = books.clock().today(line.terms().zone());
      Line after = CarrierRules.afterTopUp(line, topUp.amountMinor(), topUp.bought(), today);
      return new Moved(after, TopUp.Status.COMPLETED, null);
    } catch (Problem refused) {
      return new Moved(line, TopUp.Status.FAILED, refused.message());
    }
  }

  private TopUp settled(TopUp topUp, Line before, Moved moved) {
    return topUp.settled(
        moved.as(),
        moved.reason(),
        books.clock().now().toEpochMilli(),
        before.validUntilDay(),
        moved.line().validUntilDay());
  }

  private Journal.Batch write(TopUp topUp, @Nullable Line after) {
    keep(topUp);
    return books.append(new Entry.TopUpSet(topUp, after));
  }

  /** Takes a top-up from the journal as it stood there. */
  void replay(TopUp topUp, @Nullable Line after) {
    CarrierBook book = books.book(topUp.terms().carrier());
    keep(topUp);
    book.remember(topUp.reference(), topUp.id());
    if (after != null) {
      book.lines.put(after.msisdn(), after);
    }
  }

  private void keep(TopUp topUp) {
    shelf.set(topUp);
    if (topUp.status() == TopUp.Status.CREATED) {
      pending.put(topUp.id(), topUp);
    } else {
      pending.remove(topUp.id());
    }
  }

  void clear() {
    shelf.clear();
    pending.clear();
  }

  /** One request on its way into the books, alone with its line and then with its reference. */
  private final class Booking {
    private final TopUpRequest request;
    private final Settling settling;
    private final boolean enforcesReference;
    private final List<TopUp> booked = new ArrayList<>(2);
    private @Nullable TopUp usedBy;
    private Journal.@Nullable Batch written;

    Booking(TopUpRequest request, Settling settling, boolean enforcesReference) {
      this.request = request;
      this.settling = settling;
      this.enforcesReference = enforcesReference;
    }

    Booked result() {
      return new Booked(booked, usedBy);
    }

    void run(CarrierBook book) {
      Line known =
          book.lines.computeIfPresent(
              request.msisdn(), (number, line) -> underReference(book, line));
      if (known == null) {
        throw Problem.refused("unknownLine", "This carrier has no line of that number.");
      }
    }

    private Line underReference(CarrierBook book, Line line) {
      request.requireFits(line);
      String reference = request.reference();
      if (reference == null) {
        return addTo(line);
      }
      Line[] after = {line};
      book.underReference(
          reference,
          before -> {
            usedBy = enforcesReference ? holder(before) : null;
            if (usedBy == null) {
              after[0] = addTo(line);
            }
            return booked.stream().mapToLong(TopUp::id).toArray();
          });
      return after[0];
    }

    private @Nullable TopUp holder(long[] ids) {
      return Arrays.stream(ids)
          .mapToObj(shelf::find)
          .filter(topUp -> topUp != null && topUp.holdsReference())
          .findFirst()
          .orElse(null);
    }

    private Line addTo(Line line) {
      Line now = books.today(line);
      if (!settling.now()) {
        TopUp created = shelf.add(id -> created(id, now));
        booked.add(created);
        written = write(created, null);
        return line;
      }
      // The rules run before the first copy gets an id, so that a refusal leaves nothing behind.
      List<Line> steps = new ArrayList<>(settling.copies());
      Line moved = now;
      for (int copy = 0; copy < settling.copies(); copy++) {
        moved =
            CarrierRules.afterTopUp(
                moved,
                request.amountMinor(),
                request.bought(),
                books.clock().today(line.terms().zone()));
        steps.add(moved);
      }
      Line before = now;
      for (Line after : steps) {
        Line from = before;
        TopUp completed =
            shelf.add(
                id -> settled(created(id, from), from, new Moved(after, settling.outcome(), null)));
        booked.add(completed);
        written = write(completed, after);
        before = after;
      }
      return moved;
    }

    private TopUp created(long id, Line line) {
      long now = books.clock().now().toEpochMilli();
      return new TopUp(
          id,
          line.terms(),
          line.msisdn(),
          request.reference(),
          request.bought(),
          request.amountMinor(),
          new TopUp.Progress(
              TopUp.Status.CREATED,
              settling.outcome(),
              null,
              now,
              0,
              settling.now() ? 0 : Math.addExact(now, settling.afterMillis())),
          line.validUntilDay(),
          line.validUntilDay(),
          request.body());
    }
  }
}
