package dev.everline.carrier.tmf654;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndDatesTest {

  @ParameterizedTest
  @CsvSource({
    // Midnight is the end of the day before it, written in whatever offset.
    "America/New_York, 2026-12-25T05:00:00Z, 2026-12-24",
    "America/New_York, 2026-12-25T00:00:00-05:00, 2026-12-24",
    "America/New_York, 2026-12-24T21:00:00-08:00, 2026-12-24",
    // One second, and one millisecond, before midnight are of the same day.
    "America/New_York, 2026-12-25T04:59:59Z, 2026-12-24",
    "America/New_York, 2026-12-25T04:59:59.999Z, 2026-12-24",
    // The same instant is the end of another day elsewhere.
    "America/Los_Angeles, 2026-12-25T05:00:00Z, 2026-12-24",
    "UTC, 2026-12-25T00:00:00Z, 2026-12-24",
    "Asia/Shanghai, 2026-12-24T16:00:00Z, 2026-12-24",
    // The day the clocks go forward and back in New York: 8 March and 1 November 2026.
    "America/New_York, 2026-03-08T05:00:00Z, 2026-03-07",
    "America/New_York, 2026-03-09T04:00:00Z, 2026-03-08",
    "America/New_York, 2026-11-01T04:00:00Z, 2026-10-31",
    "America/New_York, 2026-11-02T05:00:00Z, 2026-11-01",
    // A midnight that doesn't exist: Santiago's clocks went forward at 0:00 on 6 September 2026.
    "America/Santiago, 2026-09-06T04:00:00Z, 2026-09-05",
    "UTC, 2028-03-01T00:00:00Z, 2028-02-29",
    "UTC, 9999-12-31T23:59:59Z, 9999-12-31",
    // Without an offset it is the carrier's own time; a date alone is the day itself.
    "America/New_York, 2026-12-25T00:00:00, 2026-12-24",
    "America/New_York, 2026-12-24, 2026-12-24",
  })
  void anInstantIsTheEndOfTheLastDayInTheCarriersZone(ZoneId zone, String text, LocalDate day) {
    EndDates dates =
        new EndDates(Map.of("carrier", zone), ZoneOffset.UTC, EndDates.Meaning.INSTANT);

    assertThat(dates.lastDay("carrier", text)).isEqualTo(day);
  }

  @Test
  void aCarrierWithoutAZoneOfItsOwnHasTheOthers() {
    EndDates dates = new EndDates(Map.of(), ZoneId.of("America/Chicago"), EndDates.Meaning.INSTANT);

    assertThat(dates.lastDay("carrier", "2026-12-25T06:00:00Z")).isEqualTo("2026-12-24");
    assertThat(dates.lastDay("carrier", "2026-12-25T06:00:01Z")).isEqualTo("2026-12-25");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-12-24T00:00:00Z",
    "2026-12-24T23:59:59Z",
    "2026-12-24T00:00:00+09:00",
    "2026-12-24"
  })
  void aWrittenDateIsTheLastDayWhateverStandsBesideIt(String text) {
    EndDates dates =
        new EndDates(Map.of(), ZoneId.of("America/Los_Angeles"), EndDates.Meaning.WRITTEN_DATE);

    assertThat(dates.lastDay("carrier", text)).isEqualTo("2026-12-24");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tomorrow",
        "2026-02-30T00:00:00Z",
        "2026-13-01",
        "+10000-01-02T00:00:00Z",
        "-0001-01-01T00:00:00Z",
        "1969-12-31T00:00:00Z",
        "+999999999-12-31T23:59:59Z",
        "-999999999-01-01T00:00:00Z",
      })
  void aTextThatIsNoUsableDateGivesNone(String text) {
    EndDates dates =
        new EndDates(Map.of(), ZoneId.of("America/New_York"), EndDates.Meaning.INSTANT);

    assertThat(dates.lastDay("carrier", text)).isNull();
  }
}
