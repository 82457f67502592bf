package dev.everline.channel.web.fleet;

import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.Plan;
import dev.everline.catalog.PrintedDate;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.ProblemPage;
import dev.everline.channel.web.frame.Refusal;
import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.Visit;
import dev.everline.fleet.FleetLines;
import dev.everline.fleet.FleetQuery;
import dev.everline.fleet.FleetRunner;
import dev.everline.fleet.Job;
import dev.everline.fleet.Jobs;
import dev.everline.fleet.Lacking;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.LineId;
import dev.everline.line.LineCompletion;
import dev.everline.line.LineField;
import dev.everline.line.LineFilter.Missing;
import dev.everline.line.validity.FarEnd;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/**
 * Saying of many lines at once what is known of them: that their carriers are right, their plans,
 * an end date, who renews them. What it would do is shown as for every act on many lines.
 */
@ServesPages
final class CompletePages {

  /** Most carriers whose plans are asked for on one page. */
  private static final int MOST_BRANDS = 12;

  private static final String PLAN_OF = "plan-";

  /** What the form has a field of its own for. */
  private static final Set<LineField> TYPED =
      Set.of(LineField.VALID_UNTIL, LineField.RENEWED_BY, LineField.STATE);

  private static final List<LineField> SAID =
      List.of(
          LineField.BRAND_CONFIRMED, LineField.VALID_UNTIL, LineField.RENEWED_BY, LineField.STATE);

  private final Jobs jobs;
  private final FleetRunner runner;
  private final FleetLines fleet;
  private final Catalog catalog;
  private final Clock clock;
  private final Pages pages;

  CompletePages(
      Jobs jobs, FleetRunner runner, FleetLines fleet, Catalog catalog, Clock clock, Pages pages) {
    this.jobs = jobs;
    this.runner = runner;
    this.fleet = fleet;
    this.catalog = catalog;
    this.clock = clock;
    this.pages = pages;
  }

  /**
   * A carrier among the lines.
   *
   * @param withoutPlan how many of its lines have none
   * @param plans those still sold first
   */
  record Brand(Carrier carrier, long lines, long withoutPlan, List<Plan> plans) {}

  /**
   * @param chosen the ticked lines, or empty where all that match the query are meant
   * @param values as typed, by the names of the fields
   * @param brands those with most lines first
   * @param printed what the carrier means by its date, where all lines have one carrier
   * @param problem in the reader's words, or null
   * @param wrong the field that it is about, or null
   * @param sureOf the end date that sending once more confirms, or empty
   */
  record CompletePage(
      Map<String, String> query,
      List<LineId> chosen,
      Lacking lacking,
      Map<String, String> values,
      List<Brand> brands,
      PrintedDate printed,
      @Nullable String problem,
      @Nullable LineField wrong,
      String sureOf) {

    String value(String field) {
      return values.getOrDefault(field, "");
    }

    long missing(Missing what) {
      return lacking.of(what);
    }

    @Nullable Refusal refusal() {
      String said = problem;
      LineField field = wrong;
      return said == null
          ? null
          : Refusal.of(said).at(field == null || !TYPED.contains(field) ? null : field.key());
    }

    /** Whether some carriers' plans aren't asked for here. */
    boolean hasMoreBrands() {
      return lacking.carriers().size() > brands.size();
    }

    /** What the date means, as a message's key. */
    String meaning() {
      return brands.size() == 1 && !hasMoreBrands()
          ? printed.differs() ? "line-edit.shows-first-day" : "line-edit.valid-hint"
          : "complete.end-hint";
    }
  }

  @GetMapping("/lines/complete")
  View complete(Visit visit, @RequestParam Map<String, String> fields) {
    return show(HttpStatus.OK, visit, FleetAddress.read(fields), List.of(), Map.of(), null);
  }

  /** The form for ticked lines, whose ids have no place in an address. */
  View complete(Visit visit, FleetQuery query, List<LineId> chosen) {
    return show(HttpStatus.OK, visit, query, chosen, Map.of(), null);
  }

  @PostMapping("/lines/complete")
  View prepare(Visit visit, @RequestParam LinkedMultiValueMap<String, String> form) {
    Map<String, String> values = form.toSingleValueMap();
    FleetQuery query = FleetAddress.read(queryOf(values));
    List<LineId> ticked = ids(form);
    List<LineId> lines =
        ticked.isEmpty() ? fleet.all(visit.accountId(), visit.state(), query) : ticked;
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    String end = values.getOrDefault(LineField.VALID_UNTIL.key(), "").strip();
    LineCompletion said;
    try {
      said = said(visit, values);
    } catch (InvalidValue wrong) {
      return show(HttpStatus.BAD_REQUEST, visit, query, ticked, values, wrong);
    }
    if (FarEnd.isDoubtful(said.end(), today) && !end.equals(values.get("sure_of"))) {
      return show(HttpStatus.CONFLICT, visit, query, ticked, values, null);
    }
    if (lines.isEmpty()) {
      return Pages.to(FleetAddress.of("/lines", query, Map.of("nothing-ticked", "")));
    }
    Job job = jobs.prepare(visit.accountId(), Job.Act.COMPLETE, said.text(), lines);
    if (job.lines() <= Jobs.FEW) {
      jobs.work(job.id(), () -> false);
    } else {
      runner.wake();
    }
    return Pages.to("/lines/jobs/" + job.id());
  }

  private LineCompletion said(Visit visit, Map<String, String> values) {
    Map<LineField, String> said = new EnumMap<>(LineField.class);
    SAID.forEach(field -> said.put(field, values.getOrDefault(field.key(), "")));
    List<String> plans =
        values.entrySet().stream()
            .filter(field -> field.getKey().startsWith(PLAN_OF))
            .map(Map.Entry::getValue)
            .toList();
    return LineCompletion.read(
        said, plans, values.containsKey("replace"), visit.member().id(), catalog, clock.instant());
  }

  /** A query's fields stand under names of their own, since the form has a plan and a state too. */
  private static Map<String, String> queryOf(Map<String, String> values) {
    return values.entrySet().stream()
        .filter(field -> field.getKey().startsWith("of-"))
        .collect(Collectors.toMap(field -> field.getKey().substring(3), Map.Entry::getValue));
  }

  private static List<LineId> ids(MultiValueMap<String, String> form) {
    return Stream.ofNullable(form.get("line"))
        .flatMap(List::stream)
        .map(LineId::parse)
        .distinct()
        .toList();
  }

  private View show(
      HttpStatus status,
      Visit visit,
      FleetQuery query,
      List<LineId> chosen,
      Map<String, String> values,
      @Nullable InvalidValue wrong) {
    Lacking lacking =
        fleet.lacking(
            visit.accountId(), visit.state(), chosen.isEmpty() ? query : FleetQuery.ALL, chosen);
    List<Brand> brands = brands(lacking);
    PrintedDate printed =
        lacking.carriers().size() == 1
            ? catalog.printedDate(brands.getFirst().carrier().id(), null)
            : PrintedDate.UNKNOWN;
    String sureOf = "";
    String problem = null;
    LineField field = null;
    if (wrong != null) {
      ProblemPage said = ProblemPage.of(wrong);
      boolean nothing = "NOTHING_SAID".equals(wrong.code());
      problem = nothing ? visit.say("complete.nothing-said") : said.said(visit);
      field = said.field();
    } else if (status == HttpStatus.CONFLICT) {
      sureOf = values.getOrDefault(LineField.VALID_UNTIL.key(), "").strip();
      LocalDate day = LocalDate.parse(sureOf);
      boolean past = day.isBefore(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
      problem = visit.say(past ? "complete.past-end" : "complete.far-end", visit.date(day));
      field = LineField.VALID_UNTIL;
    }
    return pages.show(
        status,
        "fleet/complete",
        visit,
        new CompletePage(
            FleetAddress.fields(query),
            chosen,
            lacking,
            values,
            brands,
            printed,
            problem,
            field,
            sureOf));
  }

  private List<Brand> brands(Lacking lacking) {
    return lacking.carriers().entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(MOST_BRANDS)
        .map(
            each ->
                new Brand(
                    catalog.carrier(each.getKey()),
                    each.getValue(),
                    lacking.withoutPlan(each.getKey()),
                    catalog.plansOf(each.getKey()).stream()
                        .sorted(Comparator.comparing(Plan::legacy).thenComparing(Plan::name))
                        .toList()))
        .toList();
  }
}
