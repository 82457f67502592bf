package dev.everline.catalog.identify;

import dev.everline.catalog.Catalog;
import dev.everline.catalog.file.CatalogFolder;
import dev.everline.catalog.file.CsvTable;
import dev.everline.catalog.file.Findings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the CSV files under {@code identification/} and checks the brands that they name. */
public final class SimTablesReader {

  private static final Pattern PLMN = Pattern.compile("[0-9]{5,6}");
  private static final Pattern PLMNS = Pattern.compile("[0-9]{5,6}( [0-9]{5,6})*");
  private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");
  private static final Pattern PREFIX = Pattern.compile("89[1-9][0-9]{2,7}");
  private static final Pattern VALUE = Pattern.compile("[0-9A-F]{2,64}");
  private static final Pattern IDS = Pattern.compile("[a-z0-9-]+( [a-z0-9-]+)*");

  private static final List<String> NETWORK_COLUMNS =
      List.of(
          "plmn",
          "country",
          "network",
          "carrier",
          "brand",
          "operator",
          "status",
          "androidName",
          "source",
          "asOf",
          "confidence");
  private static final List<String> ISSUER_COLUMNS =
      List.of(
          "prefix",
          "basis",
          "issuer",
          "network",
          "carrier",
          "warning",
          "notes",
          "source",
          "asOf",
          "confidence",
          "verified");
  private static final List<String> FIELD_COLUMNS =
      List.of("field", "value", "plmns", "name", "carriers", "source", "asOf", "confidence");

  private final Catalog catalog;
  private final CatalogFolder folder;
  private final Findings findings;

  private SimTablesReader(Catalog catalog, CatalogFolder folder, Findings findings) {
    this.catalog = catalog;
    this.folder = folder;
    this.findings = findings;
  }

  /** What the files hold; of a file with findings, only its sound rows. */
  public static SimTables read(Catalog catalog, CatalogFolder folder, Findings findings) {
    SimTablesReader reader = new SimTablesReader(catalog, folder, findings);
    return new SimTables(
        Map.copyOf(reader.networks()), Map.copyOf(reader.issuers()), reader.fields());
  }

  private Map<String, List<SimTables.Network>> networks() {
    Map<String, List<SimTables.Network>> networks = new HashMap<>();
    for (CsvTable.Row row : rows("mcc-mnc.csv", NETWORK_COLUMNS)) {
      int before = findings.count();
      SimTables.Network network =
          new SimTables.Network(
              row.matching("plmn", PLMN, "310260"),
              row.matching("country", COUNTRY, "US"),
              row.requiredText("network"),
              carrier(row, "carrier", row.text("carrier")),
              row.requiredText("source"),
              row.asOf(),
              row.confidence());
      if (findings.count() > before) {
        continue;
      }
      List<SimTables.Network> same =
          networks.computeIfAbsent(network.plmn(), plmn -> new ArrayList<>());
      if (same.stream().anyMatch(other -> other.country().equals(network.country()))) {
        row.wrong("plmn", "appears twice for this country", "keep one row");
      }
      same.add(network);
    }
    networks
        .values()
        .forEach(
            same -> same.sort(Comparator.comparing(network -> !network.country().equals("US"))));
    return networks;
  }

  private Map<String, SimTables.Issuer> issuers() {
    Map<String, SimTables.Issuer> issuers = new HashMap<>();
    Set<String> seen = new HashSet<>();
    for (CsvTable.Row row : rows("iccid-issuers.csv", ISSUER_COLUMNS)) {
      int before = findings.count();
      IssuerBasis basis = row.choice("basis", IssuerBasis.class, IssuerBasis.REGISTERED);
      SimTables.Issuer issuer =
          new SimTables.Issuer(
              row.matching("prefix", PREFIX, "891260"),
              row.requiredText("issuer"),
              row.text("network"),
              carrier(row, "carrier", row.text("carrier")),
              row.text("warning"),
              row.requiredText("source"),
              row.asOf(),
              row.confidence(),
              row.lookedUp());
      if (!seen.add(basis + issuer.prefix())) {
        row.wrong("prefix", "appears twice for this basis", "keep one row");
      }
      if (findings.count() == before) {
        issuers.merge(issuer.prefix(), issuer, SimTablesReader::moreTrusted);
      }
    }
    return issuers;
  }

  private static SimTables.Issuer moreTrusted(SimTables.Issuer a, SimTables.Issuer b) {
    return b.confidence().compareTo(a.confidence()) < 0 ? b : a;
  }

  /** Whether a prefix stands in the ITU's register or was seen on cards. */
  private enum IssuerBasis {
    REGISTERED,
    OBSERVED
  }

  private List<SimTables.SimField> fields() {
    List<SimTables.SimField> fields = new ArrayList<>();
    for (CsvTable.Row row : rows("sim-fields.csv", FIELD_COLUMNS)) {
      int before = findings.count();
      List<String> carriers =
          row.text("carriers") == null
              ? List.of()
              : List.of(row.matching("carriers", IDS, "tracfone straight-talk").split(" "));
      carriers.forEach(carrier -> carrier(row, "carriers", carrier));
      SimTables.SimField field =
          new SimTables.SimField(
              row.choice("field", SimTables.SimField.Kind.class, SimTables.SimField.Kind.GID1),
              row.matching("value", VALUE, "6D38"),
              List.of(row.matching("plmns", PLMNS, "310260 310240").split(" ")),
              row.requiredText("name"),
              carriers,
              row.requiredText("source"),
              row.asOf(),
              row.confidence());
      if (findings.count() == before) {
        fields.add(field);
      }
    }
    return List.copyOf(fields);
  }

  private @Nullable String carrier(CsvTable.Row row, String column, @Nullable String id) {
    if (id != null && !catalog.carriers().containsKey(id)) {
      row.wrong(column, "'" + id + "' does not exist", "use an id of carriers.yaml");
    }
    return id;
  }

  private List<CsvTable.Row> rows(String file, List<String> columns) {
    CatalogFolder.Text text = folder.read("identification/" + file, findings);
    return text == null ? List.of() : CsvTable.rows(text, columns, findings);
  }
}
