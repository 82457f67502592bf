package dev.everline.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The list of libraries that lies beside the application says what is in its folder. */
class BillOfMaterialsTest {

  private static final Path SHIPPED = Path.of("../app/target/dist");

  @Test
  void itNamesEachLibraryThatIsShippedAndNoOther() throws IOException {
    Path bill = SHIPPED.resolve("everline.cdx.json");
    assumeThat(bill).as("made when the application is packaged").exists();

    JsonNode read = JsonMapper.builder().build().readTree(Files.readString(bill));
    assertThat(read.path("bomFormat").asString()).isEqualTo("CycloneDX");
    try (Stream<Path> libraries = Files.list(SHIPPED.resolve("lib"))) {
      assertThat(StreamSupport.stream(read.path("components").spliterator(), false))
          .extracting(one -> "%s-%s.jar".formatted(text(one, "name"), text(one, "version")))
          .containsExactlyInAnyOrderElementsOf(
              libraries.map(library -> library.getFileName().toString()).toList());
    }
  }

  private static String text(JsonNode component, String field) {
    return component.path(field).asString();
  }
}
