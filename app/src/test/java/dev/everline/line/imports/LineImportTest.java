package dev.everline.line.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.everline.account.Accounts;
import dev.everline.fixture.TestCatalog;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.MicrosecondClock;
import dev.everline.kernel.Money;
import dev.everline.line.FactSource;
import dev.everline.line.IfNotRenewed;
import dev.everline.line.Line;
import dev.everline.line.LineFacts;
import dev.everline.line.LineService;
import dev.everline.line.LineStore;
import dev.everline.line.SimHistory;
import dev.everline.line.renewer.RenewedBy;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines from a file. */
class LineImportTest {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final Instant WRITTEN = Instant.parse("2026-11-20T12:00:00Z");

  private static TestDatabase database;

  private final List<String> rejects = new ArrayList<>();
  private IdAllocator ids;
  private LineStore store;
  private SimHistory sims;
  private LineService service;
  private AccountId account;

  @BeforeAll
  static void open() {
    database = TestDatabase.create();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @BeforeEach
  void anAccount() {
    ids = new IdAllocator(database.dataSource());
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    store = new LineStore(database.dataSource(), database.seal());
    sims = new SimHistory(database.dataSource(), database.seal());
    service =
        new LineService(database.dataSource(), database.seal(), ids, TestCatalog.get(), clock);
    account =
        new Accounts(database.dataSource(), database.seal(), ids, clock)
            .open("Fleet", "UTC", null)
            .id();
  }

  private ImportResult imported(byte[] file, Instant written) {
    rejects.clear();
    LineImport lines =
        new LineImport(
            database.dataSource(),
            database.seal(),
            ids,
            TestCatalog.get(),
            Clock.fixed(NOW, ZoneOffset.UTC));
    return lines.run(
        account,
        ImportSource.of(new ByteArrayInputStream(file), written),
        false,
        (row, column, reason) -> rejects.add(row + "|" + column + "|" + reason),
        ImportProgress.NONE);
  }

  private ImportResult imported(String file) {
    return imported(file.getBytes(StandardCharsets.UTF_8), WRITTEN);
  }

  private Line line(String msisdn) {
    return store.find(account, msisdn).orElseThrow();
  }

  private static ImportResult result(
      long rows, long added, long changed, long unchanged, long rejected) {
    return new ImportResult(
        rows, added, changed, unchanged, rejected, ImportResult.Remarks.NONE, null, 0);
  }

  /** The portal's own words, and what people call the columns. */
  @Test
  void whoRenewsAndTheStateAreTakenInPeoplesWords() {
    ImportResult result =
        imported(
            """
            手机号,运营商,谁续费,所在州,Etiqueta
            (212) 555-0100,acme,我自己,TX,a
            (212) 555-0101,acme,自动付款,tx,b
            (212) 555-0102,acme,Pago automático,,c
            (212) 555-0103,acme,yo,,d
            """);
    assertThat(result.added()).as(rejects.toString()).isEqualTo(4);
    assertThat(line("12125550100").state()).isEqualTo("TX");
    assertThat(line("12125550100").renewer().by()).isEqualTo(RenewedBy.OWNER);
    assertThat(line("12125550101").renewer().by()).isEqualTo(RenewedBy.CARRIER);
    assertThat(line("12125550102").renewer().by()).isEqualTo(RenewedBy.CARRIER);
    assertThat(line("12125550103").renewer().by()).isEqualTo(RenewedBy.OWNER);
  }

  @Test
  void whatIsTakenAndDoubtfulIsToldOnceForTheFile() {
    ImportResult result =
        imported(
            """
            number,carrier,iccid
            +86 138 0013 8000,acme,
            (212) 555-0100,acme,89148000001234560035
            (212) 555-0101,acme,89148000000000000001
            """);
    assertThat(result.added()).isEqualTo(3);
    assertThat(result.remarks().abroad()).isEqualTo(1);
    assertThat(result.remarks().firstAbroad()).isEqualTo(2);
    assertThat(result.remarks().doubtfulSims()).isEqualTo(1);
    assertThat(result.remarks().firstDoubtfulSim()).isEqualTo(3);
    assertThat(result.remarks().asShown()).isZero();
  }

  @Test
  void eachRowBecomesALineWithItsFactsAndTheirSource() {
    assertThat(
            imported(
                """
                number,iccid,label,carrier,plan,valid_until,balance,currency,balance_expires_on,\
                anchor_day,last_payment_on,last_activity_on,auto_renew,price_ceiling,\
                if_not_renewed,brand_confirmed,state,tags,paused,as_of
                (212) 555-0100,8901260123456789012F,"Ana, ""work""\",acme,acme-30,2026-11-30,12.5,\
                USD,2027-01-01,31,2026-11-01,2026-11-02,yes,30,keep number,yes,NY,a;b,no,2026-11-10
                """))
        .isEqualTo(result(1, 1, 0, 0, 0));
    Line line = line("12125550100");
    assertThat(line.label()).isEqualTo("Ana, \"work\"");
    assertThat(line.iccid()).isEqualTo("8901260123456789012");
    assertThat(line.tags()).containsExactly("a", "b");
    assertThat(line.facts())
        .isEqualTo(
            new LineFacts(
                LocalDate.of(2026, 11, 30),
                Money.usd(12_50),
                LocalDate.of(2027, 1, 1),
                31,
                LocalDate.of(2026, 11, 1),
                LocalDate.of(2026, 11, 2)));
    FactSource source = new FactSource("file", Instant.parse("2026-11-10T00:00:00Z"));
    assertThat(line.validityFrom()).isEqualTo(source);
    assertThat(line.balanceFrom()).isEqualTo(source);
    assertThat(line.planFrom()).isEqualTo(source);
    assertThat(line.brandConfirmedAt()).isEqualTo(NOW);
    assertThat(line.renewedBy()).isEqualTo(RenewedBy.EVERLINE);
    assertThat(line.ifNotRenewed()).isEqualTo(IfNotRenewed.KEEP_NUMBER);
    assertThat(line.nextWakeAt()).isEqualTo(NOW);
  }

  @Test
  void whatIsDoneIfALineIsNotRenewedIsSaidInAFileAndKeptWhereItSaysNothing() {
    imported("number,carrier,if_not_renewed\n2125550100,acme,KEEP-NUMBER\n");
    assertThat(imported("number,carrier,if_not_renewed\n2125550100,acme,\n"))
        .isEqualTo(result(1, 0, 0, 1, 0));
    assertThat(line("12125550100").ifNotRenewed()).isEqualTo(IfNotRenewed.KEEP_NUMBER);
    assertThat(imported("number,carrier,if_not_renewed\n2125550100,acme,tell\n"))
        .isEqualTo(result(1, 0, 1, 0, 0));
    assertThat(line("12125550100").ifNotRenewed()).isEqualTo(IfNotRenewed.TELL);
  }

  @Test
  void labelsAndSimsOfKnownLinesAreComparedAndReplacedThoughTheyAreSealed() {
    String before = "number,carrier,label,iccid\n2125550100,acme,Ana,8901260123456789012\n";
    String after = "number,carrier,label,iccid\n2125550100,acme,Eva,8901260123456789020\n";
    imported(before);
    assertThat(imported(before)).isEqualTo(result(1, 0, 0, 1, 0));
    assertThat(imported(after)).isEqualTo(result(1, 0, 1, 0, 0));
    Line line = line("12125550100");
    assertThat(line.label()).isEqualTo("Eva");
    assertThat(line.iccid()).isEqualTo("8901260123456789020");
    assertThat(sims.of(line.id()))
        .extracting(SimHistory.Use::iccid)
        .containsExactly("8901260123456789020", "8901260123456789012");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
  void theByteOrderMarkTellsTheEncoding(String encoding) {
    String file = "\uFEFFnumber,carrier,label\r\n2125550100,acme,奶奶 👵 مرحبا\r\n";
    assertThat(imported(file.getBytes(Charset.forName(encoding)), WRITTEN).added()).isEqualTo(1);
    assertThat(line("12125550100").label()).isEqualTo("奶奶 👵 مرحبا");
  }

  @Test
  void linesEndAsTheyLikeAndEmptyOnesAreSkippedAndCounted() {
    ImportResult result =
        imported("Number,Carrier\r\n2125550100,acme\n\r\n2125550101,acme\r2125550102,acme");
    assertThat(result.added()).isEqualTo(3);
    assertThat(result.rows()).isEqualTo(3);
    assertThat(result.remarks().blank()).isEqualTo(1);
  }

  @Test
  void theSameFileAgainChangesNothing() {
    String file =
        """
        number,carrier,plan,valid_until,iccid,tags,paused
        2125550100,acme,acme-30,2026-12-01,8901260123456789012,a;b,yes
        2125550101,bolt,,,,,
        """;
    assertThat(imported(file)).isEqualTo(result(2, 2, 0, 0, 0));
    Line before = line("12125550100");
    assertThat(imported(file)).isEqualTo(result(2, 0, 0, 2, 0));
    assertThat(line("12125550100")).isEqualTo(before);
  }

  @Test
  void afterAnImportThatBrokeOffTheFileIsImportedAgainWithoutDoubles() {
    StringBuilder file = new StringBuilder("number,carrier\n");
    for (int i = 0; i < 12_000; i++) {
      file.append("+1")
          .append(200 + i / 100)
          .append("55501")
          .append(digits(i % 100))
          .append(",acme\n");
    }
    byte[] all = file.toString().getBytes(StandardCharsets.UTF_8);
    LineImport lines =
        new LineImport(
            database.dataSource(),
            database.seal(),
            ids,
            TestCatalog.get(),
            Clock.fixed(NOW, ZoneOffset.UTC));
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(
            () ->
                lines.run(
                    account,
                    ImportSource.of(new BreakingOff(all, all.length * 3 / 4), WRITTEN),
                    false,
                    (row, column, reason) -> {},
                    ImportProgress.NONE));
    long kept = store.count(account);
    assertThat(kept).isBetween(1L, 11_999L);
    ImportResult again = imported(all, WRITTEN);
    assertThat(again).isEqualTo(result(12_000, 12_000 - kept, 0, kept, 0));
    assertThat(store.count(account)).isEqualTo(12_000);
  }

  @Test
  void aBadRowIsRejectedWithItsPlaceAndHarmsNoOther() {
    ImportResult result =
        imported(
            """
            number,carrier,plan,valid_until,balance,label
            2125550100,acme,,,,first
            12,acme,,,,
            2125550101,nobody,,,,
            2125550102,acme,bolt-30,,,
            2125550103,acme,,2026-02-29,,
            2125550104,acme,,,-3,
            2125550105,,,,,
            2125550106,acme,,,
            2125550107,acme,,,,a,b
            2125550108,acme,,9999-12-31,,
            2125550109,acme,,,,last
            """);
    assertThat(result).isEqualTo(result(11, 2, 0, 0, 9));
    assertThat(rejects)
        .satisfiesExactly(
            reject -> assertThat(reject).startsWith("3|number|is not a telephone number"),
            reject -> assertThat(reject).startsWith("4|carrier|is not in the catalog"),
            reject -> assertThat(reject).startsWith("5|plan|is a plan of 'bolt', not of 'acme'"),
            reject -> assertThat(reject).startsWith("6|valid_until|is not a date"),
            reject -> assertThat(reject).startsWith("7|balance|is negative"),
            reject -> assertThat(reject).startsWith("8|carrier|is empty"),
            reject -> assertThat(reject).startsWith("9||has 5 cells, but the header names 6"),
            reject -> assertThat(reject).startsWith("10||has 7 cells, but the header names 6"),
            reject -> assertThat(reject).startsWith("11|valid_until|is not between"));
    assertThat(line("12125550109").label()).isEqualTo("last");
  }

  @Test
  void strangeTextIsKeptOrRejectedButNeverBreaksTheImport() {
    String big = "x".repeat(1 << 20);
    ImportResult result =
        imported(
            "number,carrier,label\n"
                + "2125550100,acme,nul\0nul\n"
                + "2125550101,acme,👩‍👩‍👧‍👦\n"
                + "2125550102,acme,\u202Eأهلا\n"
                + ("2125550103,acme," + big + "\n")
                + "2125550104,acme,\"two\nlines\"\n"
                + "2125550105,acme,back\\slash \\N tab\\t\n"
                + "2125550106,acme,'; DROP TABLE line; --\n");
    assertThat(result).isEqualTo(result(7, 4, 0, 0, 3));
    assertThat(rejects)
        .satisfiesExactly(
            reject -> assertThat(reject).startsWith("2|label|contains a control character"),
            reject -> assertThat(reject).startsWith("5|label|has 1048576 characters"),
            reject -> assertThat(reject).startsWith("6|label|contains a control character"));
    assertThat(line("12125550101").label()).isEqualTo("👩‍👩‍👧‍👦");
    assertThat(line("12125550105").label()).isEqualTo("back\\slash \\N tab\\t");
  }

  @Test
  void bytesThatAreNoUtf8AreRejectedWhereTheyStand() {
    byte[] file =
        "number,carrier,label\n2125550100,acme,caf\u00e9\n2125550101,acme,ok\n"
            .getBytes(StandardCharsets.ISO_8859_1);
    assertThat(imported(file, WRITTEN)).isEqualTo(result(2, 1, 0, 0, 1));
    assertThat(rejects).singleElement().asString().contains("save the file as UTF-8");
  }

  @Test
  void allThatIsWrongWithARowIsToldAtOnce() {
    imported(
        """
        number,carrier,plan,valid_until,balance,currency,state,anchor_day,renewed_by
        12,nobody,nothing,soon,1.234,USD,Texarkana,32,grandma
        2125550104,acme,,2026-12-24,,,,15,
        ,acme,bolt-30,,,,,,
        """);
    assertThat(rejects)
        .extracting(reject -> reject.substring(0, reject.indexOf('|', 3)))
        .containsExactly(
            "2|number",
            "2|carrier",
            "2|plan",
            "2|valid_until",
            "2|balance",
            "2|anchor_day",
            "2|renewed_by",
            "2|state",
            "3|anchor_day",
            "4|number",
            "4|plan");
  }

  @Test
  void anAnchorDayThatTheLinesEndCantFallOnIsRejectedAsInForms() {
    imported("number,carrier,valid_until\n2125550100,acme,2026-12-24\n");
    assertThat(imported("number,carrier,anchor_day\n2125550100,acme,15\n").rejected()).isEqualTo(1);
    assertThat(rejects).singleElement().asString().startsWith("2|anchor_day|doesn't fit");
    assertThat(line("12125550100").facts().anchorDay()).isZero();
    assertThat(imported("number,carrier,anchor_day\n2125550100,acme,24\n").changed()).isEqualTo(1);
    assertThat(line("12125550100").facts().anchorDay()).isEqualTo(24);
  }

  @Test
  void aRejectsFileHoldsTheRowsInTheirFormAndComesBackAsItIs(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("rejects.csv");
    ImportForm form =
        ImportForm.text(
            dev.everline.line.sheet.FileEncoding.given("GB18030"),
            ImportMapping.Separator.SEMICOLON);
    try (RejectsFile out = new RejectsFile(file)) {
      out.begin(List.of("number", "label", "reject_row", "What is wrong"), form);
      out.reject(
          3,
          List.of("12", "\u9ed8\u9ed8", "9", "old"),
          List.of(
              new ImportRejects.Fault(
                  "number", ImportReject.of(ImportReject.Code.NOT_A_NUMBER, "is wrong"))));
    }
    assertThat(Files.readString(file, java.nio.charset.Charset.forName("GB18030")))
        .isEqualToNormalizingNewlines(
            """
            number;label;reject_row;reject_columns;reject_reasons;reject_codes
            12;\u9ed8\u9ed8;3;number;number is wrong;NOT_A_NUMBER
            """);
    assertThat(
            imported(
                    """
                    number,carrier,reject_row,reject_columns,reject_reasons,reject_codes
                    2125550107,acme,3,number,is wrong,NOT_A_NUMBER
                    """)
                .added())
        .isEqualTo(1);
    try (RejectsFile _ = new RejectsFile(file)) {
      assertThat(file).doesNotExist();
    }
  }

  @Test
  void aNumberTwiceInAFileIsTakenOnceAndRejectedOnce() {
    ImportResult result =
        imported("number,carrier\n2125550100,acme\n+1 (212) 555-0100,bolt\n\n,\n");
    assertThat(result.added()).isEqualTo(1);
    assertThat(result.rejected()).isEqualTo(1);
    assertThat(result.remarks().twice()).isEqualTo(1);
    assertThat(result.remarks().blank()).isEqualTo(2);
    assertThat(rejects).singleElement().asString().startsWith("3|number|is already in row 2");
    assertThat(line("12125550100").carrier()).isEqualTo("acme");
  }

  @Test
  void aQuoteThatIsNeverClosedEndsTheImportWithItsPlace() {
    ImportResult result =
        imported(
            "number,carrier,label\n2125550100,acme,a\n2125550101,acme,\"b\n2125550102,acme,c\n");
    assertThat(result.added()).isEqualTo(1);
    assertThat(result.rejected()).isEqualTo(1);
    assertThat(result.stopped()).contains("after row 2").contains("quotation mark");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "number\n2125550100\n",
        "carrier\nacme\n",
        "number,carrier,price_cieling\n2125550100,acme,3\n",
        "number,carrier,number\n2125550100,acme,2125550101\n",
        "2125550100,acme\n",
        "\"number\n",
        "n\0u\0m\0"
      })
  void aHeaderThatCannotBeUsedRefusesTheWholeFile(String file) {
    assertThatExceptionOfType(InvalidValue.class).isThrownBy(() -> imported(file));
    assertThat(store.count(account)).isZero();
  }

  @Test
  void anEmptyCellErasesNothing() {
    imported("number,carrier,label,valid_until\n2125550100,acme,mine,2026-12-01\n");
    assertThat(
            imported(
                "number,carrier,label,valid_until,tags\n2125550100,acme,,,new\n"
                    .getBytes(StandardCharsets.UTF_8),
                NOW))
        .isEqualTo(result(1, 0, 1, 0, 0));
    assertThat(line("12125550100").label()).isEqualTo("mine");
    assertThat(line("12125550100").facts().validUntil()).isEqualTo("2026-12-01");
    assertThat(line("12125550100").tags()).containsExactly("new");
  }

  @Test
  void aYoungerFileChangesFactsAndAnOlderOneDoesNot() {
    imported("number,carrier,valid_until\n2125550100,acme,2026-12-01\n");
    byte[] corrected =
        "number,carrier,valid_until\n2125550100,acme,2026-11-30\n".getBytes(StandardCharsets.UTF_8);
    assertThat(imported(corrected, WRITTEN.minusSeconds(1))).isEqualTo(result(1, 0, 0, 1, 0));
    assertThat(imported(corrected, WRITTEN.plusSeconds(1))).isEqualTo(result(1, 0, 1, 0, 0));
    assertThat(line("12125550100").facts().validUntil()).isEqualTo("2026-11-30");
    assertThat(line("12125550100").validityFrom())
        .isEqualTo(new FactSource("file", WRITTEN.plusSeconds(1)));
  }

  @Test
  void aFileNeverMovesAValidityBackToBeforeARenewal() {
    String file = "number,carrier,valid_until\n2125550100,acme,2026-12-01\n";
    imported(file);
    database.execute(
        "UPDATE line SET valid_until = '2026-12-31', validity_source = 'carrier',"
            + " validity_as_of = '2026-11-21T00:00:00Z' WHERE id = "
            + line("12125550100").id().value());
    assertThat(imported(file.getBytes(StandardCharsets.UTF_8), NOW))
        .isEqualTo(result(1, 0, 0, 1, 0));
    assertThat(
            imported("number,carrier,valid_until,as_of\n2125550100,acme,2026-12-30,2026-11-23\n"))
        .isEqualTo(result(1, 0, 1, 0, 0));
    assertThat(line("12125550100").facts().validUntil()).isEqualTo("2026-12-30");
  }

  @Test
  void anotherCarrierInTheFileTakesBackConfirmationAndPlan() {
    imported("number,carrier,plan,brand_confirmed\n2125550100,acme,acme-30,yes\n");
    assertThat(imported("number,carrier\n2125550100,bolt\n")).isEqualTo(result(1, 0, 1, 0, 0));
    assertThat(line("12125550100").brandConfirmedAt()).isNull();
    assertThat(line("12125550100").plan()).isNull();
  }

  @Test
  void anotherSimInTheFileIsKeptInTheHistory() {
    imported("number,carrier,iccid\n2125550100,acme,8901260123456789012\n");
    imported("number,carrier,iccid\n2125550100,acme,8901260123456789020\n");
    assertThat(sims.of(line("12125550100").id()))
        .extracting(SimHistory.Use::iccid)
        .contains("8901260123456789020", "8901260123456789012");
  }

  @Test
  void aRemovedLineIsNotBroughtBackByAFile() {
    imported("number,carrier\n2125550100,acme\n");
    service.remove(line("12125550100").id());
    assertThat(imported("number,carrier\n2125550100,acme\n2125550101,acme\n"))
        .isEqualTo(result(2, 1, 0, 0, 1));
    assertThat(rejects).singleElement().asString().startsWith("2|number|is of a line that was");
  }

  @Test
  void progressCountsRowsAndBytes() {
    List<Long> seen = new ArrayList<>();
    byte[] file = "number,carrier\n2125550100,acme\n".getBytes(StandardCharsets.UTF_8);
    new LineImport(
            database.dataSource(),
            database.seal(),
            ids,
            TestCatalog.get(),
            MicrosecondClock.system())
        .run(
            account,
            ImportSource.of(new ByteArrayInputStream(file), WRITTEN),
            false,
            (row, column, reason) -> {},
            (rows, bytesRead, bytes) -> seen.addAll(List.of(rows, bytesRead, bytes)));
    assertThat(seen).containsExactly(1L, (long) file.length, -1L);
  }

  @Test
  void rejectsAreWrittenToAFileThatAnEarlierOneCannotBeTakenFor(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("lines.rejects.csv");
    Files.writeString(file, "row,column,reason,code\n3,label,old,TOO_LONG\n");
    try (RejectsFile none = new RejectsFile(file)) {
      assertThat(file).doesNotExist();
      none.reject(7, "label", ImportReject.of(ImportReject.Code.TOO_LONG, "is, \"odd\"", 100));
    }
    assertThat(file)
        .hasContent(
            "\ufeffreject_row,reject_columns,reject_reasons,reject_codes\n"
                + "7,label,\"label is, \"\"odd\"\"\",TOO_LONG");
  }

  @Test
  void aReasonWithoutAWordIsToldAllTheSame() {
    InvalidValue odd = InvalidValue.withoutValue("label", "is odd", "give an even one");
    String english = "is odd; give an even one";
    assertThat(ImportReject.of(odd))
        .isEqualTo(ImportReject.of(ImportReject.Code.OTHER, english, english));
    assertThat(ImportReject.of(odd.as("TOO_LONG", 7)))
        .isEqualTo(ImportReject.of(ImportReject.Code.TOO_LONG, english, 7));
  }

  static Stream<Path> corpus() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/corpus/lines-csv"))) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void everyFileOfTheCorpusIsImportedOrRefusedAndNothingElse(Path file) throws IOException {
    importOrRefuse(Files.readAllBytes(file));
  }

  private void importOrRefuse(byte[] file) {
    try {
      ImportResult result = imported(file, WRITTEN);
      assertThat(result.added() + result.changed() + result.unchanged() + result.rejected())
          .isEqualTo(result.rows() + (result.stopped() == null ? 0 : 1));
    } catch (InvalidValue refused) {
      assertThat(store.count(account)).isZero();
    }
  }

  private static String digits(int number) {
    return number < 10 ? "0" + number : Integer.toString(number);
  }

  /** A source that fails after so many bytes. */
  private static final class BreakingOff extends ByteArrayInputStream {

    private final int end;

    BreakingOff(byte[] bytes, int end) {
      super(bytes);
      this.end = end;
    }

    @Override
    public synchronized int read(byte[] buffer, int offset, int length) {
      if (pos >= end) {
        throw new UncheckedIOException(new IOException("the disk was taken away"));
      }
      return super.read(buffer, offset, Math.min(length, end - pos));
    }
  }

  @Test
  void aFileOfNothingButRejectsLeavesAShortListOfRejectsAndItsCount(@TempDir Path folder)
      throws IOException {
    int rows = 60_000;
    byte[] file =
        ("number,carrier\n" + ",acme\n".repeat(rows - 5_000) + "x\n".repeat(5_000))
            .getBytes(StandardCharsets.UTF_8);
    Path list = folder.resolve("rejects.csv");
    ImportResult result;
    try (RejectsFile out = new RejectsFile(list)) {
      result =
          new LineImport(
                  database.dataSource(),
                  database.seal(),
                  ids,
                  TestCatalog.get(),
                  Clock.fixed(NOW, ZoneOffset.UTC))
              .run(
                  account,
                  ImportSource.of(new ByteArrayInputStream(file), WRITTEN),
                  false,
                  out,
                  ImportProgress.NONE);
    }
    assertThat(result.rejected()).isEqualTo(rows);
    List<String> lines = Files.readAllLines(list);
    assertThat(lines).hasSize(1 + RejectsFile.MOST_LISTED + 2);
    assertThat(lines.subList(lines.size() - 2, lines.size()))
        .containsExactly(
            ",,,,and 45000 more that are not listed,EMPTY",
            ",,,,and 5000 more that are not listed,NUMBER_OF_CELLS");
  }

  @Test
  void aHeaderOfVeryManyOrVeryLongNamesIsRefusedAndNotRepeated() {
    for (String header : List.of("number,carrier" + ",x".repeat(99), "number," + "x".repeat(101))) {
      assertThatExceptionOfType(InvalidValue.class)
          .isThrownBy(() -> imported(header + "\n2125550100,acme\n"))
          .satisfies(refused -> assertThat(refused.getMessage()).hasSizeLessThan(200))
          .withMessageContaining("100");
    }
  }

  @Test
  void aRowOfVeryManyCellsHarmsNoRowBefore() {
    assertThat(imported("number,carrier\n2125550100,acme\n" + ",".repeat(100_000) + "\n").added())
        .isEqualTo(1);
  }

  @Test
  void aFileMakesNoLineAnotherOneWhileItIsBeingRenewed() {
    imported(
        """
        number,carrier,plan,label
        12125550150,acme,acme-30,One
        12125550151,acme,,Two
        12125550152,acme,acme-30,Three
        """);
    database.execute(
        "UPDATE line SET open_order_id = bucket::bigint << 53 | 9 WHERE account_id = "
            + account.value());

    assertThat(
            imported(
                """
                number,carrier,plan,label
                12125550150,bolt,,Moved
                12125550151,acme,acme-30,On a plan
                12125550152,acme,acme-30,Three more
                """))
        .isEqualTo(result(3, 0, 1, 0, 2));

    assertThat(rejects)
        .hasSize(2)
        .allSatisfy(reject -> assertThat(reject).contains("the line is being renewed"));
    assertThat(rejects.getFirst()).startsWith("2|carrier|");
    Line moved = line("12125550150");
    assertThat(moved.carrier()).isEqualTo("acme");
    assertThat(moved.label()).isEqualTo("One");
    assertThat(line("12125550151").plan()).isNull();
    assertThat(line("12125550152").label()).isEqualTo("Three more");
  }
}
