package dev.everline.sandbox.carrier;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All that the carriers know, in memory and in the journal. A change is made in memory and appended
 * to the journal under the lock of its line, and is told to nobody before it is durable.
 */
final class Books implements AutoCloseable {

  private final SandboxClock clock;
  private final Journal journal;
  private final ReentrantReadWriteLock world = new ReentrantReadWriteLock();
  private final Map<String, CarrierBook> carriers = new ConcurrentHashMap<>();
  private final Map<Terms, Terms> knownTerms = new ConcurrentHashMap<>();
  private final TopUpShelf topUps = new TopUpShelf();
  private final BalanceShelf acts = new BalanceShelf();
  private final Map<Long, TopUp> pending = new ConcurrentHashMap<>();
  private final Map<String, Subscription> subscriptions = new ConcurrentHashMap<>();
  private final Map<FaultKind, LongAdder> faultsPlayed = new EnumMap<>(FaultKind.class);
  private volatile FaultPlans faultPlans = FaultPlans.none();
  private volatile CarrierSettings.ByCarrier settings = CarrierSettings.ByCarrier.none();

  /** Who wants to be told of a carrier's top-ups. */
  record Subscription(String id, String carrier, String callback, @Nullable String query) {}

  /** How a top-up is to be settled. */
  record Settling(TopUp.Status outcome, boolean now, long afterMillis, int copies) {}

  /**
   * What became of a request.
   *
   * @param topUps what was put in the books: none when the reference was used, two when the carrier
   *     pays twice
   * @param usedBy the top-up that holds the reference, or null
   */
  record Booked(List<TopUp> topUps, @Nullable TopUp usedBy) {}

  private Books(Path folder, Clock machine) throws IOException {
    clock = new SandboxClock(machine);
    for (FaultKind kind : FaultKind.values()) {
      faultsPlayed.put(kind, new LongAdder());
    }
    journal = Journal.open(folder, record -> replay(EntryFormat.decode(record, this::knownLine)));
  }

  /**
   * Opens the books of a folder.
   *
   * @throws IOException when the folder can't be used, or another process holds it
   */
  static Books open(Path folder, Clock machine) throws IOException {
    return new Books(folder, machine);
  }

  SandboxClock clock() {
    return clock;
  }

  FaultPlans faultPlans() {
    return faultPlans;
  }

  CarrierSettings settings(String carrier) {
    return settings.of(carrier);
  }

  CarrierSettings.ByCarrier settings() {
    return settings;
  }

  long droppedOnOpening() {
    return journal.droppedOnOpening();
  }

  /** Waits until all that can be read is durable. */
  void settleReads() {
    journal.awaitAll();
  }

  // Lines

  /** The line as it stands today, or null when the carrier has none of that number. */
  @Nullable Line line(String carrier, long msisdn) {
    Line line = book(carrier).lines.get(msisdn);
    return line == null ? null : today(line);
  }

  /** The carrier's lines as they stand today. */
  Iterable<Line> lines(String carrier) {
    Collection<Line> lines = book(carrier).lines.values();
    return () -> lines.stream().map(this::today).iterator();
  }

  /** The carriers that have lines. */
  List<String> carriers() {
    return carriers.keySet().stream().sorted().toList();
  }

  private Line today(Line line) {
    return CarrierRules.rolledForward(line, clock.today(line.terms().zone()));
  }

  /** Puts lines into the books, over those of the same carrier and number. */
  void setLines(List<Line> lines) {
    shared(
        () -> {
          for (Line line : lines) {
            Line shared = withKnownTerms(line);
            book(line.terms().carrier())
                .lines
                .compute(
                    line.msisdn(),
                    (number, before) -> {
                      append(new Entry.LineSet(shared));
                      return shared;
                    });
          }
        });
    journal.awaitAll();
  }

  // Top-ups

  /**
   * Books a request, durably.
   *
   * @throws Problem when the carrier has no such line, or refuses
   */
  Booked book(TopUpRequest request, Settling settling, boolean enforcesReference) {
    Booking booking = new Booking(request, settling, enforcesReference);
    shared(() -> booking.run(book(request.carrier())));
    Journal.Batch batch = booking.written;
    if (batch == null) {
      journal.awaitAll();
    } else {
      journal.await(batch);
    }
    return booking.result();
  }

  @Nullable TopUp topUp(long id) {
    return topUps.find(id);
  }

  /** The top-ups of a carrier under a reference, oldest first. */
  List<TopUp> topUps(String carrier, String reference) {
    List<TopUp> found = new ArrayList<>();
    for (long id : book(carrier).topUps(reference)) {
      TopUp topUp = topUps.find(id);
      if (topUp != null) {
        found.add(topUp);
      }
    }
    return found;
  }

  /** Shows every top-up, oldest first. */
  void eachTopUp(Consumer<TopUp> see) {
    long last = topUps.last();
    for (long id = 1; id <= last; id++) {
      TopUp topUp = topUps.find(id);
      if (topUp != null) {
        see.accept(topUp);
      }
    }
  }

  /** The top-ups that wait to be settled. */
  List<TopUp> pending() {
    return List.copyOf(pending.values());
  }

  /**
   * Settles a pending top-up, durably.
   *
   * @param as completed, failed or cancelled
   * @return the top-up as it now is, or null when it was not pending any more
   */
  @Nullable TopUp settle(long id, TopUp.Status as) {
    TopUp before = topUps.find(id);
    if (before == null) {
      return null;
    }
    List<TopUp> settled = new ArrayList<>(1);
    shared(
        () ->
            book(before.terms().carrier())
                .lines
                .computeIfPresent(
                    before.msisdn(),
                    (number, line) -> {
                      TopUp now = topUps.find(id);
                      if (now == null || now.status() != TopUp.Status.CREATED) {
                        return line;
                      }
                      Line rolled = today(line);
                      Moved moved =
                          as == TopUp.Status.COMPLETED
                              ? move(rolled, now)
                              : new Moved(rolled, as, as == TopUp.Status.FAILED ? REFUSED : null);
                      TopUp after = settled(now, rolled, moved);
                      settled.add(after);
                      var _ = write(after, moved.line());
                      return moved.line();
                    }));
    journal.awaitAll();
    return settled.isEmpty() ? null : settled.getFirst();
  }

  private static final String REFUSED = "The carrier could not complete the top-up.";

  private record Moved(Line line, TopUp.Status as, @Nullable String reason) {}

  private Moved move(Line line, TopUp topUp) {
    try {
      LocalDate today = clock.today(line.terms().zone());
      Line after =
          CarrierRules.afterTopUp(
              line, topUp.amountMinor(), topUp.forPlan(), topUp.periods(), today);
      return new Moved(after, TopUp.Status.COMPLETED, null);
    } catch (Problem refused) {
      return new Moved(line, TopUp.Status.FAILED, refused.message());
    }
  }

  private TopUp settled(TopUp topUp, Line before, Moved moved) {
    return topUp.settled(
        moved.as(),
        moved.reason(),
        clock.now().toEpochMilli(),
        before.validUntilDay(),
        moved.line().validUntilDay());
  }

  private Journal.Batch write(TopUp topUp, @Nullable Line after) {
    topUps.set(topUp);
    if (topUp.status() == TopUp.Status.CREATED) {
      pending.put(topUp.id(), topUp);
    } else {
      pending.remove(topUp.id());
    }
    return append(new Entry.TopUpSet(topUp, after));
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
          .mapToObj(topUps::find)
          .filter(topUp -> topUp != null && topUp.holdsReference())
          .findFirst()
          .orElse(null);
    }

    private Line addTo(Line line) {
      Line now = today(line);
      if (!settling.now()) {
        TopUp created = topUps.add(id -> created(id, now));
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
                request.forPlan(),
                request.periods(),
                clock.today(line.terms().zone()));
        steps.add(moved);
      }
      Line before = now;
      for (Line after : steps) {
        Line from = before;
        TopUp completed =
            topUps.add(
                id -> settled(created(id, from), from, new Moved(after, settling.outcome(), null)));
        booked.add(completed);
        written = write(completed, after);
        before = after;
      }
      return moved;
    }

    private TopUp created(long id, Line line) {
      long now = clock.now().toEpochMilli();
      return new TopUp(
          id,
          line.terms(),
          line.msisdn(),
          request.reference(),
          request.forPlan(),
          request.periods(),
          request.amountMinor(),
          TopUp.Status.CREATED,
          settling.outcome(),
          null,
          now,
          0,
          settling.now() ? 0 : Math.addExact(now, settling.afterMillis()),
          line.validUntilDay(),
          line.validUntilDay(),
          request.body());
    }
  }

  // What else is done to balances

  /**
   * What became of a request.
   *
   * @param now whether it was done now; otherwise the act is the one that holds the reference
   */
  record Acted(BalanceAct act, boolean now) {}

  /** The act that holds a request's reference, or null. */
  @Nullable BalanceAct holder(BalanceActRequest request) {
    String reference = request.reference();
    return reference == null ? null : acts.under(request.kind(), request.carrier(), reference);
  }

  @Nullable BalanceAct act(long id) {
    return acts.find(id);
  }

  /** Shows every act, oldest first. */
  void eachAct(Consumer<BalanceAct> see) {
    acts.each(see);
  }

  /** What is reserved of a line's money, in minor units. */
  long reserved(String carrier, long msisdn) {
    return acts.reserved(carrier, msisdn);
  }

  /**
   * Does what is asked, durably. Such acts are rare and may concern two lines: each is alone.
   *
   * @throws Problem when the carrier has no such line, or refuses
   */
  Acted act(BalanceActRequest request, boolean enforcesReference) {
    return alone(
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
          long now = clock.now().toEpochMilli();
          BalanceAct act =
              new BalanceAct(
                  acts.next(),
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
  @Nullable BalanceAct cancel(long id) {
    return alone(
        () -> {
          BalanceAct act = acts.find(id);
          Line line = act == null ? null : line(act.carrier(), act.msisdn());
          if (act == null
              || line == null
              || act.kind() != BalanceAct.Kind.RESERVE
              || !act.stands()) {
            return null;
          }
          BalanceAct cancelled = act.cancelled(clock.now().toEpochMilli());
          set(cancelled, List.of(given(line, act.amountMinor())));
          return cancelled;
        });
  }

  private Line lineOf(BalanceActRequest request, long msisdn) {
    Line line = line(request.carrier(), msisdn);
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
    return CarrierRules.afterGift(line, minor, clock.today(line.terms().zone()));
  }

  private Line taken(Line line, long minor) {
    return CarrierRules.afterTaking(line, minor, clock.today(line.terms().zone()));
  }

  private void set(BalanceAct act, List<Line> after) {
    Entry entry = new Entry.ActSet(act, after);
    replay(entry);
    append(entry);
  }

  private <T extends @Nullable Object> T alone(Supplier<T> change) {
    Lock alone = world.writeLock();
    alone.lock();
    try {
      T result = change.get();
      journal.awaitAll();
      return result;
    } finally {
      alone.unlock();
    }
  }

  // Faults

  /** How often a request under this reference has failed before anything was committed. */
  int failedAttempts(String carrier, @Nullable String reference) {
    return reference == null ? 0 : book(carrier).failedAttempts(reference);
  }

  /** Counts a fault; nobody waits until the count is durable. */
  void played(FaultKind kind, String carrier, @Nullable String reference) {
    shared(
        () -> {
          count(kind, carrier, reference);
          append(new Entry.FaultPlayed(kind, carrier, reference));
        });
  }

  /** How often each kind of fault was played. */
  long played(FaultKind kind) {
    return counter(kind).sum();
  }

  private void count(FaultKind kind, String carrier, @Nullable String reference) {
    counter(kind).increment();
    boolean failedAttempt =
        switch (kind) {
          case REFUSE, REFUSE_ONCE, FAIL, TIME_OUT -> true;
          case THROTTLE -> reference != null;
          case SLOW,
              DROP_AFTER_COMMIT,
              ANSWER_TWICE,
              PAY_TWICE,
              PENDING,
              PENDING_FAILS,
              EVENT_LATE,
              EVENT_TWICE,
              EVENT_OUT_OF_ORDER ->
              false;
        };
    if (failedAttempt && reference != null) {
      book(carrier).attemptFailed(reference);
    }
  }

  private LongAdder counter(FaultKind kind) {
    LongAdder counter = faultsPlayed.get(kind);
    if (counter == null) {
      throw new IllegalStateException("No counter of " + kind);
    }
    return counter;
  }

  // Settings

  /** Moves the clock; null lets it run with the machine's. */
  void setClock(@Nullable Instant now) {
    record(new Entry.ClockSet(now));
  }

  void setFaults(FaultPlans plans) {
    record(new Entry.FaultsSet(plans.json()));
  }

  void setSettings(CarrierSettings.ByCarrier byCarrier) {
    record(new Entry.SettingsSet(byCarrier.json()));
  }

  void subscribe(Subscription subscription) {
    record(
        new Entry.SubscriptionSet(
            subscription.id(),
            subscription.carrier(),
            subscription.callback(),
            subscription.query()));
  }

  /** Removes a listener; false when the carrier has none of that id. */
  boolean unsubscribe(String carrier, String id) {
    Subscription known = subscriptions.get(id);
    if (known == null || !known.carrier().equals(carrier)) {
      return false;
    }
    record(new Entry.SubscriptionSet(id, carrier, null, null));
    return true;
  }

  Collection<Subscription> subscriptions() {
    return Collections.unmodifiableCollection(subscriptions.values());
  }

  /** Forgets everything, durably. */
  void reset() {
    Lock alone = world.writeLock();
    alone.lock();
    try {
      journal.clear();
      carriers.clear();
      knownTerms.clear();
      topUps.clear();
      acts.clear();
      pending.clear();
      subscriptions.clear();
      faultsPlayed.values().forEach(LongAdder::reset);
      faultPlans = FaultPlans.none();
      settings = CarrierSettings.ByCarrier.none();
      clock.set(null);
    } finally {
      alone.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    journal.close();
  }

  // The journal

  private void record(Entry entry) {
    shared(
        () -> {
          replay(entry);
          append(entry);
        });
    journal.awaitAll();
  }

  private Journal.Batch append(Entry entry) {
    return journal.append(EntryFormat.encode(entry));
  }

  /** Runs a change beside others, but not beside a reset. */
  private void shared(Runnable change) {
    Lock beside = world.readLock();
    beside.lock();
    try {
      change.run();
    } finally {
      beside.unlock();
    }
  }

  private void replay(Entry entry) {
    switch (entry) {
      case Entry.LineSet(Line line) ->
          book(line.terms().carrier()).lines.put(line.msisdn(), withKnownTerms(line));
      case Entry.TopUpSet(TopUp topUp, Line after) -> replay(topUp, after);
      case Entry.ActSet(BalanceAct act, List<Line> after) -> {
        acts.set(act);
        after.forEach(line -> book(act.carrier()).lines.put(line.msisdn(), line));
      }
      case Entry.ClockSet(Instant now) -> clock.set(now);
      case Entry.FaultsSet(String json) -> faultPlans = FaultPlans.parse(json);
      case Entry.SettingsSet(String json) -> settings = CarrierSettings.ByCarrier.parse(json);
      case Entry.SubscriptionSet(String id, String carrier, String callback, String query) -> {
        if (callback == null) {
          subscriptions.remove(id);
        } else {
          subscriptions.put(id, new Subscription(id, carrier, callback, query));
        }
      }
      case Entry.FaultPlayed(FaultKind kind, String carrier, String reference) ->
          count(kind, carrier, reference);
    }
  }

  private void replay(TopUp topUp, @Nullable Line after) {
    CarrierBook book = book(topUp.terms().carrier());
    topUps.set(topUp);
    book.remember(topUp.reference(), topUp.id());
    if (topUp.status() == TopUp.Status.CREATED) {
      pending.put(topUp.id(), topUp);
    } else {
      pending.remove(topUp.id());
    }
    if (after != null) {
      book.lines.put(after.msisdn(), after);
    }
  }

  private Line knownLine(String carrier, long msisdn) {
    Line line = book(carrier).lines.get(msisdn);
    if (line == null) {
      throw new IllegalStateException(
          "The journal holds a top-up of a line that it doesn't hold; give an empty folder with"
              + " --state.");
    }
    return line;
  }

  private Line withKnownTerms(Line line) {
    Terms shared = knownTerms.computeIfAbsent(line.terms(), same -> same);
    return new Line(
        shared,
        line.msisdn(),
        line.validUntilDay(),
        line.balanceMinor(),
        line.balanceEndDay(),
        line.anchorDay());
  }

  private CarrierBook book(String carrier) {
    CarrierBook known = carriers.get(carrier);
    return known == null ? carriers.computeIfAbsent(carrier, same -> new CarrierBook()) : known;
  }
}
