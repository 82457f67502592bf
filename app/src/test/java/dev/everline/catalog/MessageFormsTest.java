package dev.everline.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code messages.yaml}: how carriers' messages name their carrier and say things. */
class MessageFormsTest {

  private static final String PROVENANCE =
      """
          source: a page
          asOf: '2026'
          confidence: high
          verified: looked-up
      """;

  @TempDir Path folder;

  private List<String> check(String records) throws IOException {
    Files.writeString(
        folder.resolve("messages.yaml"), "schema: everline/messages/1\ncarriers:\n" + records);
    return CatalogLoader.over(folder).check().stream().map(Finding::toString).toList();
  }

  private static String record(String carrier, String fields) {
    return "  - carrier: " + carrier + "\n" + fields + PROVENANCE;
  }

  @Test
  void theBuiltInFileIsSoundAndEachShapeHasItsSource() {
    CatalogLoader loader = CatalogLoader.builtIn();
    List<MessageForms> forms = loader.loadMessageForms(loader.load());
    assertThat(forms).hasSizeGreaterThan(20);
    assertThat(forms)
        .flatExtracting(MessageForms::shapes)
        .isNotEmpty()
        .allMatch(shape -> !shape.provenance().source().isBlank());
    assertThat(forms)
        .flatExtracting(MessageForms::shapes)
        .filteredOn(shape -> !shape.provenance().lookedUp())
        .allMatch(shape -> shape.provenance().confidence() == Confidence.LOW);
  }

  @Test
  void anOwnFileReplacesTheBuiltInOne() throws IOException {
    assertThat(check(record("mint", "    names: [Minty]\n"))).isEmpty();
    CatalogLoader loader = CatalogLoader.over(folder);
    assertThat(loader.loadMessageForms(loader.load()))
        .extracting(MessageForms::names)
        .containsExactly(List.of("Minty"));
  }

  @Test
  void mistakesAreNamedWithTheirLine() throws IOException {
    assertThat(check(record("nobody", "")))
        .singleElement()
        .asString()
        .contains("messages.yaml:3", "'nobody' does not exist");
    assertThat(check(record("mint", "") + record("mint", "")))
        .singleElement()
        .asString()
        .contains("appears twice");
    assertThat(
            check(
                record("mint", "    names: [Fox]\n")
                    + record("tello", "    ordinaryNames: [fox]\n")))
        .singleElement()
        .asString()
        .contains("'fox' appears twice");
    String shape =
        "    shapes:\n      - words: day of doom\n        means: doom\n" + PROVENANCE.indent(4);
    assertThat(check(record("mint", shape)))
        .singleElement()
        .asString()
        .contains("means", "service-end");
  }
}
