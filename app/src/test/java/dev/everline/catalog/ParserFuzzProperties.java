package dev.everline.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.everline.MutatedBytes;
import dev.everline.catalog.identify.Identification;
import dev.everline.catalog.identify.Identifier;
import dev.everline.catalog.label.LabelImport;
import dev.everline.kernel.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

/**
 * Feeds the parsers the corpus and what becomes of it when bytes are changed, removed, doubled and
 * strewn in. Whatever is given, a parser answers with findings, rejects or a problem; it never
 * fails otherwise, and what it accepted can be read again.
 */
class ParserFuzzProperties {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-24T12:00:00Z"), ZoneOffset.UTC);

  private Path folder = Path.of("");

  @BeforeTry
  void makeFolder() throws IOException {
    folder = Files.createTempDirectory("everline-fuzz");
  }

  @AfterTry
  void removeFolder() throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path directory, @org.jspecify.annotations.Nullable IOException failure)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Property(tries = 80)
  void anyCatalogFileGivesFindingsOrIsSound(@ForAll long seed) throws IOException {
    Path original = pick(corpus("catalog"), seed);
    Path name = corpusFolder("catalog").relativize(original);
    Path file = folder.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Files.write(file, MutatedBytes.of(Files.readAllBytes(original), seed));
    CatalogLoader loader = CatalogLoader.over(folder);
    List<Finding> findings = loader.check();
    if (findings.isEmpty()) {
      assertThat(loader.loadIdentifier(loader.load())).isNotNull();
    }
    for (Finding finding : findings) {
      assertThat(finding.reason()).isNotBlank();
      assertThat(finding.remedy()).isNotBlank();
      assertThat(finding.toString().chars().noneMatch(Character::isISOControl)).isTrue();
    }
  }

  @Property(tries = 40)
  void anyLabelFileIsRefusedOrImportedWholeAndTheSameAgain(@ForAll long seed) throws IOException {
    Path original = pick(corpus("labels"), seed);
    Path csv = folder.resolve("labels.csv");
    Files.write(csv, MutatedBytes.of(Files.readAllBytes(original), seed));
    importTwice(csv);
  }

  @Property(tries = 40)
  void anyWordsInALabelAreKeptAndReadBack(
      @ForAll("words") String name,
      @ForAll("words") String details,
      @ForAll("words") String introduction)
      throws IOException {
    Path csv = folder.resolve("labels.csv");
    try (CsvWriter writer = CsvWriter.builder().build(csv)) {
      writer.writeRecord(
          "unique_plan_identifier",
          "provider_name",
          "price_recurring",
          "service_plan_name",
          "price_details",
          "fee_introductory_description");
      writer.writeRecord(
          "M0005937974123ABC456DEF789", "Visible", "25.00", name, details, introduction);
    }
    importTwice(csv);
  }

  /** What a file may hold: all but control characters and halves of a character. */
  @Provide
  Arbitrary<String> words() {
    return Arbitraries.oneOf(
            Arbitraries.strings().ofMaxLength(80), Arbitraries.strings().ascii().ofMaxLength(80))
        .map(words -> words.replaceAll("[\\p{Cc}\\p{Cs}]", "~"));
  }

  private void importTwice(Path csv) throws IOException {
    Path into = folder.resolve("catalog");
    LabelImport.Result first;
    try {
      first = LabelImport.run(csv, into, null, CLOCK);
    } catch (ProblemException refused) {
      assertThat(into.resolve("labels.yaml")).doesNotExist();
      return;
    }
    Catalog catalog = CatalogLoader.over(into).load();
    assertThat(catalog.plans()).hasSize(131 + first.added());
    LabelImport.Result again = LabelImport.run(csv, into, null, CLOCK);
    assertThat(again.unchanged()).isEqualTo(first.added());
    assertThat(again.rejects()).isEqualTo(first.rejects());
  }

  @Example
  void everyIdentifierOfTheCorpusAndItsMutationsAreAnswered() throws IOException {
    Identifier identifier = CatalogLoader.builtIn().loadIdentifier(CatalogLoader.builtIn().load());
    for (Path original : corpus("identify")) {
      byte[] bytes = Files.readAllBytes(original);
      for (long seed = 0; seed < 200; seed++) {
        String text = new String(MutatedBytes.of(bytes, seed), StandardCharsets.UTF_8);
        Identification answer = identifier.identify(text);
        assertThat(answer.kind() == Identification.Kind.ICCID && answer.brand() != null).isFalse();
      }
    }
  }

  private static Path pick(List<Path> files, long seed) {
    return files.get((int) Long.remainderUnsigned(seed, files.size()));
  }

  private static List<Path> corpus(String parser) throws IOException {
    try (Stream<Path> files = Files.walk(corpusFolder(parser))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static Path corpusFolder(String parser) {
    try {
      return Path.of(
          java.util.Objects.requireNonNull(
                  ParserFuzzProperties.class.getResource("/corpus/" + parser))
              .toURI());
    } catch (URISyntaxException impossible) {
      throw new UncheckedIOException(new IOException(impossible));
    }
  }
}
