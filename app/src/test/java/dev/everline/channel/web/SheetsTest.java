package dev.everline.channel.web;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.everline.account.Account;
import dev.everline.account.Members;
import dev.everline.account.Role;
import dev.everline.fleet.FleetRunner;
import dev.everline.fleet.Job;
import dev.everline.fleet.Jobs;
import dev.everline.kernel.Money;
import dev.everline.kernel.text.Sheet;
import dev.everline.line.Line;
import dev.everline.line.LineField;
import dev.everline.line.LineFilter;
import dev.everline.line.LineNotes;
import dev.everline.line.LineService;
import dev.everline.line.LineStore;
import dev.everline.line.imports.ImportProgress;
import dev.everline.line.imports.ImportResult;
import dev.everline.line.imports.ImportSource;
import dev.everline.line.imports.LineImport;
import dev.everline.payment.Wallet;
import dev.everline.privacy.AccountExport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every file that people open in a spreadsheet: nothing in it is computed there. */
class SheetsTest {

  /** Each is asked for its file below, or writes for the command line in the same way. */
  private static final List<String> DOORS =
      List.of(
          "catalog/label/LabelImport.java",
          "channel/web/fleet/FleetPages.java",
          "channel/web/fleet/ImportPages.java",
          "channel/web/fleet/JobPages.java",
          "channel/web/fleet/LineTable.java",
          "channel/web/order/MoneyPages.java",
          "fleet/FleetData.java",
          "kernel/text/Sheet.java",
          "ledger/LedgerData.java",
          "line/LineData.java",
          "line/imports/ImportForm.java",
          "line/imports/RejectedRows.java",
          "line/imports/RejectsFile.java",
          "storage/AccountCopy.java");

  private static final List<String> HOSTILE =
      List.of(
          "=HYPERLINK(\"http://example.com\")",
          "＝1+1",
          "+1 555",
          "＋1",
          "-2",
          "－2",
          "@SUM(A1)",
          "＠SUM(A1)",
          "\u200b=1+1",
          "\u00a0=1+1",
          "\ufeff＝1+1",
          "\"=1+1",
          "'=1+1",
          "'Tablet",
          "|calc",
          "%tmp",
          "Ana;=1+1",
          "a'b; '-1",
          "plain");

  private static PortalServer server;
  private static Account account;
  private static Browser owner;

  @BeforeAll
  static void aHouseholdWithHostileNames() {
    server = PortalServer.shared();
    account = server.account();
    owner = server.member(account.id(), Role.OWNER);
    LineService lines = server.get(LineService.class);
    int number = 2125550100 - 1;
    for (String label : HOSTILE) {
      number++;
      Line line =
          lines.add(
              account.id(),
              Map.of(
                  LineField.NUMBER,
                  number == 2125550100 ? "+44 20 7946 0018" : Integer.toString(number),
                  LineField.CARRIER,
                  "mint",
                  LineField.LABEL,
                  label,
                  LineField.TAGS,
                  "north;" + label.replace(";", "")));
      server
          .get(LineNotes.class)
          .add(
              account.id(),
              line.id(),
              server.get(Members.class).list(account.id()).getFirst().id(),
              label);
    }
    server.get(Wallet.class).deposit(account.id(), Money.usd(5_00));
  }

  private static List<Line> lines() {
    return server.get(LineStore.class).list(account.id(), LineFilter.ALL, null, 100).lines();
  }

  private static List<CsvRecord> rows(String file) throws IOException {
    assertThat(file).startsWith("\ufeff");
    try (CsvReader<CsvRecord> csv =
        CsvReader.builder().ofCsvRecord(new StringReader(file.substring(1)))) {
      return csv.stream().toList();
    }
  }

  private static void assertNothingComputes(String name, String file) throws IOException {
    List<String> cells = new ArrayList<>();
    rows(file).forEach(row -> cells.addAll(row.getFields()));
    assertThat(cells).as(name).isNotEmpty();
    for (String cell : cells) {
      boolean number = cell.matches("-?\\d+(\\.\\d+)?");
      for (String part : cell.split("[;\t\r\n]", -1)) {
        String seen = part.replaceFirst("^[\\s\\p{Cf}\u00a0\"]+", "");
        assertThat(number || seen.isEmpty() || "=+-@|%＝＋－＠".indexOf(seen.charAt(0)) < 0)
            .as("%s: %s", name, cell)
            .isTrue();
      }
    }
  }

  @Test
  void noFileIsWrittenButByTheOneThatGuardsItsCells() throws IOException {
    Path sources = Path.of("src/main/java/dev/everline");
    try (Stream<Path> files = Files.walk(sources)) {
      List<Path> java = files.filter(file -> file.toString().endsWith(".java")).toList();
      List<String> writers = new ArrayList<>();
      List<String> doors = new ArrayList<>();
      for (Path file : java) {
        String source = Files.readString(file);
        String name = sources.relativize(file).toString().replace('\\', '/');
        if (source.contains("CsvWriter")) {
          writers.add(name);
        }
        if (source.contains("text/csv") || source.contains("kernel.text.Sheet;")) {
          doors.add(name);
        }
      }
      assertThat(writers).containsExactly("kernel/text/Sheet.java");
      assertThat(doors)
          .containsExactlyInAnyOrderElementsOf(
              DOORS.stream().filter(door -> !door.equals("kernel/text/Sheet.java")).toList());
    }
  }

  @Test
  void whatIsExportedAndImportedAgainIsUnchanged() throws IOException {
    List<Line> before = lines();
    assertThat(before.stream().map(Line::label)).containsExactlyElementsOf(HOSTILE);
    String file = owner.get("/lines/export.csv?sort=added").text();
    assertNothingComputes("lines", file);
    ImportResult again = imported(file, false);
    assertThat(again.unchanged()).isEqualTo(HOSTILE.size());
    assertThat(again.rejected()).isZero();
    assertThat(imported(sheet(exported(), "lines.csv"), true).unchanged())
        .isEqualTo(HOSTILE.size());
    assertThat(lines()).isEqualTo(before);
  }

  private static ImportResult imported(String file, boolean ignoreUnknown) {
    return server
        .get(LineImport.class)
        .run(
            account.id(),
            ImportSource.of(
                new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)),
                server.clock.instant()),
            ignoreUnknown,
            (row, column, why) -> {},
            ImportProgress.NONE);
  }

  private static Map<String, String> exported() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    server.get(AccountExport.class).write(account.id(), out);
    Map<String, String> files = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(out.toByteArray()))) {
      for (ZipEntry each = zip.getNextEntry(); each != null; each = zip.getNextEntry()) {
        files.put(each.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }

  private static String sheet(Map<String, String> files, String name) {
    return files.getOrDefault(name, "");
  }

  @Test
  void nothingInAnAccountsDataComputes() throws IOException {
    Map<String, String> sheets =
        exported().entrySet().stream()
            .filter(file -> file.getKey().endsWith(".csv"))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    assertThat(sheets).hasSize(11);
    for (Map.Entry<String, String> sheet : sheets.entrySet()) {
      assertNothingComputes(sheet.getKey(), sheet.getValue());
    }
    assertThat(rows(sheet(sheets, "notes.csv"))).hasSize(HOSTILE.size() + 1);
  }

  @Test
  void nothingInTheEntriesOfTheWalletOrTheLinesOfAnActComputes() throws IOException {
    assertNothingComputes("entries", owner.get("/money/entries.csv").text());
    Jobs jobs = server.get(Jobs.class);
    Job job =
        jobs.prepare(account.id(), Job.Act.PAUSE, "", lines().stream().map(Line::id).toList());
    String file = owner.get("/lines/jobs/" + job.id() + "/lines.csv").text();
    assertNothingComputes("act", file);
    assertThat(rows(file)).hasSize(HOSTILE.size() + 1);
  }

  @Test
  void nothingInAListOfRejectsComputes() throws IOException {
    String at =
        owner
            .postFile(
                "/lines/import",
                "=1+1.csv",
                "number,carrier,plan\n＝1+1,mint,\n2125550199,=1+1,\n2125550199,mint,@x;=1\n"
                    .getBytes(StandardCharsets.UTF_8))
            .location();
    owner.post(at + "/run", Map.of());
    for (int look = 0; look < 100_000 && owner.get(at).text().contains("hx-trigger"); look++) {
      server.get(FleetRunner.class).wake();
    }
    String file = owner.get(at + "/rejects.csv").text();
    assertThat(rows(file)).hasSize(4);
    assertNothingComputes("rejects", file);
  }

  /** Excel takes a file without the mark for one in the computer's own encoding. */
  @Test
  void everyFileBeginsWithTheMarkOfUtf8AndIsImportedAgainWithIt(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("lines.csv");
    try (Sheet sheet = Sheet.in(file)) {
      sheet.row("number", "carrier", "label");
      sheet.row("2125550198", "mint", "妈妈的手机");
    }
    assertThat(Files.readString(file)).startsWith("\ufeffnumber,");
    Account other = server.account();
    ImportResult result =
        server
            .get(LineImport.class)
            .run(
                other.id(),
                ImportSource.of(file),
                false,
                (row, column, why) -> {},
                ImportProgress.NONE);
    assertThat(result.added()).isEqualTo(1);
    assertThat(
            server
                .get(LineStore.class)
                .list(other.id(), LineFilter.ALL, null, 2)
                .lines()
                .getFirst()
                .label())
        .isEqualTo("妈妈的手机");
  }

  /** A debt is an amount, with which a spreadsheet is to reckon. */
  @Test
  void anAmountBelowZeroIsANumber() throws IOException {
    StringWriter out = new StringWriter();
    try (Sheet sheet = Sheet.on(out)) {
      sheet.row(Money.usd(-5_25), -3L, "-5.25", null);
    }
    assertThat(rows(out.toString()).getFirst().getFields())
        .containsExactly("-5.25", "-3", "'-5.25", "");
  }
}
