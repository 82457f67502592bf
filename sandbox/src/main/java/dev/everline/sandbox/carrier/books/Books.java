package dev.everline.sandbox.carrier.books;

import dev.everline.sandbox.carrier.fault.FaultKind;
import dev.everline.sandbox.carrier.fault.FaultPlans;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All that the carriers know, in memory and in the journal. A change is made in memory and appended
 * to the journal under the lock of its line, and is told to nobody before it is durable.
 */
public final class Books implements AutoCloseable {

  private final SandboxClock clock;
  private final Journal journal;
  private final ReentrantReadWriteLock world = new ReentrantReadWriteLock();
  private final Map<String, CarrierBook> carriers = new ConcurrentHashMap<>();
  private final Map<Terms, Terms> knownTerms = new ConcurrentHashMap<>();
  private final TopUpBook topUps = new TopUpBook(this);
  private final BalanceBook balances = new BalanceBook(this);
  private final Map<String, Subscription> subscriptions = new ConcurrentHashMap<>();
  private final Map<FaultKind, LongAdder> faultsPlayed = new EnumMap<>(FaultKind.class);
  private volatile FaultPlans faultPlans = FaultPlans.none();
  private volatile CarrierSettings.ByCarrier settings = CarrierSettings.ByCarrier.none();

  /** Who wants to be told of a carrier's top-ups. */
  public record Subscription(String id, String carrier, String callback, @Nullable String query) {}

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
  public static Books open(Path folder, Clock machine) throws IOException {
    return new Books(folder, machine);
  }

  public SandboxClock clock() {
    return clock;
  }

  public FaultPlans faultPlans() {
    return faultPlans;
  }

  public CarrierSettings settings(String carrier) {
    return settings.of(carrier);
  }

  public CarrierSettings.ByCarrier settings() {
    return settings;
  }

  public long droppedOnOpening() {
    return journal.droppedOnOpening();
  }

  /** The top-ups, and how they are taken in and settled. */
  public TopUpBook topUps() {
    return topUps;
  }

  /** What is done to balances other than by top-ups. */
  public BalanceBook balances() {
    return balances;
  }

  /** Waits until all that can be read is durable. */
  public void settleReads() {
    journal.awaitAll();
  }

  /** Waits until an entry that was appended is durable. */
  void await(Journal.Batch written) {
    journal.await(written);
  }

  // Lines

  /** The line as it stands today, or null when the carrier has none of that number. */
  public @Nullable Line line(String carrier, long msisdn) {
    Line line = book(carrier).lines.get(msisdn);
    return line == null ? null : today(line);
  }

  /** The carrier's lines as they stand today. */
  public Iterable<Line> lines(String carrier) {
    Collection<Line> lines = book(carrier).lines.values();
    return () -> lines.stream().map(this::today).iterator();
  }

  /** The carriers that have lines. */
  public List<String> carriers() {
    return carriers.keySet().stream().sorted().toList();
  }

  Line today(Line line) {
    return CarrierRules.rolledForward(line, clock.today(line.terms().zone()));
  }

  /** Puts lines into the books, over those of the same carrier and number. */
  public void setLines(List<Line> lines) {
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

  /** Runs a change while nothing else changes, and returns once it is durable. */
  <T extends @Nullable Object> T alone(Supplier<T> change) {
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
  public int failedAttempts(String carrier, @Nullable String reference) {
    return reference == null ? 0 : book(carrier).failedAttempts(reference);
  }

  /** Counts a fault; nobody waits until the count is durable. */
  public void played(FaultKind kind, String carrier, @Nullable String reference) {
    shared(
        () -> {
          count(kind, carrier, reference);
          append(new Entry.FaultPlayed(kind, carrier, reference));
        });
  }

  /** How often each kind of fault was played. */
  public long played(FaultKind kind) {
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
  public void setClock(@Nullable Instant now) {
    record(new Entry.ClockSet(now));
  }

  public void setFaults(FaultPlans plans) {
    record(new Entry.FaultsSet(plans.json()));
  }

  public void setSettings(CarrierSettings.ByCarrier byCarrier) {
    record(new Entry.SettingsSet(byCarrier.json()));
  }

  public void subscribe(Subscription subscription) {
    record(
        new Entry.SubscriptionSet(
            subscription.id(),
            subscription.carrier(),
            subscription.callback(),
            subscription.query()));
  }

  /** Removes a listener; false when the carrier has none of that id. */
  public boolean unsubscribe(String carrier, String id) {
    Subscription known = subscriptions.get(id);
    if (known == null || !known.carrier().equals(carrier)) {
      return false;
    }
    record(new Entry.SubscriptionSet(id, carrier, null, null));
    return true;
  }

  public Collection<Subscription> subscriptions() {
    return Collections.unmodifiableCollection(subscriptions.values());
  }

  /** Forgets everything, durably. */
  public void reset() {
    Lock alone = world.writeLock();
    alone.lock();
    try {
      journal.clear();
      carriers.clear();
      knownTerms.clear();
      topUps.clear();
      balances.clear();
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

  Journal.Batch append(Entry entry) {
    return journal.append(EntryFormat.encode(entry));
  }

  /** Runs a change beside others, but not beside a reset. */
  void shared(Runnable change) {
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
      case Entry.TopUpSet(TopUp topUp, Line after) -> topUps.replay(topUp, after);
      case Entry.ActSet(BalanceAct act, List<Line> after) -> balances.replay(act, after);
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

  CarrierBook book(String carrier) {
    CarrierBook known = carriers.get(carrier);
    return known == null ? carriers.computeIfAbsent(carrier, same -> new CarrierBook()) : known;
  }
}
