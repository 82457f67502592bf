package dev.everline.demo;

import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.OrderId;
import dev.everline.ledger.LedgerCheck;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Checks at the end, from the database and from the carriers' own books, whether what was promised
 * held: every line kept or its owner told, each renewal paid once, every cent accounted for.
 */
final class DemoAudit {

  private static final int FAULTS_NAMED = 20;
  private static final int QUESTIONS_AT_ONCE = 32;

  private final DemoWorld world;
  private final DemoBooks books;
  private final List<String> faults = new ArrayList<>();
  private int faultsFound;

  DemoAudit(DemoWorld world) {
    this.world = world;
    this.books = new DemoBooks(world.database());
  }

  /**
   * @param from where the clock stood at this start
   * @param seconds that it took
   */
  DemoSummary run(Instant from, long seconds) throws IOException {
    Instant now = world.clock.instant();
    List<DemoLine> lines = books.lines();
    List<DemoBooks.DemoNotice> notices = books.allNotices();
    List<SandboxControl.Booked> booked = world.control.books();
    SandboxControl.Summary sandbox = world.control.summary();
    Judge judge = new Judge(world.catalog, notices, now);
    Map<DemoLine, LineFate> fates = fates(lines, judge);
    DemoSummary.Lines ofLines = lines(fates, judge, booked);
    DemoBooks.Orders orders = books.orders();
    if (orders.underWay() > 0) {
      fault(orders.underWay() + " orders are still under way");
    }
    List<DemoSummary.CarrierAccount> carriers = carriers(sandbox);
    DemoSummary.CarriersBooks compared = compare(booked);
    LedgerCheck.Proof proof = books.proof();
    if (!proof.isSound()) {
      fault("the ledger is not sound: " + proof.faults());
    }
    DemoBackup.Restored backup = new DemoBackup(world).prove(proof);
    if (!backup.sound()) {
      fault("the ledger of the restored backup is another, or not sound");
    }
    List<DemoSummary.NeedsOwner> needy = new NeedyLines(judge, now).first(fates);
    if (faultsFound > faults.size()) {
      faults.add("and " + (faultsFound - faults.size()) + " more");
    }
    return new DemoSummary(
        from,
        now,
        world.state().seed(),
        seconds,
        world.state().imports(),
        ofLines,
        new DemoSummary.Renewals(
            orders.renewed(),
            orders.refused(),
            orders.underWay(),
            books.doubts(),
            orders.healed(),
            notices.size()),
        sandbox.faults(),
        books.wallets(),
        carriers,
        new DemoSummary.Ledger(
            proof.isSound(), proof.transfers(), proof.accounts(), proof.balances()),
        compared,
        backup,
        needy,
        List.copyOf(faults));
  }

  private void fault(String what) {
    faultsFound++;
    if (faults.size() < FAULTS_NAMED) {
      faults.add(what);
    }
  }

  /** Asks the carriers how each line stands. */
  private Map<DemoLine, LineFate> fates(List<DemoLine> lines, Judge judge) {
    Map<DemoLine, Future<@Nullable LocalDate>> asked = new LinkedHashMap<>();
    Semaphore places = new Semaphore(QUESTIONS_AT_ONCE);
    Map<DemoLine, LineFate> fates = new LinkedHashMap<>();
    try (ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor()) {
      for (DemoLine line : lines) {
        if (judge.isRenewable(line)) {
          asked.put(line, calls.submit(() -> ask(line, places)));
        }
      }
      for (DemoLine line : lines) {
        Future<@Nullable LocalDate> question = asked.get(line);
        fates.put(line, judge.fate(line, question == null ? null : answer(question)));
      }
    }
    return fates;
  }

  private @Nullable LocalDate ask(DemoLine line, Semaphore places) throws InterruptedException {
    places.acquire();
    try {
      return world.control.validUntil(line.carrier(), line.msisdn());
    } finally {
      places.release();
    }
  }

  private static @Nullable LocalDate answer(Future<@Nullable LocalDate> question) {
    try {
      return question.get();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(failed.getCause());
    }
  }

  private DemoSummary.Lines lines(
      Map<DemoLine, LineFate> fates, Judge judge, List<SandboxControl.Booked> booked) {
    long kept = 0;
    long keptOtherwise = 0;
    Set<String> brands = new HashSet<>();
    Map<String, Long> lapsed = new TreeMap<>();
    for (Map.Entry<DemoLine, LineFate> entry : fates.entrySet()) {
      DemoLine line = entry.getKey();
      brands.add(line.carrier());
      switch (entry.getValue()) {
        case LineFate.Kept _ -> kept++;
        case LineFate.NotOurs _ -> keptOtherwise++;
        case LineFate.Lapsed(String reason, LocalDate _) -> lapsed.merge(reason, 1L, Long::sum);
        case LineFate.Silent(LocalDate since) -> {
          lapsed.merge("IN SILENCE", 1L, Long::sum);
          fault(
              "%s of %s, %s, lapsed after %s and its owner was not told in time"
                  .formatted(line.title(), line.account(), line.carrier(), since));
        }
      }
    }
    return new DemoSummary.Lines(
        fates.size(), brands.size(), kept, keptOtherwise, lapsed, gaps(fates, judge, booked));
  }

  /** Renewals that came after the end of service: fine only where the owner knew, or it was so. */
  private long gaps(
      Map<DemoLine, LineFate> fates, Judge judge, List<SandboxControl.Booked> booked) {
    Map<String, DemoLine> byNumber = new HashMap<>();
    fates.keySet().forEach(line -> byNumber.put(line.carrier() + line.msisdn(), line));
    long gaps = 0;
    for (SandboxControl.Booked entry : booked) {
      DemoLine line = byNumber.get(entry.carrier() + entry.msisdn());
      LocalDate before = entry.validBefore();
      if (line == null || before == null) {
        continue;
      }
      LocalDate paidOn = LocalDate.ofInstant(entry.at(), judge.zone(line));
      if (!paidOn.isAfter(before)) {
        continue;
      }
      gaps++;
      boolean lapsedBefore =
          before.isBefore(LocalDate.ofInstant(SampleLines.START, judge.zone(line)));
      if (!lapsedBefore && judge.noticeBeforeEnd(line, before) == null) {
        fault(
            "%s of %s, %s, was without service from %s to %s and its owner was not told in time"
                .formatted(line.title(), line.account(), line.carrier(), before, paidOn));
      }
    }
    return gaps;
  }

  private List<DemoSummary.CarrierAccount> carriers(SandboxControl.Summary sandbox) {
    List<DemoSummary.CarrierAccount> accounts = new ArrayList<>();
    Map<String, DemoBooks.CarrierMoney> ours = books.carriers();
    Set<String> all = new TreeSet<>(ours.keySet());
    all.addAll(sandbox.moneyMinor().keySet());
    for (String carrier : all) {
      DemoBooks.CarrierMoney money =
          ours.getOrDefault(carrier, new DemoBooks.CarrierMoney(0, 0, 0));
      DemoSummary.CarrierAccount account =
          new DemoSummary.CarrierAccount(
              carrier,
              money.renewals(),
              money.topUpMinor(),
              money.ledgerMinor(),
              sandbox.moneyMinor().getOrDefault(carrier, 0L));
      accounts.add(account);
      if (!account.agrees()) {
        fault("the sums of " + carrier + " differ: " + account);
      }
    }
    return accounts;
  }

  private DemoSummary.CarriersBooks compare(List<SandboxControl.Booked> booked) {
    Set<Long> renewed = books.ordersIn("RENEWED");
    Map<Long, Integer> seen = new HashMap<>();
    long notOurs = 0;
    for (SandboxControl.Booked entry : booked) {
      Long order = order(entry.reference());
      if (order == null || !renewed.contains(order)) {
        notOurs++;
        fault("the carrier " + entry.carrier() + " was paid for an order that is not renewed");
      } else {
        seen.merge(order, 1, Integer::sum);
      }
    }
    long twice = seen.values().stream().filter(times -> times > 1).count();
    long missing = (long) renewed.size() - seen.size();
    if (twice > 0) {
      fault(twice + " references stand more than once in the carriers' books");
    }
    if (missing > 0) {
      fault(missing + " renewed orders are not in the carriers' books");
    }
    return new DemoSummary.CarriersBooks(
        booked.size(), seen.size() + notOurs, twice, notOurs, missing);
  }

  private static @Nullable Long order(String reference) {
    try {
      return OrderId.parse(reference).value();
    } catch (InvalidValue notOurs) {
      return null;
    }
  }
}
