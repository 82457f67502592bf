package dev.everline.line;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.everline.MutatedBytes;
import dev.everline.account.Accounts;
import dev.everline.fixture.TestCatalog;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.ProblemException;
import dev.everline.line.imports.ImportProgress;
import dev.everline.line.imports.ImportResult;
import dev.everline.line.imports.ImportSource;
import dev.everline.line.imports.LineImport;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Whatever bytes are given as a file of lines, on a real database: the file is refused with a
 * problem and nothing is kept, or each row is imported whole or rejected with its reason; and the
 * same file again changes nothing.
 */
class LineImportFuzzProperties {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final Path CORPUS = Path.of("src/test/resources/corpus/lines-csv");
  private static final List<String> COLUMNS =
      Arrays.stream(LineField.values()).map(LineField::key).toList();

  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final IdAllocator IDS = new IdAllocator(DATABASE.dataSource());

  private record Reject(long row, String column, String reason) {}

  private record Imported(ImportResult result, List<Reject> rejects) {}

  @AfterContainer
  static void close() {
    DATABASE.close();
  }

  @Property(tries = 150)
  void aMutatedFileIsRefusedOrEachOfItsRowsIsImportedOrRejected(@ForAll long seed)
      throws IOException {
    List<Path> corpus;
    try (Stream<Path> files = Files.list(CORPUS)) {
      corpus = files.sorted().toList();
    }
    Path original = corpus.get((int) Long.remainderUnsigned(seed, corpus.size()));
    importTwice(MutatedBytes.of(Files.readAllBytes(original), seed));
  }

  @Property(tries = 100)
  void randomBytesAreRefusedOrEachOfTheirRowsIsRejected(@ForAll @Size(max = 300) byte[] bytes) {
    importTwice(bytes);
  }

  @Property(tries = 100)
  void randomBytesAfterAGoodHeaderAndRowHarmNoOther(@ForAll @Size(max = 300) byte[] bytes) {
    byte[] good = "number,carrier,label\n2125550100,acme,first\n".getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(good, good.length + bytes.length);
    System.arraycopy(bytes, 0, all, good.length, bytes.length);
    Imported imported = importTwice(all).orElseThrow();
    assertThat(imported.result().added()).isPositive();
  }

  @Property(tries = 150)
  void eachRowOfAWellFormedFileIsImportedOrRejectedWhateverItsCellsHold(
      @ForAll @Size(min = 1, max = 12) List<@net.jqwik.api.From("cells") String> cells,
      @ForAll long seed)
      throws IOException {
    StringWriter text = new StringWriter();
    int rows = 8;
    int blank = 0;
    try (CsvWriter csv = CsvWriter.builder().build(text)) {
      csv.writeRecord(COLUMNS);
      for (int row = 0; row < rows; row++) {
        List<String> written = row(row, cells, new Random(seed + row));
        csv.writeRecord(written);
        blank += written.stream().allMatch(String::isBlank) ? 1 : 0;
      }
    }
    Imported imported = importTwice(text.toString().getBytes(StandardCharsets.UTF_8)).orElseThrow();
    assertThat(imported.result().rows()).isEqualTo(rows - blank);
    assertThat(imported.result().stopped()).isNull();
  }

  /** A row that could be taken, but for a few cells. */
  private static List<String> row(int number, List<String> cells, Random random) {
    List<String> row = new ArrayList<>();
    for (LineField field : LineField.values()) {
      boolean strange = random.nextInt(12) == 0;
      String usual =
          switch (field) {
            case NUMBER -> "212555010" + number;
            case CARRIER -> "acme";
            default -> "";
          };
      row.add(strange ? cells.get(random.nextInt(cells.size())) : usual);
    }
    return row;
  }

  @Provide
  Arbitrary<String> cells() {
    Arbitrary<String> known =
        Arbitraries.of(
            "acme",
            "acme-30",
            "8901260123456789012",
            "2026-12-24",
            "9999-12-31",
            "-1",
            "0",
            "31",
            "1e9",
            "92233720368547758.08",
            "USD",
            "BHD",
            "yes",
            "a;b",
            "a;a;",
            "NY",
            "2026-11-10T09:00:00Z",
            "\u0000",
            "\uD83D",
            "=1+1",
            "\u202E",
            "\"");
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(2, known),
        net.jqwik.api.Tuple.of(1, Arbitraries.strings().ofMaxLength(60)),
        net.jqwik.api.Tuple.of(1, Arbitraries.strings().ascii().ofMaxLength(200)),
        net.jqwik.api.Tuple.of(1, Arbitraries.strings().numeric().ofMaxLength(40)));
  }

  /** What came of it, or nothing when the file was refused. */
  private static Optional<Imported> importTwice(byte[] file) {
    AccountId account =
        new Accounts(DATABASE.dataSource(), DATABASE.seal(), IDS, CLOCK)
            .open("F", "UTC", null)
            .id();
    LineStore store = new LineStore(DATABASE.dataSource(), DATABASE.seal());
    Imported first;
    try {
      first = imported(account, file);
    } catch (ProblemException refused) {
      assertThat(refused.getMessage()).isNotBlank();
      assertThat(store.count(account)).isZero();
      return Optional.empty();
    }
    ImportResult result = first.result();
    int broken = result.stopped() == null ? 0 : 1;
    assertThat(result.added() + result.rejected()).isEqualTo(result.rows() + broken);
    assertThat(result.changed() + result.unchanged()).isZero();
    assertThat(first.rejects().stream().map(Reject::row).distinct())
        .hasSize(Math.toIntExact(result.rejected()));
    assertThat(first.rejects())
        .allSatisfy(
            reject -> {
              assertThat(reject.row()).isGreaterThan(1);
              assertThat(reject.reason()).isNotBlank();
              assertThat(reject.reason().chars().noneMatch(Character::isISOControl)).isTrue();
            });
    assertKeptWhole(account, store, result.added());
    Imported again = imported(account, file);
    assertThat(again.result())
        .isEqualTo(
            new ImportResult(
                result.rows(),
                0,
                0,
                result.added(),
                result.rejected(),
                result.remarks(),
                result.stopped(),
                result.stoppedAfter()));
    assertThat(again.rejects()).isEqualTo(first.rejects());
    return Optional.of(first);
  }

  private static void assertKeptWhole(AccountId account, LineStore store, long added) {
    assertThat(store.count(account)).isEqualTo(added);
    LineId after = null;
    long read = 0;
    do {
      LinePage page = store.list(account, LineFilter.ALL, after, LineStore.LARGEST_PAGE);
      for (Line line : page.lines()) {
        read++;
        assertThat(Msisdn.parse("+" + line.msisdn())).isEqualTo(line.msisdn());
        assertThat(line.carrier()).isIn("acme", "bolt");
        assertThat(line.nextWakeAt() != null || line.isPaused()).isTrue();
        SimHistory sims = new SimHistory(DATABASE.dataSource(), DATABASE.seal());
        assertThat(sims.of(line.id())).hasSize(line.iccid() == null ? 0 : 1);
      }
      after = page.next();
    } while (after != null);
    assertThat(read).isEqualTo(added);
  }

  private static Imported imported(AccountId account, byte[] file) {
    List<Reject> rejects = new ArrayList<>();
    ImportResult result =
        new LineImport(DATABASE.dataSource(), DATABASE.seal(), IDS, TestCatalog.get(), CLOCK)
            .run(
                account,
                ImportSource.of(new ByteArrayInputStream(file), NOW),
                false,
                (row, column, reason) -> rejects.add(new Reject(row, column, reason.english())),
                ImportProgress.NONE);
    return new Imported(result, List.copyOf(rejects));
  }
}
