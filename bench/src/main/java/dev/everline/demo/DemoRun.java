package dev.everline.demo;

import dev.everline.account.Account;
import dev.everline.kernel.Money;
import dev.everline.line.Line;
import dev.everline.line.LineField;
import dev.everline.line.LineService;
import dev.everline.notice.Notice;
import dev.everline.notice.NoticeKind;
import dev.everline.renewal.decide.Outlook;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets the time pass: from one wake-up of the engine to the next, the owners filling their wallets
 * on the way.
 */
final class DemoRun {

  /** How long after the question owners look at their carriers' pages. */
  private static final Duration ANSWERED_AFTER = Duration.ofDays(3);

  private static final int MOST_NOTICES = 100;

  /** What is due within so short a time is done together, so that no step is a second long. */
  private static final Duration SHORTEST_STEP = Duration.ofMinutes(1);

  /** How long at most the demo goes on after its last day for orders that are under way. */
  private static final Duration LONGEST_CLOSING = Duration.ofHours(12);

  private final DemoWorld world;
  private final DemoBooks books;
  private final DemoProgress progress;
  private final AtomicBoolean stopping;
  private final Map<Owner, LocalDate> lookedAt = new EnumMap<>(Owner.class);

  /**
   * @param stopping set to end it after the step under way
   */
  DemoRun(DemoWorld world, DemoProgress progress, AtomicBoolean stopping) {
    this.world = world;
    this.books = new DemoBooks(world.database());
    this.progress = progress;
    this.stopping = stopping;
  }

  /** Fills the wallets and brings the lines in, where no earlier start has. */
  void setUp() throws IOException {
    if (world.state().ready()) {
      return;
    }
    while (world.clock.instant().isBefore(SampleLines.START) && !stopping.get()) {
      fillWallets();
      Instant tomorrow = world.clock.instant().plus(1, ChronoUnit.DAYS);
      world.moveTo(earlier(tomorrow, SampleLines.START));
    }
    if (!stopping.get()) {
      fillWallets();
      new DemoSetup(world).run();
    }
  }

  /** Lives through some days, and then on until no order is under way, within bounds. */
  void live(int days) throws IOException {
    Instant start = world.clock.instant();
    Instant end = start.plus(days, ChronoUnit.DAYS);
    liveUntil(end, start, days);
    Instant last = end.plus(LONGEST_CLOSING);
    while (!stopping.get()
        && books.orders().underWay() > 0
        && world.clock.instant().isBefore(last)) {
      step(last);
      world.engine().heartbeat().beat();
    }
    progress.done();
  }

  private void liveUntil(Instant end, Instant start, int days) throws IOException {
    while (!stopping.get()) {
      fillWallets();
      confirmAutopay();
      world.engine().heartbeat().beat();
      Instant now = world.clock.instant();
      long day = Duration.between(start, now).toDays();
      progress.at(now, day, days, books);
      if (!now.isBefore(end)) {
        return;
      }
      step(end);
    }
  }

  /** Moves the clock to the next wake-up, the next day or the end, whichever is first. */
  private void step(Instant end) throws IOException {
    Instant now = world.clock.instant();
    Optional<Instant> wake = world.engine().heartbeat().nextWake();
    Instant next = now.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
    if (wake.isPresent()) {
      next = earlier(next, wake.get());
    }
    Instant soonest = now.plus(SHORTEST_STEP);
    next = next.isBefore(soonest) ? soonest : next;
    world.moveTo(earlier(next, end));
  }

  private void fillWallets() {
    for (Owner owner : Owner.values()) {
      Account account = world.account(owner);
      LocalDate day = LocalDate.ofInstant(world.clock.instant(), ZoneId.of(owner.zone()));
      if (day.equals(lookedAt.get(owner))) {
        continue;
      }
      Optional<Instant> before = books.lastDeposit(account.id().value());
      if (before.isPresent() && isToday(before.get())) {
        // A wallet counts its deposits by the days of UTC: this one waits for the next of them.
        continue;
      }
      lookedAt.put(owner, day);
      LocalDate last =
          before.map(at -> LocalDate.ofInstant(at, ZoneId.of(owner.zone()))).orElse(null);
      Money more =
          owner.deposit(day, last, world.engine().wallet().balance(account.id(), Money.USD));
      if (more != null) {
        var _ = world.engine().wallet().deposit(account.id(), more);
        world.engine().renewals().wakeWaiting(account.id());
      }
    }
  }

  /** Owners confirm that a carrier's own autopay went through, some days after they were asked. */
  private void confirmAutopay() {
    for (Owner owner : Owner.values()) {
      Account account = world.account(owner);
      for (Notice notice : world.engine().notices().list(account.id(), true, MOST_NOTICES)) {
        boolean old = notice.at().plus(ANSWERED_AFTER).isBefore(world.clock.instant());
        if (notice.kind() == NoticeKind.AUTOPAY_UNCONFIRMED && old) {
          confirmAutopay(account, notice);
        }
      }
    }
  }

  private void confirmAutopay(Account account, Notice notice) {
    LineService lines =
        new LineService(
            world.database().dataSource(),
            world.database().seal(),
            world.ids(),
            world.catalog,
            world.engine().lineWatch(),
            world.clock);
    Line line = lines.get(account.id(), notice.line());
    LocalDate next =
        new Outlook(world.catalog, world.engine().quoter(), world.routes, world.clock)
            .of(line, account.state())
            .endByAutopay();
    if (next != null) {
      var _ = lines.change(line.id(), Map.of(LineField.VALID_UNTIL, next.toString()));
    }
  }

  private boolean isToday(Instant at) {
    Instant today = world.clock.instant().truncatedTo(ChronoUnit.DAYS);
    return !at.isBefore(today);
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
