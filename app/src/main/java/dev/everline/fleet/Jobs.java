package dev.everline.fleet;

import dev.everline.fleet.Job.Outcome;
import dev.everline.fleet.Job.Reason;
import dev.everline.fleet.JobStore.Item;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.JobId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.line.Line;
import dev.everline.line.LineBulk;
import dev.everline.line.LineCompletion;
import dev.everline.line.LineStore;
import dev.everline.renewal.Quotes;
import dev.everline.renewal.Renewals;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Seal;
import dev.everline.storage.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Acts on many lines at once. A job first checks each of its lines, changing nothing; a member sees
 * what it would do and at what price, and confirms it; then it is carried out, line by line.
 *
 * <p>Jobs are stored in the database and continue after a crash. A batch's changes to lines and
 * their recorded outcomes are one transaction; a renewal, which calls the carrier in between, has a
 * request key fixed when the job was prepared, so that it is done only once no matter how often it
 * is tried, by this job and by others prepared at the same time.
 */
public final class Jobs {

  /** Most lines of a job. */
  public static final int MOST_LINES = 250_000;

  /** Up to how many lines are checked while their owner waits. */
  public static final int FEW = 200;

  private static final int BATCH = 1_000;
  private static final Duration CLAIM = Duration.ofMinutes(2);
  private static final Duration UNCONFIRMED = Duration.ofDays(1);
  private static final int RENEWED_AT_ONCE = 32;

  private final Transactions transactions;
  private final Seal seal;
  private final LineStore lines;
  private final Renewals renewals;
  private final JobRenewals jobRenewals;
  private final Quotes quotes;
  private final JobChanges changes;
  private final IdAllocator ids;
  private final Clock clock;

  Jobs(
      DataSource dataSource,
      Seal seal,
      LineStore lines,
      Renewals renewals,
      Quotes quotes,
      JobChanges changes,
      IdAllocator ids,
      Clock clock) {
    this.transactions = new Transactions(dataSource);
    this.seal = seal;
    this.lines = lines;
    this.renewals = renewals;
    this.jobRenewals = new JobRenewals(renewals);
    this.quotes = quotes;
    this.changes = changes;
    this.ids = ids;
    this.clock = clock;
  }

  // --- for people

  /**
   * Prepares an act on lines; nothing is changed before it is confirmed.
   *
   * @param argument the tag to put on or to take off; the ceiling of renewals in US dollars, or
   *     empty; what completes the lines, as {@link LineCompletion#text} gives it; else empty
   * @throws InvalidValue when the argument can't be taken, or there are no lines or too many
   */
  public Job prepare(AccountId account, Job.Act act, String argument, List<LineId> chosen) {
    Instant now = clock.instant();
    List<LineId> own =
        chosen.stream().filter(line -> line.bucket() == account.bucket()).distinct().toList();
    if (own.isEmpty() || own.size() > MOST_LINES) {
      throw InvalidValue.of(
          "lines",
          Integer.toString(own.size()),
          "is not a number of lines that one job can have",
          "choose 1 to " + MOST_LINES);
    }
    Job job =
        new Job(
            new JobId(ids.next(account.bucket())),
            account,
            act,
            argument(act, argument),
            Job.State.PREPARING,
            own.size(),
            now,
            null);
    transactions.run(
        connection -> {
          JobStore.forget(connection, account, now.minus(UNCONFIRMED));
          JobStore.insert(connection, seal, job, own);
          return true;
        });
    return job;
  }

  private static String argument(Job.Act act, String typed) {
    return switch (act) {
      case COMPLETE -> LineCompletion.parse(typed).text();
      case TAG, UNTAG -> LineBulk.tag(typed);
      case BY_EVERLINE -> {
        if (typed.isBlank()) {
          yield "";
        }
        Money ceiling;
        try {
          ceiling = Money.parse(typed, Money.USD);
        } catch (InvalidValue wrong) {
          throw InvalidValue.of("price_ceiling", typed, wrong.reason(), wrong.remedy());
        }
        yield ceiling.requirePositive("price_ceiling").toDecimal().toPlainString();
      }
      case RENEW, BY_CARRIER, BY_OWNER, KEEP_NUMBER, TELL_ONLY, PAUSE, RESUME -> "";
    };
  }

  /**
   * @throws ProblemException NOT_FOUND when the account has no such job
   */
  public Job get(AccountId account, JobId id) {
    return transactions
        .run(connection -> JobStore.find(connection, seal, id))
        .filter(job -> job.account().equals(account))
        .orElseThrow(
            () -> new ProblemException(ProblemType.NOT_FOUND, "There is no job " + id + "."));
  }

  /** The account's jobs, newest first. */
  public List<Job> newest(AccountId account, int limit) {
    return below(account, null, limit);
  }

  /**
   * The account's jobs that are older than one of them, newest first.
   *
   * @param below null to begin with the newest
   */
  public List<Job> below(AccountId account, @Nullable JobId below, int limit) {
    long id = below == null ? Long.MAX_VALUE : below.value();
    return transactions.run(connection -> JobStore.below(connection, seal, account, id, limit));
  }

  public Job.Summary summary(Job job) {
    return transactions.run(connection -> JobStore.summary(connection, job.id()));
  }

  /**
   * A job's lines in the order of their ids.
   *
   * @param outcome of those to give, or null for all
   * @param after the line before the first, or null to begin
   */
  public List<Job.Entry> entries(
      Job job, @Nullable Outcome outcome, @Nullable LineId after, int limit) {
    long above = after == null ? 0 : after.value();
    return transactions
        .run(connection -> JobStore.list(connection, job.id(), outcome, above, limit))
        .stream()
        .map(
            item ->
                new Job.Entry(
                    item.line(), item.outcome(), item.reason(), item.price(), item.order()))
        .toList();
  }

  /**
   * Confirms a prepared job, so that it is carried out. Confirming it again changes nothing.
   *
   * @return whether this was the first time
   */
  public boolean confirm(Job job) {
    return move(job, Job.State.READY, Job.State.RUNNING);
  }

  /** Stops an unfinished job; what it has done stays done. */
  public void stop(Job job) {
    for (Job.State state : List.of(Job.State.PREPARING, Job.State.READY, Job.State.RUNNING)) {
      move(job, state, Job.State.STOPPED);
    }
  }

  private boolean move(Job job, Job.State from, Job.State to) {
    return transactions.run(
        connection -> JobStore.move(connection, job.id(), from, to, clock.instant()));
  }

  // --- the work

  /** The jobs with work left that nobody is working on. */
  List<JobId> open() {
    return transactions.run(connection -> JobStore.open(connection, clock.instant()));
  }

  /**
   * Works on a job until there is nothing more to do, unless somebody else does already.
   *
   * @param stopping checked between batches; the rest is left for the next pass
   */
  public void work(JobId id, BooleanSupplier stopping) {
    Instant now = clock.instant();
    if (!transactions.run(connection -> JobStore.claim(connection, id, now, now.plus(CLAIM)))) {
      return;
    }
    boolean more = true;
    try {
      while (more && !stopping.getAsBoolean()) {
        more = aBatch(id);
      }
    } finally {
      // A finished job no longer has a claim, or has another process's. After a crash the claim
      // expires by itself.
      if (more) {
        letGo(id);
      }
    }
  }

  private void letGo(JobId id) {
    transactions.run(
        connection -> {
          JobStore.letGo(connection, id);
          return true;
        });
  }

  /** Renews the next lines; false when there were none. */
  private boolean renew(Job job) {
    List<Item> items = next(job, Outcome.PLANNED, RENEWED_AT_ONCE);
    if (items.isEmpty()) {
      return false;
    }
    note(job, jobRenewals.renew(job, items));
    return true;
  }

  /** Whether there is more to do. */
  private boolean aBatch(JobId id) {
    Job job = transactions.run(connection -> JobStore.find(connection, seal, id)).orElse(null);
    if (job == null || !job.state().isUnderWay()) {
      return false;
    }
    if (job.state() == Job.State.PREPARING) {
      return lookInto(job) || !move(job, Job.State.PREPARING, Job.State.READY);
    }
    if (job.act() == Job.Act.RENEW && renewals.isHeld()) {
      // It continues once somebody has confirmed.
      letGo(id);
      return false;
    }
    boolean more = job.act() == Job.Act.RENEW ? renew(job) : change(job);
    return more || !move(job, Job.State.RUNNING, Job.State.DONE);
  }

  /** Checks the next lines; false when there were none. */
  private boolean lookInto(Job job) {
    List<Item> items = next(job, Outcome.CHOSEN, BATCH);
    if (items.isEmpty()) {
      return false;
    }
    List<LineId> chosen = items.stream().map(Item::line).toList();
    Map<LineId, Line> found =
        lines.find(job.account(), chosen).stream()
            .collect(Collectors.toMap(Line::id, Function.identity()));
    Map<LineId, Quotes.Prospect> prospects =
        job.act().costs()
            ? quotes.prospects(job.account(), chosen, JobRenewals.A_PERIOD).stream()
                .collect(Collectors.toMap(Quotes.Prospect::line, Function.identity()))
            : Map.of();
    note(
        job,
        items.stream()
            .map(item -> looked(job, item, found.get(item.line()), prospects.get(item.line())))
            .toList());
    return true;
  }

  private Item looked(Job job, Item item, @Nullable Line line, Quotes.@Nullable Prospect prospect) {
    if (line == null) {
      return item.as(Outcome.SKIPPED, Reason.GONE);
    }
    Reason unfit = job.act() == Job.Act.RENEW ? null : changes.whyNot(job, line);
    if (unfit != null) {
      return item.as(Outcome.SKIPPED, unfit);
    }
    return switch (prospect) {
      case null -> item.as(Outcome.PLANNED, null);
      case Quotes.Prospect.Offered offered
          when offered.paidAlready() && job.act() == Job.Act.RENEW ->
          item.as(Outcome.SKIPPED, Reason.PAID_ALREADY);
      case Quotes.Prospect.Offered offered ->
          new Item(
              item.line(), Outcome.PLANNED, null, offered.quote().total(), offered.key(), null);
      // Just that is to change.
      case Quotes.Prospect.NotOffered not
          when not.why() == Quotes.Obstacle.RENEWED_BY_CARRIER && job.act() != Job.Act.RENEW ->
          item.as(Outcome.PLANNED, null);
      case Quotes.Prospect.NotOffered not -> {
        Reason why = Reason.valueOf(not.why().name());
        // Auto-renewal can be turned on for a line that can't be renewed yet; its owner is told.
        yield item.as(job.act() == Job.Act.RENEW ? Outcome.SKIPPED : Outcome.PLANNED, why);
      }
    };
  }

  /**
   * Changes the next lines and records the outcomes in the same transaction; false when there were
   * none.
   */
  private boolean change(Job job) {
    List<Item> items = next(job, Outcome.PLANNED, BATCH);
    if (items.isEmpty()) {
      return false;
    }
    Instant now = clock.instant();
    transactions.run(
        connection -> {
          Set<LineId> changed =
              changes.apply(connection, job, items.stream().map(Item::line).toList(), now);
          List<Item> noted = new ArrayList<>();
          for (Item item : items) {
            noted.add(
                changed.contains(item.line())
                    ? item.as(Outcome.DONE, item.reason())
                    : item.as(Outcome.SKIPPED, Reason.CHANGED_MEANWHILE));
          }
          JobStore.note(connection, job.id(), noted, now.plus(CLAIM));
          return true;
        });
    return true;
  }

  private List<Item> next(Job job, Outcome outcome, int limit) {
    return transactions.run(connection -> JobStore.next(connection, job.id(), outcome, limit));
  }

  private void note(Job job, List<Item> items) {
    transactions.run(
        connection -> {
          JobStore.note(connection, job.id(), items, clock.instant().plus(CLAIM));
          return true;
        });
  }

  /** Deletes an account's acts in a transaction that erases the account. */
  public void forget(Connection connection, AccountId account) throws SQLException {
    JobStore.forgetAll(connection, account);
  }
}
