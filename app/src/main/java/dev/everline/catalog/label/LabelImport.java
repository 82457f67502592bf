package dev.everline.catalog.label;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.everline.catalog.Basis;
import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.CatalogLoader;
import dev.everline.catalog.Finding;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Length;
import dev.everline.catalog.Plan;
import dev.everline.catalog.file.CatalogFolder;
import dev.everline.catalog.file.CsvTable;
import dev.everline.catalog.file.Findings;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.kernel.text.EarlierRejects;
import dev.everline.kernel.text.Sheet;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a provider's broadband labels into plans of the catalog, each known by its unique plan
 * identifier. Importing the same file again changes nothing; a changed price is added with the day
 * from which it holds.
 */
public final class LabelImport {

  private static final int MONTH = 30;
  private static final long MAX_BYTES = 64L * 1024 * 1024;
  private static final String CAUTIOUS_RULE = "assumed-safe";
  private static final String POSTPAID_RULE = "postpaid-generic";

  private final Path folder;
  private final Catalog catalog;
  private final Clock clock;

  private LabelImport(Path folder, Catalog catalog, Clock clock) {
    this.folder = folder;
    this.catalog = catalog;
    this.clock = clock;
  }

  /**
   * A value that kept a row from being imported.
   *
   * @param line of the file, counted from 1
   * @param value its beginning
   */
  public record Reject(long line, String column, String value, String reason, String remedy) {}

  /**
   * What an import did.
   *
   * @param added plans that were not known
   * @param changed plans with another price or text than before
   * @param unchanged plans that were known as they are
   * @param labels the file of imported plans
   * @param rejectsFile where the rejected rows are told, or null when there were none
   */
  public record Result(
      int added,
      int changed,
      int unchanged,
      List<Reject> rejects,
      Path labels,
      @Nullable Path rejectsFile) {

    /** How many rows were not imported; a row may have several rejected values. */
    public long rejectedRows() {
      return rejects.stream().mapToLong(Reject::line).distinct().count();
    }
  }

  /**
   * Imports a file. Either all of its sound rows are stored or none.
   *
   * @param csv the label file; rejected rows are told in {@code NAME.rejects.csv} beside it
   * @param into the owner's catalog folder; made when missing
   * @param carrier the id of the carrier of all rows, or null to find each by its provider's name
   * @throws ProblemException when the file is no label file, or the catalog in the folder has
   *     findings; then nothing is changed
   * @throws IOException when a file can't be read or written
   */
  public static Result run(Path csv, Path into, @Nullable String carrier, Clock clock)
      throws IOException {
    CatalogFolder.Text text = text(csv);
    Files.createDirectories(into);
    try (FileChannel lock =
            FileChannel.open(
                into.resolve(".labels.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = lock.lock()) {
      Catalog catalog = CatalogLoader.over(into).load();
      if (carrier != null) {
        catalog.carrier(carrier);
      }
      if (!held.isValid()) {
        throw new IOException("the lock of '" + into + "' was lost");
      }
      return new LabelImport(into, catalog, clock).run(text, csv, carrier);
    }
  }

  private Result run(CatalogFolder.Text text, Path csv, @Nullable String carrier)
      throws IOException {
    List<Reject> rejects = new ArrayList<>();
    Map<String, Placed> labels = labels(text, carrier, rejects);
    LabelFile file = LabelFile.in(folder);
    String source = "broadband label in " + fileName(csv);
    int added = 0;
    int changed = 0;
    for (Placed placed : labels.values()) {
      switch (store(placed, file, source)) {
        case ADDED -> added++;
        case CHANGED -> changed++;
        case UNCHANGED -> {}
      }
    }
    Path rejectsFile = writeRejects(csv, rejects);
    if (added + changed > 0) {
      file.write();
    }
    return new Result(
        added,
        changed,
        labels.size() - added - changed,
        List.copyOf(rejects),
        file.path(),
        rejectsFile);
  }

  /** A label with its carrier and rule. */
  private record Placed(Label label, Carrier carrier, String lapseRule) {}

  private enum Change {
    ADDED,
    CHANGED,
    UNCHANGED
  }

  private Change store(Placed placed, LabelFile file, String source) {
    Label label = placed.label();
    LocalDate today = LocalDate.now(clock.withZone(placed.carrier().zone()));
    Plan known = catalog.plans().get(label.id());
    Map<String, String> knownRow = file.row(label.id());
    List<Plan.Price> before = known == null ? List.of() : known.prices();
    List<Plan.Price> prices =
        PriceHistory.with(before, label.published(), label.price(), source, today);
    if (known == null || knownRow == null) {
      file.put(label.id(), fields(placed, prices, source, today));
      return Change.ADDED;
    }
    boolean sameRow = knownRow.equals(label.row()) && known.carrier().equals(placed.carrier().id());
    if (sameRow && prices.equals(before)) {
      return Change.UNCHANGED;
    }
    if (sameRow || isOlder(label, known)) {
      if (prices.equals(before)) {
        return Change.UNCHANGED;
      }
      file.putPrices(label.id(), prices.stream().map(LabelImport::fields).toList());
    } else {
      file.put(label.id(), fields(placed, prices, source, today));
    }
    return Change.CHANGED;
  }

  private static boolean isOlder(Label label, Plan known) {
    LocalDate published = label.published();
    return published != null && published.toString().compareTo(known.provenance().asOf()) < 0;
  }

  private Map<String, Object> fields(
      Placed placed, List<Plan.Price> prices, String source, LocalDate today) {
    Label label = placed.label();
    LocalDate published = label.published();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", label.id());
    fields.put("carrier", placed.carrier().id());
    fields.put("name", label.name());
    fields.put("kind", label.unlimitedData() ? "unlimited" : "capped");
    fields.put("lapseRule", placed.lapseRule());
    put(fields, "period", period(label, catalog, catalog.lapseRule(placed.lapseRule())));
    fields.put("prices", prices.stream().map(LabelImport::fields).toList());
    put(fields, "taxesIncluded", label.taxesIncluded());
    fields.put("unlimitedData", label.unlimitedData());
    put(fields, "dataGb", label.dataGb());
    put(fields, "afterAllowance", label.afterAllowance());
    put(fields, "newCustomers", label.introduction());
    put(fields, "conditions", label.conditions());
    fields.put("status", "current");
    fields.put("source", source);
    fields.put("asOf", (published == null ? today : published).toString());
    fields.put("confidence", "high");
    fields.put("verified", "looked-up");
    fields.put("row", label.row());
    return fields;
  }

  private static Map<String, Object> fields(Plan.Price price) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("from", price.from().toString());
    fields.put("regularUsd", price.regular().toDecimal());
    put(fields, "autopayUsd", price.withAutopay() == null ? null : price.withAutopay().toDecimal());
    fields.put("source", price.source());
    return fields;
  }

  private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
    if (value != null) {
      fields.put(name, value);
    }
  }

  private Map<String, Placed> labels(
      CatalogFolder.Text text, @Nullable String carrier, List<Reject> rejects) throws IOException {
    Map<String, Placed> labels = new LinkedHashMap<>();
    Map<String, Long> lines = new HashMap<>();
    for (LabelRow row : rows(text, rejects)) {
      int before = rejects.size();
      Label label = row.schema().read(row);
      Carrier placedAt = rejects.size() > before ? null : carrierOf(label, carrier, row);
      Long same = label.id().isEmpty() ? null : lines.putIfAbsent(label.id(), row.line());
      if (same != null && rejects.size() == before) {
        row.reject(
            row.schema().identifierColumn(), "is also in line " + same, "keep one row per plan");
      }
      if (placedAt != null && rejects.size() == before) {
        labels.put(label.id(), new Placed(label, placedAt, lapseRule(label, placedAt)));
      }
    }
    return labels;
  }

  private @Nullable Carrier carrierOf(Label label, @Nullable String given, LabelRow row) {
    if (given != null) {
      return catalog.carrier(given);
    }
    String name = plain(label.provider());
    List<Carrier> found = carriers(carrier -> plain(carrier.brand()).equals(name));
    if (found.isEmpty()) {
      found = carriers(carrier -> (plain(carrier.brand()) + " ").startsWith(name + " "));
    }
    if (found.isEmpty()) {
      found = carriers(carrier -> carrier.legal() != null && plain(carrier.legal()).equals(name));
    }
    if (found.size() == 1) {
      return found.getFirst();
    }
    row.reject(
        row.schema().providerColumn(),
        found.isEmpty()
            ? "isn't a carrier of the catalog"
            : "may be " + found.stream().map(Carrier::id).toList(),
        "name the carrier of the file with --carrier, or add it to carriers.yaml in your folder");
    return null;
  }

  private List<Carrier> carriers(Predicate<Carrier> wanted) {
    return catalog.carriers().values().stream().filter(wanted).toList();
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}&]+", " ").strip();
  }

  /** Where a rule keeps to a day of the month, a label's month is one of the calendar. */
  private static @Nullable String period(Label label, Catalog catalog, LapseRule rule) {
    Integer days = label.periodDays();
    if (days == null) {
      return null;
    }
    boolean byCalendar =
        rule.basis() == Basis.BILL
            || catalog.plans().values().stream()
                .filter(plan -> plan.lapseRule().equals(rule.id()))
                .map(Plan::period)
                .anyMatch(rule::keepsDayOfMonth)
            || rule.keepsDayOfMonth(null);
    Length length = byCalendar && days == MONTH ? Length.ofMonths(1) : Length.ofDays(days);
    return length.toString();
  }

  private static boolean isMonthly(@Nullable Length period) {
    return period != null && period.approxDays() == MONTH;
  }

  /** The rule that most of the carrier's monthly plans follow; else the cautious one. */
  private String lapseRule(Label label, Carrier carrier) {
    if (label.postpaid()
        && !carrier.postpaid()
        && catalog.lapseRules().containsKey(POSTPAID_RULE)) {
      return POSTPAID_RULE;
    }
    Map<String, Long> used =
        catalog.plansOf(carrier.id()).stream()
            .filter(plan -> !plan.legacy() && isMonthly(plan.period()))
            .map(Plan::lapseRule)
            .filter(rule -> !rule.equals(CAUTIOUS_RULE))
            .collect(Collectors.groupingBy(rule -> rule, Collectors.counting()));
    return used.entrySet().stream()
        .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .orElse(CAUTIOUS_RULE);
  }

  private static List<LabelRow> rows(CatalogFolder.Text text, List<Reject> rejects)
      throws IOException {
    List<LabelRow> rows = new ArrayList<>();
    List<String> header = null;
    LabelSchema schema = null;
    long line = 0;
    try (CsvReader<CsvRecord> records = CsvTable.strict().ofCsvRecord(text.content())) {
      for (CsvRecord csv : records) {
        line = csv.getStartingLineNumber();
        if (header == null || schema == null) {
          header =
              csv.getFields().stream().map(name -> name.strip().toLowerCase(Locale.ROOT)).toList();
          schema = schema(text.name(), header);
        } else if (csv.getFieldCount() != header.size()) {
          rejects.add(
              new Reject(
                  line,
                  "",
                  "",
                  "has " + csv.getFieldCount() + " values, the header " + header.size(),
                  "give one value for each column and quote those with a comma"));
        } else {
          rows.add(new LabelRow(schema, line, values(header, csv), rejects));
        }
      }
    } catch (CsvParseException malformed) {
      throw new ProblemException(
          ProblemType.INVALID_VALUE,
          text.name()
              + ":"
              + (line + 1)
              + ": isn't valid CSV from here on; close the quotes. Nothing was imported.",
          malformed);
    }
    if (header == null) {
      throw InvalidValue.of(
          "file", text.name(), "is empty", "give a CSV file of labels with a header");
    }
    return rows;
  }

  private static LabelSchema schema(String file, List<String> header) {
    Set<String> columns = new LinkedHashSet<>(header);
    if (columns.size() < header.size()) {
      throw InvalidValue.of(
          "header", file, "names a column twice", "keep one of each; nothing was imported");
    }
    List<String> fewest = List.of();
    for (LabelSchema schema : LabelSchema.values()) {
      List<String> missing = schema.missingIn(columns);
      if (missing.isEmpty()) {
        return schema;
      }
      if (fewest.isEmpty() || missing.size() < fewest.size()) {
        fewest = missing;
      }
    }
    throw InvalidValue.of(
        "header",
        file,
        "isn't from a known kind of label file: the columns " + fewest + " are missing",
        "give a file of the draft bblabel-1 or of sonarbcd; nothing was imported");
  }

  private static Map<String, String> values(List<String> header, CsvRecord csv) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < header.size(); i++) {
      String value = csv.getField(i).strip();
      if (!value.isEmpty()) {
        values.put(header.get(i), value);
      }
    }
    return values;
  }

  private static CatalogFolder.Text text(Path csv) throws IOException {
    if (!Files.isRegularFile(csv)) {
      throw InvalidValue.of("file", csv.toString(), "isn't a file", "give a CSV file of labels");
    }
    if (Files.size(csv) > MAX_BYTES) {
      throw InvalidValue.of("file", csv.toString(), "is larger than 64 MiB", "split it");
    }
    Findings findings = new Findings();
    CatalogFolder.Text text =
        CatalogFolder.decode(csv.toString(), Files.readAllBytes(csv), findings);
    if (text == null) {
      throw new ProblemException(
          ProblemType.INVALID_VALUE,
          findings.all().stream().map(Finding::toString).collect(Collectors.joining("\n"))
              + " Nothing was imported.");
    }
    return text;
  }

  private static final String[] REJECTS_HEADER = {"row", "column", "value", "reason", "remedy"};

  private static @Nullable Path writeRejects(Path csv, List<Reject> rejects) throws IOException {
    String name = fileName(csv);
    String base = name.endsWith(".csv") ? name.substring(0, name.length() - 4) : name;
    Path file = csv.resolveSibling(base + ".rejects.csv");
    EarlierRejects.remove(file, String.join(",", REJECTS_HEADER));
    if (rejects.isEmpty()) {
      return null;
    }
    try (Sheet writer = Sheet.in(file)) {
      writer.row((Object[]) REJECTS_HEADER);
      for (Reject reject : rejects) {
        writer.row(
            reject.line(), reject.column(), reject.value(), reject.reason(), reject.remedy());
      }
    }
    return file;
  }

  private static String fileName(Path csv) {
    Path name = csv.getFileName();
    return name == null ? "labels" : name.toString().replaceAll("\\p{C}", "?");
  }
}
