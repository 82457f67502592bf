package dev.everline.demo;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.everline.catalog.Basis;
import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.CatalogLoader;
import dev.everline.catalog.Plan;
import dev.everline.catalog.identify.Identification;
import dev.everline.catalog.identify.Identifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SampleLinesTest {

  private final List<NamedCsvRecord> rows =
      SampleLines.files().values().stream()
          .flatMap(file -> CsvReader.builder().ofNamedCsvRecord(file).stream())
          .toList();

  @Test
  void theFilesInTheRepositoryAreWhatIsMade() throws IOException {
    for (Map.Entry<String, String> file : SampleLines.files().entrySet()) {
      Path committed = Path.of("..", "samples", file.getKey());
      assertThat(Files.readString(committed, StandardCharsets.UTF_8))
          .as(
              "%s; regenerate them by running %s in the repository's folder",
              committed, SampleLines.class.getName())
          .isEqualTo(file.getValue());
    }
  }

  @Test
  void moreThanAThousandLinesAreOnMoreThanTwentyBrands() {
    assertThat(rows).hasSizeGreaterThan(1_000);
    assertThat(rows.stream().map(row -> row.getField("carrier")).collect(Collectors.toSet()))
        .hasSizeGreaterThan(20);
  }

  @Test
  void everyBasisOfValidityThatAPlanHasIsAmongThem() {
    Catalog catalog = CatalogLoader.builtIn().load();
    Set<Basis> there = EnumSet.noneOf(Basis.class);
    for (NamedCsvRecord row : rows) {
      Plan plan = catalog.plans().get(row.getField("plan"));
      if (plan != null) {
        there.add(catalog.lapseRule(plan.lapseRule()).basis());
      }
    }
    Set<Basis> known =
        catalog.plans().values().stream()
            // A number that is only stored, or is in an app, has no SIM and no sample.
            .filter(plan -> catalog.carrier(plan.carrier()).service().kind().isRenewable())
            .map(plan -> catalog.lapseRule(plan.lapseRule()).basis())
            .collect(Collectors.toSet());
    assertThat(there).isEqualTo(known);
  }

  @Test
  void numbersAreThoseReservedForFiction() {
    assertThat(rows)
        .extracting(row -> row.getField("number"))
        .allMatch(number -> number.matches("([2-9][0-9]{2}-)?555-01[0-9]{2}"));
  }

  @Test
  void aSimTellsTheHostOfItsBrandWhereTheBrandHasOne() {
    Catalog catalog = CatalogLoader.builtIn().load();
    Identifier identifier = CatalogLoader.builtIn().loadIdentifier(catalog);
    int told = 0;
    for (NamedCsvRecord row : rows) {
      String iccid = row.getField("iccid");
      boolean odd = row.getField("label").matches("Broken.*|Mistyped.*|NUL.*");
      if (iccid.isEmpty() || odd) {
        continue;
      }
      Identification sim = identifier.identify(iccid);
      assertThat(sim.valid()).as(iccid).isTrue();
      assertThat(sim.warnings()).as(iccid).noneMatch(warning -> warning.contains("check digit"));
      Carrier carrier = catalog.carrier(row.getField("carrier"));
      Set<String> networks = new HashSet<>(Set.of(carrier.network()));
      carrier.service().earlierNetworks().forEach(earlier -> networks.add(earlier.network()));
      if (!networks.contains("multi")) {
        assertThat(networks).as(iccid).contains(sim.network());
        told++;
      }
    }
    assertThat(told).isGreaterThan(1_000);
  }
}
