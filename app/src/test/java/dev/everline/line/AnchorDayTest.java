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
import org.junit.jupiter.api.Test;

/** An end that somebody gives, and the day of the month that the line keeps to. */
class AnchorDayTest {

  private static final Catalog CATALOG = CatalogLoader.builtIn().load();
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
  private static final FactSource FROM = new FactSource(FactSource.OWNER, NOW, null);

  private static Line line(String end, Map<LineField, String> changes) {
    LineReader reader = new LineReader(CATALOG, NOW);
    LineEdit edit =
        LineEdit.ofNew(new LineId(1), new AccountId(1), "12125550100", "verizon-prepaid", NOW)
            .apply(
                reader.read(
                    Map.of(
                        LineField.PLAN, "verizon-prepaid-15gb",
                        LineField.LAST_DAY, end,
                        LineField.ANCHOR_DAY, "31"),
                    Money.USD),
                CATALOG,
                FROM);
    return edit.apply(reader.read(changes, Money.USD), CATALOG, FROM).changedAt(NOW);
  }

  @Test
  void anEndThatDoesNotFitTheAnchorForgetsIt() {
    LineFacts facts = line("2026-12-31", Map.of(LineField.VALID_UNTIL, "2027-01-14")).facts();
    assertThat(facts.validUntil()).isEqualTo("2027-01-14");
    assertThat(facts.anchorDay()).isZero();
  }

  @Test
  void theLastDayOfAShortMonthFitsAnAnchorThatItLacks() {
    LineFacts facts = line("2026-12-31", Map.of(LineField.VALID_UNTIL, "2027-02-28")).facts();
    assertThat(facts.anchorDay()).isEqualTo(31);
  }

  @Test
  void anAnchorGivenWithTheEndIsTaken() {
    LineFacts facts =
        line("2026-12-31", Map.of(LineField.VALID_UNTIL, "2027-02-28", LineField.ANCHOR_DAY, "28"))
            .facts();
    assertThat(facts.anchorDay()).isEqualTo(28);
  }

  @Test
  void aDayOnWhichTheEndCannotFallIsRefused() {
    assertThatExceptionOfType(InvalidValue.class)
        .isThrownBy(
            () ->
                line(
                    "2026-12-31",
                    Map.of(LineField.VALID_UNTIL, "2027-01-14", LineField.ANCHOR_DAY, "20")))
        .withMessageContaining("doesn't fit the end date 2027-01-14");
  }

  /** Visible shows the day after the last one served, and people give its day of the month. */
  @Test
  void theDayOfADateShownADayLaterIsMovedWithIt() {
    LineFacts facts =
        line(
                "2026-12-31",
                Map.of(
                    LineField.CARRIER, "visible",
                    LineField.PLAN, "visible-base",
                    LineField.VALID_UNTIL, "2027-03-01",
                    LineField.ANCHOR_DAY, "1"))
            .facts();
    assertThat(facts.validUntil()).isEqualTo("2027-02-28");
    assertThat(facts.anchorDay()).isEqualTo(31);
  }

  @Test
  void anEndToldByTheCarrierForgetsAnAnchorThatItIsNotOn() {
    LineFacts facts =
        new LineFacts(LocalDate.of(2026, 12, 31), null, null, 31, null, null)
            .withEndGiven(LocalDate.of(2027, 1, 30));
    assertThat(facts.anchorDay()).isZero();
  }
}
