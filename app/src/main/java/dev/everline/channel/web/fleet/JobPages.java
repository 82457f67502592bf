package dev.everline.channel.web.fleet;

import dev.everline.account.AuditTrail;
import dev.everline.catalog.Catalog;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.Visit;
import dev.everline.fleet.FleetLines;
import dev.everline.fleet.FleetQuery;
import dev.everline.fleet.FleetRunner;
import dev.everline.fleet.Job;
import dev.everline.fleet.Jobs;
import dev.everline.fleet.Lacking;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.JobId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.text.Sheet;
import dev.everline.line.Line;
import dev.everline.line.LineStore;
import dev.everline.payment.Wallet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/**
 * Acts on many lines: what they would do and cost, the confirmation, how far they are, and what
 * became of each line.
 */
@ServesPages
final class JobPages {

  private static final int ROWS = 50;
  private static final int EXPORTED_AT_ONCE = 1_000;
  private static final int NEWEST = 30;

  private final Jobs jobs;
  private final FleetRunner runner;
  private final FleetLines fleet;
  private final LineStore lines;
  private final Wallet wallet;
  private final Catalog catalog;
  private final CompletePages complete;
  private final AuditTrail audit;
  private final Pages pages;

  JobPages(
      Jobs jobs,
      FleetRunner runner,
      FleetLines fleet,
      LineStore lines,
      Wallet wallet,
      Catalog catalog,
      CompletePages complete,
      AuditTrail audit,
      Pages pages) {
    this.jobs = jobs;
    this.runner = runner;
    this.fleet = fleet;
    this.lines = lines;
    this.wallet = wallet;
    this.catalog = catalog;
    this.complete = complete;
    this.audit = audit;
    this.pages = pages;
  }

  /** Which lines an act is for. */
  enum Whose {
    /** Those that are ticked. */
    TICKED,
    /** All on the page. */
    PAGE,
    /** All that fit the view. */
    ALL
  }

  /** Looks into an act on lines; nothing is done before it is confirmed. */
  @PostMapping("/lines/jobs")
  View prepare(Visit visit, @RequestParam MultiValueMap<String, String> form) {
    Map<String, String> fields = form.toSingleValueMap();
    FleetQuery query = FleetAddress.read(fields);
    Whose whose = choice(Whose.class, fields, "whose");
    Job.Act act = choice(Job.Act.class, fields, "act");
    List<LineId> chosen =
        switch (whose) {
          case TICKED -> ids(form.get("line"));
          case PAGE -> ids(form.get("shown"));
          case ALL -> fleet.all(visit.accountId(), visit.state(), query);
        };
    if (chosen.isEmpty()) {
      return Pages.to(FleetAddress.of("/lines", query, Map.of("nothing-ticked", "")));
    }
    if (act == Job.Act.COMPLETE) {
      return complete.complete(visit, query, whose == Whose.ALL ? List.of() : chosen);
    }
    String argument = fields.getOrDefault(act == Job.Act.BY_EVERLINE ? "ceiling" : "new-tag", "");
    Job job = jobs.prepare(visit.accountId(), act, argument, chosen);
    if (job.lines() <= Jobs.FEW) {
      jobs.work(job.id(), () -> false);
    } else {
      runner.wake();
    }
    return Pages.to("/lines/jobs/" + job.id());
  }

  private static List<LineId> ids(@Nullable List<String> given) {
    return given == null ? List.of() : given.stream().map(LineId::parse).toList();
  }

  private static <E extends Enum<E>> E choice(
      Class<E> type, Map<String, String> fields, String name) {
    String given = fields.getOrDefault(name, "");
    return Arrays.stream(type.getEnumConstants())
        .filter(value -> given.equals(FleetAddress.word(value)))
        .findFirst()
        .orElseThrow(
            () -> InvalidValue.of(name, given, "is none of those offered", "choose one again"));
  }

  /**
   * @param jobs newest first
   */
  record JobsPage(List<JobOfPage> jobs) {}

  /**
   * @param said what it does, beside the name of its act
   */
  record JobOfPage(Job job, List<String> said) {}

  @GetMapping("/lines/jobs")
  View newest(Visit visit) {
    JobWords words = new JobWords(visit, catalog);
    return pages.show(
        "fleet/jobs",
        visit,
        new JobsPage(
            jobs.newest(visit.accountId(), NEWEST).stream()
                .map(job -> new JobOfPage(job, words.of(job)))
                .toList()));
  }

  /**
   * A line of a job.
   *
   * @param line null when it was removed since
   * @param adds what the act will add to it
   */
  record Row(Job.Entry entry, @Nullable Line line, List<String> adds) {

    String title(Visit visit) {
      return line == null
          ? visit.say("audit.removed-line")
          : line.label().isBlank() ? line.maskedNumber() : line.label();
    }
  }

  /**
   * @param said what is done, beside the name of the act
   * @param looked lines that are looked into, or done, of all that are to be
   * @param toDo how many those are
   * @param balance in the wallet, for an act that spends from it now; else null
   * @param of the outcome whose lines are listed
   * @param next the address of more of them, or null at the end
   * @param open what is missing of the account's lines once lines were completed; else null
   */
  record JobPage(
      Job job,
      List<String> said,
      Job.Summary summary,
      long looked,
      long toDo,
      @Nullable Money balance,
      Job.@Nullable Outcome of,
      List<Row> rows,
      @Nullable String next,
      @Nullable Lacking open) {

    /** Whether it says what is known, and spends nothing. */
    boolean completes() {
      return job.act() == Job.Act.COMPLETE;
    }

    long count(Job.Outcome outcome) {
      return summary.count(outcome);
    }

    /** Whether the wallet can pay for all of it; bounds on spending may still stop some. */
    boolean enough() {
      return balance == null
          || summary.total(Job.Outcome.PLANNED).stream()
              .allMatch(
                  sum -> sum.currency().equals(balance.currency()) && !balance.isLessThan(sum));
    }

    /** Whether nothing is done since none of the lines' carriers can be paid from here. */
    boolean noneReached() {
      return summary.of(Job.Outcome.SKIPPED).stream()
              .filter(group -> group.reason() == Job.Reason.NO_ROUTE)
              .mapToLong(Job.Group::lines)
              .sum()
          == job.lines();
    }

    /** Why a line is skipped, failed, or changed without effect; said of the act. */
    String why(Visit visit, Job.Outcome outcome, Job.Reason reason) {
      String why = visit.name("job-reason", reason);
      boolean on = outcome == Job.Outcome.DONE && job.act() == Job.Act.BY_EVERLINE;
      return on ? visit.say("job.on-without-effect", why) : why;
    }

    boolean confirmable() {
      return job.state() == Job.State.READY && count(Job.Outcome.PLANNED) > 0 && enough();
    }
  }

  @GetMapping("/lines/jobs/{job}")
  View job(
      Visit visit,
      @PathVariable String job,
      @RequestParam(defaultValue = "") String of,
      @RequestParam(required = false) @Nullable String after) {
    Job found = own(visit, job);
    Job.Summary summary = jobs.summary(found);
    long planned = summary.count(Job.Outcome.PLANNED);
    long chosen = summary.count(Job.Outcome.CHOSEN);
    boolean preparing = found.state() == Job.State.PREPARING;
    // What was skipped while it was looked into is no part of what is to be done.
    long done =
        summary.count(Job.Outcome.DONE)
            + summary.count(Job.Outcome.OPEN)
            + summary.count(Job.Outcome.FAILED);
    Job.Outcome outcome =
        of.isEmpty() ? listed(found, summary) : choice(Job.Outcome.class, Map.of("of", of), "of");
    List<Job.Entry> entries =
        outcome == null
            ? List.of()
            : jobs.entries(found, outcome, after == null ? null : LineId.parse(after), ROWS + 1);
    List<Job.Entry> shown = entries.subList(0, Math.min(ROWS, entries.size()));
    return pages.show(
        "fleet/job",
        visit,
        new JobPage(
            found,
            new JobWords(visit, catalog).of(found),
            summary,
            preparing ? found.lines() - chosen : done,
            preparing ? found.lines() : done + planned,
            found.act() == Job.Act.RENEW ? wallet.balance(visit.accountId(), Money.USD) : null,
            outcome,
            rows(visit, found, shown),
            entries.size() > ROWS && outcome != null
                ? "/lines/jobs/"
                    + found.id()
                    + "?of="
                    + FleetAddress.word(outcome)
                    + "&after="
                    + shown.getLast().line()
                : null,
            found.act() == Job.Act.COMPLETE && found.state() == Job.State.DONE
                ? fleet.lacking(visit.accountId(), visit.state(), FleetQuery.ALL, List.of())
                : null));
  }

  /** What is worth seeing first: what went wrong, what is open, what will be done. */
  private static Job.@Nullable Outcome listed(Job job, Job.Summary summary) {
    if (job.state().isUnderWay()) {
      return null;
    }
    return List.of(
            Job.Outcome.FAILED,
            Job.Outcome.OPEN,
            Job.Outcome.PLANNED,
            Job.Outcome.SKIPPED,
            Job.Outcome.DONE)
        .stream()
        .filter(outcome -> summary.count(outcome) > 0)
        .findFirst()
        .orElse(null);
  }

  private List<Row> rows(Visit visit, Job job, List<Job.Entry> entries) {
    Map<LineId, Line> found =
        lines.find(visit.accountId(), entries.stream().map(Job.Entry::line).toList()).stream()
            .collect(Collectors.toMap(Line::id, Function.identity()));
    JobWords words = new JobWords(visit, catalog);
    return entries.stream()
        .map(
            entry -> {
              Line line = found.get(entry.line());
              boolean adds =
                  line != null
                      && job.act() == Job.Act.COMPLETE
                      && entry.outcome() == Job.Outcome.PLANNED;
              return new Row(
                  entry, line, adds ? words.added(job, Objects.requireNonNull(line)) : List.of());
            })
        .toList();
  }

  /** Noted before it is done; confirming again, or from another tab, does nothing more. */
  @PostMapping("/lines/jobs/{job}/confirm")
  View confirm(Visit visit, @PathVariable String job) {
    Job found = own(visit, job);
    boolean confirmed =
        audit.attempt(
            visit.accountId(),
            visit.member(),
            AuditTrail.Act.JOB_STARTED,
            found.id().toString(),
            () -> jobs.confirm(found));
    if (confirmed) {
      runner.wake();
    }
    return Pages.to("/lines/jobs/" + found.id());
  }

  @PostMapping("/lines/jobs/{job}/stop")
  View stop(Visit visit, @PathVariable String job) {
    Job found = own(visit, job);
    audit.add(visit.accountId(), visit.member(), AuditTrail.Act.JOB_STOPPED, found.id().toString());
    jobs.stop(found);
    return Pages.to("/lines/jobs/" + found.id());
  }

  /** What became of each line; read and sent in parts. */
  @GetMapping("/lines/jobs/{job}/lines.csv")
  void export(Visit visit, @PathVariable String job, HttpServletResponse response)
      throws IOException {
    Job found = own(visit, job);
    response.setContentType("text/csv;charset=UTF-8");
    response.setHeader("Content-Disposition", "attachment; filename=\"everline-job.csv\"");
    try (Sheet csv =
        Sheet.on(new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8))) {
      csv.row(
          visit.say("lines.line"),
          visit.say("lines.number"),
          visit.say("job.result"),
          visit.say("job.why"),
          visit.say("order.total"),
          visit.say("field.currency"),
          visit.say("order.number"));
      LineId after = null;
      while (true) {
        List<Job.Entry> part = jobs.entries(found, null, after, EXPORTED_AT_ONCE);
        for (Row row : rows(visit, found, part)) {
          Job.Entry entry = row.entry();
          Money price = entry.price();
          csv.row(
              row.title(visit),
              row.line() == null ? "" : row.line().maskedNumber(),
              visit.name("job-outcome", entry.outcome()),
              entry.reason() == null ? "" : visit.name("job-reason", entry.reason()),
              price,
              price == null ? "" : price.currency().getCurrencyCode(),
              entry.order());
        }
        if (part.size() < EXPORTED_AT_ONCE) {
          return;
        }
        after = part.getLast().line();
      }
    }
  }

  private Job own(Visit visit, String job) {
    return jobs.get(visit.accountId(), JobId.parse(job));
  }
}
