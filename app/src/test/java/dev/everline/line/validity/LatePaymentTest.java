package dev.everline.line.validity;

import static dev.everline.fixture.LineBuilder.aLine;
import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.catalog.Catalog;
import dev.everline.catalog.CatalogLoader;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Length;
import dev.everline.kernel.Money;
import dev.everline.line.LineFacts;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a payment after the end gives, by the rules of the built-in catalog. */
class LatePaymentTest {

  private static final Catalog CATALOG = CatalogLoader.builtIn().load();
  private static final Money NEED = Money.usd(30_00);

  private static LineFacts paid(String rule, LineFacts facts, String on) {
    LapseRule by = CATALOG.lapseRule(rule);
    Length month = Length.ofMonths(1);
    return Validity.afterPayment(facts, by, month, NEED, NEED, month, LocalDate.parse(on));
  }

  @ParameterizedTest
  @CsvSource({
    "cricket-monthly, 2026-11-20, 2026-11-29, 2026-12-28",
    "boost-monthly,   2026-11-20, 2026-11-29, 2026-12-28",
    "boost-monthly,   2026-11-20, 2026-12-01, 2026-12-31",
    "cricket-monthly, 2027-01-20, 2027-01-31, 2027-02-27",
    "visible-monthly, 2026-11-20, 2026-11-29, 2026-12-28",
    "metro-monthly,   2026-11-20, 2026-12-03, 2026-12-20",
    "metro-monthly,   2026-11-20, 2026-12-25, 2027-01-20"
  })
  void aLatePaymentEndsWhereItsCarrierCounts(String rule, String end, String on, LocalDate until) {
    assertThat(paid(rule, aLine().validUntil(end).facts(), on).validUntil()).isEqualTo(until);
  }

  @Test
  void afterALatePaymentTheNextMonthEndsOnTheSameDay() {
    LineFacts late =
        paid("cricket-monthly", aLine().validUntil("2026-11-20").facts(), "2026-11-29");
    assertThat(paid("cricket-monthly", late, "2026-12-20").validUntil()).isEqualTo("2027-01-28");
  }

  @Test
  void paidLateOnTheFirstTheLastDayIsTheLastOfEachMonth() {
    LineFacts late = paid("boost-monthly", aLine().validUntil("2026-11-20").facts(), "2027-01-01");
    assertThat(late.validUntil()).isEqualTo("2027-01-31");
    assertThat(paid("boost-monthly", late, "2027-01-20").validUntil()).isEqualTo("2027-02-28");
  }

  @Test
  void whereNoSourceSaysWhatStandsForAMissingDayTheEarlierIsAssumed() {
    LineFacts late = paid("boost-monthly", aLine().validUntil("2026-11-20").facts(), "2026-12-30");
    assertThat(late.validUntil()).isEqualTo("2027-01-29");
    assertThat(paid("boost-monthly", late, "2027-01-20").validUntil()).isEqualTo("2027-02-27");
  }
}
