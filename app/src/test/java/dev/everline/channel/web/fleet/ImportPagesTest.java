package dev.everline.channel.web.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.account.Account;
import dev.everline.account.Role;
import dev.everline.channel.web.Browser;
import dev.everline.channel.web.Browser.Page;
import dev.everline.channel.web.PortalServer;
import dev.everline.fleet.FleetRunner;
import dev.everline.line.Line;
import dev.everline.line.LineField;
import dev.everline.line.LineFilter;
import dev.everline.line.LineStore;
import dev.everline.line.sheet.WorkbookFile;
import dev.everline.words.Language;
import dev.everline.words.Messages;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Lines from a file that somebody uploads: its columns, its first rows, what became of it. */
class ImportPagesTest {

  private static PortalServer server;

  private Account account;
  private Browser manager;

  @BeforeAll
  static void start() {
    server = new PortalServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void aFleet() {
    account = server.account();
    manager = server.member(account.id(), Role.MANAGER);
  }

  private String upload(String file) {
    Page sent =
        manager.postFile("/lines/import", "lines.csv", file.getBytes(StandardCharsets.UTF_8));
    assertThat(sent.status()).as(sent.text()).isEqualTo(303);
    return sent.location();
  }

  private List<Line> lines() {
    return server.get(LineStore.class).list(account.id(), LineFilter.ALL, null, 100).lines();
  }

  /** What was uploaded and lies there still; lists of rejects left out. */
  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(server.uploads())) {
      return files.filter(file -> !file.toString().endsWith(".rejects.csv")).sorted().toList();
    }
  }

  /** Starts it and looks until it is over; each look is a page from the server. */
  private Page imported(String at) {
    assertThat(manager.post(at + "/run", Map.of()).location()).isEqualTo(at);
    return over(at);
  }

  private Page over(String at) {
    Page page = manager.get(at);
    for (int look = 0; look < 100_000 && page.text().contains("hx-trigger"); look++) {
      page = manager.get(at);
    }
    // It is over for people a moment before its file is erased: stopping waits for that.
    server.get(FleetRunner.class).stop();
    server.get(FleetRunner.class).start();
    return page;
  }

  private static String count(Page page, String name) {
    java.util.regex.Matcher found =
        java.util.regex.Pattern.compile("<dt>" + name + "</dt><dd>(\\d+)</dd>")
            .matcher(page.text());
    assertThat(found.find()).as(page.text()).isTrue();
    return found.group(1);
  }

  /** However a cell says it: a serial number of a spreadsheet, or what Visible shows. */
  @Test
  void thePreviewShowsTheLastDayThatWouldBeStored() {
    Page asked =
        manager.get(
            upload(
                """
                number,carrier,valid_until
                2125550170,mint,46380
                2125550171,visible,2026-12-30
                """));
    assertThat(asked.text()).contains("Last day: Dec 24, 2026").contains("Last day: Dec 29, 2026");
  }

  @Test
  void aFileThatWaitsIsSealedAndOneThatWasChangedIsNotImported() throws IOException {
    List<Path> before = files();
    String at = upload("number,carrier\n2125550100,mint\n");
    Path file = files().stream().filter(each -> !before.contains(each)).findFirst().orElseThrow();
    byte[] sealed = Files.readAllBytes(file);
    assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("5550100");
    assertThat(manager.get(at).text()).contains("2125550100");
    sealed[sealed.length - 1] ^= 1;
    Files.write(file, sealed);
    assertThat(imported(at).text()).contains("The rest of the file can’t be read");
    assertThat(lines()).isEmpty();
    assertThat(files()).isEqualTo(before);
    assertThat(
            server.database.number(
                "SELECT count(*) FROM everline.upload WHERE file_key IS NOT NULL AND account_id = "
                    + account.id().value()))
        .isZero();
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void whatCantBeTakenIsSaidInTheReadersLanguageAndBesideTheRowInTheFile(Language language) {
    manager.headers.put("Accept-Language", language.tag());
    Messages said = Messages.load(language);
    String at =
        upload(
            """
            number,carrier,plan,valid_until,balance,auto_renew,tags
            12,mint,,,,,
            2125550101,nobody,,,,,
            2125550102,mint,nothing,,,,
            2125550103,mint,,tomorrow,,,
            2125550104,mint,,1999-12-31,,,
            2125550105,mint,,,1.234,,
            2125550106,mint,,,,perhaps,
            2125550107,mint
            ,mint,,,,,
            """);
    String seen = manager.get(at).text();
    assertThat(seen)
        .contains(
            said.say("import.column-wrong", said.say("field.number"))
                + (language == Language.CHINESE ? "" : " ")
                + said.say("reject.NOT_A_NUMBER"))
        .contains(said.say("reject.CARRIER_UNKNOWN"))
        .contains(said.say("reject.PLAN_UNKNOWN"))
        .contains(said.say("reject.NOT_A_DATE"))
        .contains(said.say("reject.DATE_OUT_OF_RANGE", "2000-01-01", "2100-12-31"))
        .contains(said.say("reject.TOO_MANY_DECIMALS", "2"))
        .contains(said.say("reject.NEITHER_YES_NOR_NO"))
        .contains(said.say("reject.NUMBER_OF_CELLS", "2", "7"))
        .contains(said.say("reject.EMPTY"));
    imported(at);
    assertThat(manager.get(at + "/rejects.csv").text())
        .contains(said.say("reject.NOT_A_NUMBER"))
        .contains(said.say("reject.TOO_MANY_DECIMALS", "2"))
        .contains(said.say("reject.NUMBER_OF_CELLS", "2", "7"))
        .doesNotContain("NOT_A_NUMBER");
    String broken = upload("number,carrier\n2125550109,mint\n\"2125550110,mint\n");
    assertThat(imported(broken).text())
        .contains(said.say("import-problem.BROKEN", 2))
        .contains(said.say("import-state.DONE"));
  }

  @Test
  void aFileIsSeenBeforeItIsImportedAndErasedAfterwards() throws IOException {
    List<Path> before = files();
    String at =
        upload(
            """
            Phone number,Operator,Notes,Expiry date,Max price
            (212) 555-0100,Mint Mobile,Ana,2027-01-31,30
            not a number,Mint Mobile,Bob,2027-01-31,
            2125550102,nobody,Eve,,
            2125550100,Mint Mobile,again,,
            """);
    Page seen = manager.get(at);
    assertThat(seen.text())
        .contains("<option value=\"number\" selected>")
        .contains("<option value=\"carrier\" selected>")
        .contains("<option value=\"valid_until\" selected>")
        .contains("<option value=\"price_ceiling\" selected>")
        .contains("Example: (212) 555-0100")
        .contains("adds a line")
        .contains("Full number: This phone number isn’t valid")
        .contains("This is already in row 2")
        .doesNotContain("lang=\"en\">");
    assertThat(lines()).isEmpty();
    assertThat(files()).hasSize(before.size() + 1);

    Map<String, String> mapping = new HashMap<>();
    mapping.put("column-0", "number");
    mapping.put("column-1", "carrier");
    mapping.put("column-2", "label");
    mapping.put("column-3", "valid_until");
    mapping.put("column-4", "");
    assertThat(manager.post(at, mapping).location()).isEqualTo(at);
    Page done = imported(at);
    assertThat(done.text()).contains("Imported");
    assertThat(count(done, "Added")).isEqualTo("1");
    assertThat(count(done, "Rejected")).isEqualTo("3");
    Line line = lines().getFirst();
    assertThat(line.label()).isEqualTo("Ana");
    assertThat(line.facts().validUntil()).hasToString("2027-01-31");
    assertThat(line.priceCeiling()).isNull();
    Page rejects = manager.get(at + "/rejects.csv");
    assertThat(rejects.header("Content-Disposition")).contains("everline-rejects.csv");
    assertThat(rejects.text())
        .startsWith(
            "\ufeffPhone number,Operator,Notes,Expiry date,Max price,Columns to correct,What is wrong")
        .contains("not a number,Mint Mobile,Bob,2027-01-31,,Full number,\"Full number: This phone")
        .contains("2125550102,nobody,Eve,,,Carrier,Carrier: This carrier isn’t in the catalog")
        .contains("2125550100,Mint Mobile,again,,,Full number,Full number: This is already in");
    assertThat(files()).isEqualTo(before);
    assertThat(manager.get("/lines").text()).contains("Ana");
    Browser owner = server.member(account.id(), Role.OWNER);
    assertThat(owner.get("/settings/audit").text()).contains("imported lines from a file");
  }

  @Test
  void rejectedRowsAreCorrectedAndImportedAgainAsTheyAre() throws IOException {
    String at = upload("number,carrier,label\n2125550160,mint,Ana\n2125550161,mnit,=Bob\n");
    imported(at);
    try (Stream<Path> lists = Files.list(server.uploads())) {
      for (Path list : lists.filter(each -> each.toString().endsWith(".rejects.csv")).toList()) {
        assertThat(Files.readString(list, StandardCharsets.ISO_8859_1)).doesNotContain("5550161");
      }
    }
    String rejects = manager.get(at + "/rejects.csv").text();
    assertThat(rejects).contains("2125550161,mnit,'=Bob,Carrier,Carrier: ").doesNotContain("Ana");
    String again = upload(rejects.replace("mnit", "mint"));
    Page done = imported(again);
    assertThat(count(done, "Added")).isEqualTo("1");
    assertThat(lines()).extracting(Line::label).containsExactlyInAnyOrder("Ana", "=Bob");
  }

  @Test
  void whatARowChangesIsShownFromWhatToWhat() {
    imported(upload("number,carrier,label,state\n2125550165,mint,Ana,NY\n"));
    Page seen =
        manager.get(
            upload(
                """
                number,carrier,label,state,colour
                2125550165,mint,Ana María,TX,red
                2125550166,mint,Bob,,blue

                2125550166,mint,again,,
                """));
    assertThat(seen.text())
        .contains("Label: Ana → Ana María")
        .contains("US state: New York → Texas")
        .contains("This column is left out: colour")
        .contains("1 blank row was skipped.")
        .contains("1 row has a number or a SIM that an earlier row already has.");
    assertThat(count(seen, "Added")).isEqualTo("1");
    assertThat(count(seen, "Changed")).isEqualTo("1");
    assertThat(count(seen, "Rejected")).isEqualTo("1");
    assertThat(lines()).extracting(Line::label).containsExactly("Ana");
  }

  @Test
  void whereEveryRowFailsImportingIsNotTheMainButton() {
    String at = upload("number,carrier\n12,mint\n13,mint\n");
    assertThat(manager.get(at).text())
        .contains("Every row would be rejected.")
        .contains("<button class=\"button \">Import the file</button>");
  }

  @Test
  void oneCarrierIsSaidForAllRowsAndWhatIsDoubtfulAndMissingIsSaidAtTheEnd() {
    String at =
        upload("Phone,ICCID\n2125550167,89148000000000000001\n2125550168,89148000001234560035\n");
    assertThat(manager.get(at).text()).contains("Choose which column holds the number");
    manager.post(at, Map.of("column-0", "number", "column-1", "iccid", "carrier-of-all", "tello"));
    Page done = imported(at);
    assertThat(count(done, "Added")).isEqualTo("2");
    assertThat(lines()).extracting(Line::carrier).containsOnly("tello");
    assertThat(done.text())
        .contains("1 SIM number fails its check digit (row 3).")
        .contains("2 lines have no end date")
        .contains("href=\"/lines/complete?missing=anything\"");
    assertThat(manager.post(at, Map.of("carrier-of-all", "nobody")).status()).isEqualTo(400);
  }

  /** The portal's own words, its export's and its lists of rejects' come back as headers. */
  @ParameterizedTest
  @EnumSource(Language.class)
  void everyNameOfAFieldIsKnownAsAHeader(Language language) {
    Messages said = Messages.load(language);
    for (LineField field : LineField.values()) {
      String key = field.key();
      String at =
          upload(
              said.say("field." + key).replace(",", " ")
                  + ","
                  + said.say("import.wrong")
                  + "\nx,y\n");
      assertThat(manager.get(at).text())
          .as(key)
          .contains("<option value=\"" + key + "\" selected>")
          .doesNotContain(said.say("import.wrong") + "</p>");
      manager.post(at + "/give-up", Map.of());
    }
  }

  @Test
  void aPlanIsTakenByTheNameThatPeopleSee() {
    String at = upload("number,carrier,plan\n2125550162,metro,metro $25 (OWN phone)\n");
    imported(at);
    assertThat(lines()).extracting(Line::plan).containsExactly("metro-25-byod");
  }

  @Test
  void whatIsNoTableOrHasNoRowsOrBreaksOffIsSaidBeforeAnythingIsImported() {
    byte[] picture = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13, 'I', 'H'};
    assertThat(manager.postFile("/lines/import", "lines.png", picture).text())
        .contains("This is a picture, not a table.");
    assertThat(manager.postFile("/lines/import", "", new byte[0]).text())
        .contains("Choose a file first.");
    Page names = manager.get(upload("number,carrier\n"));
    assertThat(names.text()).contains("no rows").doesNotContain("/run\"");
    Page broken = manager.get(upload("number,carrier\n2125550163,mint\n\"2125550164,mint\n"));
    assertThat(broken.text())
        .contains("The file can’t be read on after row 2")
        .contains("2125550163");
    Page none = imported(upload("number,carrier\nx,mint\n"));
    assertThat(none.text()).contains("Nothing was imported: every row was rejected");
  }

  @Test
  void theSameFileAgainChangesNothingAndStartingTwiceImportsOnce() {
    String file = "number,carrier,label\n2125550100,mint,Ana\n2125550101,mint,Bob\n";
    String at = upload(file);
    assertThat(count(imported(at), "Added")).isEqualTo("2");
    assertThat(count(imported(at), "Added")).as("started again").isEqualTo("2");
    String again = upload(file);
    assertThat(manager.get(again).text()).contains("nothing new");
    assertThat(count(imported(again), "Unchanged")).isEqualTo("2");
    assertThat(lines()).hasSize(2);
  }

  @Test
  void semicolonsTabsAndOtherScriptsAreRead() {
    String at = upload("teléfono;operador;nombre;etiquetas\n2125550100;mint;Ana;norte\n");
    assertThat(count(imported(at), "Added")).isEqualTo("1");
    byte[] file =
        "\uFEFF手机号\t运营商\t备注\n2125550101\tmint\t妈妈\n".getBytes(Charset.forName("UTF-16LE"));
    String tabs = manager.postFile("/lines/import", "号码.txt", file).location();
    assertThat(manager.get(tabs).text()).contains("妈妈");
    assertThat(count(imported(tabs), "Added")).isEqualTo("1");
    assertThat(lines().stream().map(Line::label)).containsExactly("Ana", "妈妈");
  }

  @Test
  void withoutItsNeededColumnsOrWithOneTwiceAFileIsNotImported() {
    String at = upload("a,b,c\n2125550100,mint,Ana\n");
    assertThat(manager.get(at).text())
        .contains("Choose which column holds the number")
        .doesNotContain(at + "/run\"");
    assertThat(manager.post(at + "/run", Map.of()).status()).isEqualTo(400);
    manager.post(at, Map.of("column-0", "number", "column-1", "carrier", "column-2", "number"));
    assertThat(manager.get(at).text()).contains("Two columns are set to the same content");
    assertThat(manager.post(at + "/run", Map.of()).status()).isEqualTo(400);
    assertThat(manager.post(at, Map.of("column-0", "nosuch")).status()).isEqualTo(400);
    manager.post(at, Map.of("column-0", "number", "column-1", "carrier"));
    assertThat(manager.get(at).text()).contains(at + "/run\"").contains("adds a line");
    assertThat(lines()).isEmpty();
  }

  @Test
  void aFileIsGivenUpAndErased() throws IOException {
    int before = files().size();
    String at = upload("number,carrier\n2125550100,mint\n");
    assertThat(files()).hasSize(before + 1);
    assertThat(manager.post(at + "/give-up", Map.of()).location()).isEqualTo("/lines");
    assertThat(files()).hasSize(before);
    assertThat(manager.get(at).status()).isEqualTo(404);
  }

  @Test
  void whatIsNoFileOrNoCsvOrTooLargeIsSaidAndNothingOfItStays() throws IOException {
    int before = files().size();
    assertThat(manager.post("/lines/import", Map.of()).text()).contains("Choose a file first.");
    assertThat(manager.postFile("/lines/import", "a.csv", new byte[0]).text())
        .contains("This file is empty.");
    assertThat(manager.postFile("/lines/import", "a.csv", new byte[] {'\n'}).text())
        .contains("This file is empty.");
    Page quote =
        manager.postFile(
            "/lines/import", "a.csv", "\"never closed".getBytes(StandardCharsets.UTF_8));
    assertThat(quote.status()).isEqualTo(400);
    assertThat(quote.text()).contains("This file can’t be read as a table");
    Page large = manager.postFile("/lines/import", "a.csv", new byte[34 * 1024 * 1024]);
    assertThat(large.status()).isEqualTo(413);
    Page noName = manager.postFile("/lines/import", "a\0.csv", new byte[] {'a'});
    assertThat(noName.status()).isEqualTo(400);
    assertThat(files()).hasSize(before);
  }

  @ParameterizedTest
  @CsvSource({"GB18030, 默默的手机", "windows-1252, Teléfono de mamá"})
  void aFileInAnotherEncodingIsReadAsAWholeAndAPersonMaySayOtherwise(
      String encoding, String label) {
    String file = "number,carrier,label\n2125550101,mint,%s\n".formatted(label);
    String at =
        manager
            .postFile("/lines/import", "a.csv", file.getBytes(Charset.forName(encoding)))
            .location();
    assertThat(manager.get(at).text()).contains("This file isn’t UTF-8").contains(label);
    Map<String, String> big5 =
        Map.of(
            "column-0", "number", "column-1", "carrier", "column-2", "label", "encoding", "Big5");
    manager.post(at, big5);
    assertThat(manager.get(at).text()).doesNotContain(label);
    Map<String, String> back = new HashMap<>(big5);
    back.put("encoding", encoding);
    manager.post(at, back);
    assertThat(count(imported(at), "Added")).isEqualTo("1");
    assertThat(lines().stream().map(Line::label)).containsExactly(label);
  }

  @Test
  void datesThatTwoOrdersFitAreAskedForOnceForTheFile() {
    String at = upload("number,carrier,valid_until\n2125550101,mint,12/04/2026\n");
    Page asked = manager.get(at);
    assertThat(asked.text())
        .contains("The dates in this file can be read in more than one way")
        .contains("month first: 12/04/2026 is")
        .contains("day first: 12/04/2026 is")
        .doesNotContain(at + "/run\"");
    assertThat(manager.post(at + "/run", Map.of()).status()).isEqualTo(400);
    Map<String, String> columns =
        Map.of("column-0", "number", "column-1", "carrier", "column-2", "valid_until");
    manager.post(at, columns);
    assertThat(manager.get(at).text()).doesNotContain(at + "/run\"");
    Map<String, String> chosen = new HashMap<>(columns);
    chosen.put("dates", "dmy");
    manager.post(at, chosen);
    assertThat(count(imported(at), "Added")).isEqualTo("1");
    assertThat(lines().getFirst().facts().validUntil()).isEqualTo(LocalDate.of(2026, 4, 12));
  }

  @Test
  void aWorkbookIsReadAndItsOtherSheetIsChosen() {
    byte[] book =
        new WorkbookFile()
            .sheet("Notas", "visible", WorkbookFile.row(1, "nada"))
            .sheet(
                "Líneas",
                "visible",
                WorkbookFile.row(1, "número", "operador", "vence")
                    + "<row r='2'><c r='A2'><v>2125550100</v></c>"
                    + "<c r='B2' t='inlineStr'><is><t>Lyca</t></is></c>"
                    + "<c r='C2' s='1'><v>46380</v></c></row>")
            .bytes();
    String at = manager.postFile("/lines/import", "lines.xlsx", book).location();
    assertThat(manager.get(at).text()).contains("Líneas").contains("Notas");
    assertThat(manager.post(at, Map.of("column-0", "", "sheet", "9")).status()).isEqualTo(400);
    manager.post(at, Map.of("column-0", "", "sheet", "1"));
    assertThat(manager.get(at).text()).contains("2026-12-24").contains(at + "/run\"");
    assertThat(count(imported(at), "Added")).isEqualTo("1");
    Line line = lines().getFirst();
    assertThat(line.carrier()).isEqualTo("lycamobile");
    assertThat(line.facts().validUntil()).isEqualTo(LocalDate.of(2026, 12, 24));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "%PDF-1.7|This is a PDF",
        "<html><table>|This is a web page",
        "PK\u0003\u0004 no zip|archive",
      })
  void aFileOfAnotherKindIsSaidToBeSoWhateverItsName(String begins, String said)
      throws IOException {
    int before = files().size();
    Page refused =
        manager.postFile(
            "/lines/import", "lines.xlsx", begins.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text()).contains(said);
    assertThat(files()).hasSize(before);
  }

  @Test
  void onlyWhoMayImportMayBringAFileAndOnlyThere() throws IOException {
    int before = files().size();
    byte[] file = "number,carrier\n2125550100,mint\n".getBytes(StandardCharsets.UTF_8);
    Browser viewer = server.member(account.id(), Role.VIEWER);
    assertThat(viewer.postFile("/lines/import", "a.csv", file).status()).isEqualTo(403);
    // It isn't even read: else it would be found too large.
    assertThat(viewer.postFile("/lines/import", "a.csv", new byte[34 * 1024 * 1024]).status())
        .isEqualTo(403);
    assertThat(server.browser().postFile("/lines/import", "a.csv", file).status()).isEqualTo(403);
    assertThat(manager.postFile("/lines/search", "a.csv", file).status()).isEqualTo(415);
    assertThat(files()).hasSize(before);
    manager.forgesTokens = true;
    assertThat(manager.postFile("/lines/import", "a.csv", file).status()).isEqualTo(403);
    assertThat(files()).hasSize(before);
  }

  /** The process died while it imported: the file is there, and the import begins again. */
  @Test
  void anImportThatBrokeOffBeginsAgain() {
    server.get(FleetRunner.class).stop();
    StringBuilder file = new StringBuilder("number,carrier\n");
    for (int i = 100; i < 200; i++) {
      file.append("2125550").append(i).append(",mint\n");
    }
    String at = upload(file.toString());
    manager.post(at + "/run", Map.of());
    server.restart();
    assertThat(count(over(at), "Added")).isEqualTo("100");
  }

  @Test
  void aSheetsFormulasComeInAsTextAndGoOutHarmless() {
    String at = upload("number,carrier,label\n2125550100,mint,\"=1+1\"\n2125550101,mint,'=2+2\n");
    imported(at);
    assertThat(lines().stream().map(Line::label)).containsExactly("=1+1", "=2+2");
    assertThat(manager.get("/lines/export.csv").text()).contains(",'=1+1,").contains(",'=2+2,");
    assertThat(manager.get("/lines").text()).contains("=1+1");
  }
}
