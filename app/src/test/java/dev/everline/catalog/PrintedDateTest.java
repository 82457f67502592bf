package dev.everline.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.catalog.PrintedDate.Means;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrintedDateTest {

  private static final Catalog CATALOG = CatalogLoader.builtIn().load();
  private static final LocalDate DAY = LocalDate.of(2026, 12, 18);
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

  @Test
  void redPocketShowsTheFirstDayWithoutService() {
    PrintedDate printed = CATALOG.printedDate("red-pocket", "redpocket-essentials-annual");
    assertThat(printed.word()).isEqualTo("renewal date");
    assertThat(printed.lastDayOf(DAY)).isEqualTo("2026-12-17");
    assertThat(printed.shownFor(LocalDate.of(2026, 12, 17))).isEqualTo(DAY);
  }

  @Test
  void whereSourcesDisagreeOnVisiblesDueDateTheEarlierDayIsUsed() {
    PrintedDate printed = CATALOG.printedDate("visible", "visible-base");
    assertThat(printed.lastDayOf(DAY)).isEqualTo("2026-12-17");
    assertThat(printed.otherwise())
        .extracting(PrintedDate.Otherwise::means)
        .containsExactly(Means.LAST_DAY);
  }

  @Test
  void withoutAPlanADateMeansWhatAllOfTheCarriersRulesAgreeOn() {
    assertThat(CATALOG.printedDate("red-pocket", null).differs()).isTrue();
    assertThat(CATALOG.printedDate("google-fi", null).lastDayOf(DAY)).isEqualTo(DAY);
  }

  @Test
  void cricketServesUntilAMinuteBeforeMidnightInChicago() {
    PrintedDate printed = CATALOG.printedDate("cricket", null);
    assertThat(printed.lastDayOf(DAY)).isEqualTo(DAY);
    assertThat(CATALOG.lapseRule("cricket-monthly").printed().serviceEnd(DAY, NEW_YORK))
        .isEqualTo(Instant.parse("2026-12-19T05:59:00Z"));
  }

  @Test
  void telloTakesTheMoneyFromFiveInTheMorningOnInNewYork() {
    assertThat(CATALOG.lapseRule("tello-plan").printed().serviceEnd(DAY, ZoneId.of("UTC")))
        .isEqualTo(Instant.parse("2026-12-18T10:00:00Z"));
  }

  @Test
  void withoutATimeServiceRunsToTheEndOfTheDayInTheRulesZoneElseTheCarriers() {
    PrintedDate here = new PrintedDate(Means.LAST_DAY, null, List.of(), null, NEW_YORK, "a test");
    assertThat(here.serviceEnd(DAY, ZoneId.of("Asia/Shanghai")))
        .isEqualTo(Instant.parse("2026-12-19T05:00:00Z"));
    assertThat(PrintedDate.UNKNOWN.serviceEnd(DAY, ZoneId.of("Asia/Shanghai")))
        .isEqualTo(Instant.parse("2026-12-18T16:00:00Z"));
  }
}
