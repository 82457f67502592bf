package dev.everline.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.catalog.Catalog;
import dev.everline.catalog.CatalogLoader;
import dev.everline.kernel.Money;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A state is given by its letters or by its name. */
class StateByNameTest {

  private static final Catalog CATALOG = CatalogLoader.builtIn().load();

  @ParameterizedTest
  @CsvSource({"California, CA", "new york, NY", "TEXAS, TX", "tx, TX", "PR, PR"})
  void itsLettersAreStored(String given, String letters) {
    LineDraft draft =
        new LineReader(CATALOG, Instant.parse("2026-11-29T12:00:00Z"))
            .read(Map.of(LineField.STATE, given), Money.USD);
    assertThat(draft.subscription().state()).isEqualTo(letters);
  }
}
