package dev.everline.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.everline.catalog.Catalog;
import dev.everline.catalog.CatalogLoader;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** People give the date that their carrier shows; what is kept is the last day of service. */
class EndAsShownTest {

  private static final Catalog CATALOG = CatalogLoader.builtIn().load();
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
  private static final FactSource FROM = new FactSource(FactSource.OWNER, NOW, null);

  private static @Nullable LocalDate lastDay(String carrier, Map<LineField, String> values) {
    return LineEdit.ofNew(new LineId(1), new AccountId(1), "12125550100", carrier, NOW)
        .apply(new LineReader(CATALOG, NOW).read(values, Money.USD), CATALOG, FROM)
        .changedAt(NOW)
        .facts()
        .validUntil();
  }

  @Test
  void redPocketsRenewalDateIsKeptAsTheDayBefore() {
    assertThat(lastDay("red-pocket", Map.of(LineField.VALID_UNTIL, "2026-12-18")))
        .isEqualTo("2026-12-17");
  }

  @Test
  void cricketsDueDateIsTheLastDayItself() {
    assertThat(lastDay("cricket", Map.of(LineField.VALID_UNTIL, "2026-12-18")))
        .isEqualTo("2026-12-18");
  }

  @Test
  void aLastDayIsKeptAsItIsWhateverTheCarrierShows() {
    assertThat(lastDay("red-pocket", Map.of(LineField.LAST_DAY, "2026-12-17")))
        .isEqualTo("2026-12-17");
  }

  @Test
  void twoEndsOfOneLineAreRefused() {
    assertThatExceptionOfType(InvalidValue.class)
        .isThrownBy(
            () ->
                lastDay(
                    "red-pocket",
                    Map.of(LineField.VALID_UNTIL, "2026-12-18", LineField.LAST_DAY, "2026-12-17")))
        .withMessageContaining("valid_until");
  }
}
