package dev.everline.channel.web.fleet;

import dev.everline.account.AuditTrail;
import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.Plan;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.Visit;
import dev.everline.channel.web.line.LineCard;
import dev.everline.fleet.FleetLines;
import dev.everline.fleet.FleetPage;
import dev.everline.fleet.FleetQuery;
import dev.everline.kernel.LineId;
import dev.everline.kernel.text.Sheet;
import dev.everline.kernel.text.TelephoneDigits;
import dev.everline.line.Line;
import dev.everline.line.LineSearch;
import dev.everline.line.LineStore;
import dev.everline.renewal.decide.Outlook;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** The lines: all of a household's, or those of a fleet that are looked for, a page at a time. */
@ServesPages
final class FleetPages {

  private static final int ROWS = 50;
  private static final int EXPORTED_AT_ONCE = 1_000;

  /** Fewer lines than these are seen at a glance, and their filter stays folded. */
  private static final int FEW = 10;

  private final FleetLines fleet;
  private final LineSearch search;
  private final LineStore lines;
  private final Outlook outlook;
  private final Catalog catalog;
  private final AuditTrail audit;
  private final Pages pages;

  FleetPages(
      FleetLines fleet,
      LineSearch search,
      LineStore lines,
      Outlook outlook,
      Catalog catalog,
      AuditTrail audit,
      Pages pages) {
    this.fleet = fleet;
    this.search = search;
    this.lines = lines;
    this.outlook = outlook;
    this.catalog = catalog;
    this.audit = audit;
    this.pages = pages;
  }

  /** A line in the table. */
  record Row(LineCard card, List<String> tags) {}

  /**
   * @param fields of the query, as its form has them
   * @param fitting how many lines fit in all
   * @param folded whether the filter stays folded, as for a household's few lines
   * @param noSuchNumber whether a number was looked up that no line has
   * @param nothingTicked whether an act was asked for without any line
   * @param brands to choose from
   * @param plans of the chosen brand
   * @param beginning the address of the first page, or null on it
   * @param next the address of the following page, or null at the end
   * @param export the address of the view as a file
   */
  record LinesPage(
      FleetQuery query,
      Map<String, String> fields,
      List<Row> rows,
      long fitting,
      boolean folded,
      boolean noSuchNumber,
      boolean nothingTicked,
      List<Carrier> brands,
      List<Plan> plans,
      @Nullable String beginning,
      @Nullable String next,
      String export) {

    String field(String name) {
      return fields.getOrDefault(name, "");
    }

    /** What is said when no line matches: the end of a number is checked, a filter loosened. */
    String nothing() {
      return query.text().matches("[0-9]{4}") ? "fleet.no-such-number" : "fleet.nothing";
    }

    /** Whether anything but words is looked for, or the order is another than the usual. */
    boolean filtered() {
      return fields.keySet().stream().anyMatch(field -> !field.equals("q"));
    }

    /** Whether there are more that fit than this page shows. */
    boolean isPart() {
      return fitting > rows.size();
    }
  }

  @GetMapping("/lines")
  View lines(Visit visit, @RequestParam Map<String, String> fields) {
    FleetQuery query = FleetAddress.read(fields);
    String after = fields.get("after");
    FleetPage page =
        fleet.page(
            visit.accountId(),
            visit.state(),
            query,
            after == null ? null : FleetPage.Place.parse(after),
            ROWS);
    List<Row> rows = page.lines().stream().map(line -> row(visit, line)).toList();
    FleetPage.Place next = page.next();
    boolean folded = query.equals(FleetQuery.ALL) && page.fitting() <= FEW;
    return pages.show(
        "fleet/lines",
        visit,
        new LinesPage(
            query,
            FleetAddress.fields(query),
            rows,
            page.fitting(),
            folded,
            fields.containsKey("no-such-number"),
            fields.containsKey("nothing-ticked"),
            brands(),
            plans(query),
            after == null ? null : FleetAddress.of("/lines", query, Map.of()),
            next == null
                ? null
                : FleetAddress.of("/lines", query, Map.of("after", next.toString())),
            FleetAddress.of("/lines/export.csv", query, Map.of())));
  }

  private Row row(Visit visit, Line line) {
    return new Row(LineCard.of(line, outlook.of(line, visit.state()), catalog), line.tags());
  }

  private List<Carrier> brands() {
    return catalog.carriers().values().stream()
        .sorted(Comparator.comparing(Carrier::brand, String.CASE_INSENSITIVE_ORDER))
        .toList();
  }

  private List<Plan> plans(FleetQuery query) {
    String carrier = query.carrier();
    return carrier == null
        ? List.of()
        : catalog.plansOf(carrier).stream()
            .sorted(Comparator.comparing(Plan::legacy).thenComparing(Plan::name))
            .toList();
  }

  /**
   * Sends to the address of a view, or to the line that a whole number names. A POST, so that
   * nobody's number stands in an address.
   */
  @PostMapping("/lines/search")
  View search(Visit visit, @RequestParam Map<String, String> fields) {
    FleetQuery query = FleetAddress.read(fields);
    List<Line> numbered = search.byNumber(visit.accountId(), query.text());
    if (numbered == null) {
      List<LineId> meant = search.byPart(visit.accountId(), query.text());
      return meant == null
          ? Pages.to(FleetAddress.of("/lines", query, Map.of()))
          : Pages.to(ofPart(meant, query.text()));
    }
    return Pages.to(
        numbered.isEmpty() ? "/lines?no-such-number" : "/lines/" + numbered.getFirst().id());
  }

  /** Several lines are listed by the digits that pages show anyway. */
  private static String ofPart(List<LineId> meant, String text) {
    if (meant.size() == 1) {
      return "/lines/" + meant.getFirst();
    }
    String digits = TelephoneDigits.of(text);
    return meant.isEmpty()
        ? "/lines?no-such-number"
        : "/lines?q=" + digits.substring(digits.length() - 4);
  }

  // --- the view as a file

  /**
   * All lines of a view, in its order, in the form that the import takes. Whoever may not change
   * lines gets their numbers masked, as on every page.
   */
  @GetMapping("/lines/export.csv")
  void export(Visit visit, @RequestParam Map<String, String> fields, HttpServletResponse response)
      throws IOException {
    FleetQuery query = FleetAddress.read(fields);
    audit.add(
        visit.accountId(),
        visit.member(),
        AuditTrail.Act.LINES_EXPORTED,
        visit.accountId().toString());
    List<LineId> ids = fleet.all(visit.accountId(), visit.state(), query);
    response.setContentType("text/csv;charset=UTF-8");
    response.setHeader("Content-Disposition", "attachment; filename=\"everline-lines.csv\"");
    try (Sheet csv =
        Sheet.on(new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8))) {
      LineTable table = new LineTable(csv, visit.manages());
      for (int from = 0; from < ids.size(); from += EXPORTED_AT_ONCE) {
        List<LineId> part = ids.subList(from, Math.min(ids.size(), from + EXPORTED_AT_ONCE));
        lines.find(visit.accountId(), part).forEach(table::write);
      }
    }
  }
}
