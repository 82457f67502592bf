package dev.everline.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When carriers' own autopay charges, as the built-in catalog has it from its sources. */
class AutopayTest {

  /** The last day served; New York is five hours behind UTC, Chicago six. */
  private static final LocalDate END = LocalDate.of(2026, 12, 14);

  private static final Catalog CATALOG = CatalogLoader.builtIn().load();

  private static Autopay of(String rule) {
    return java.util.Objects.requireNonNull(CATALOG.lapseRule(rule).autopay());
  }

  @ParameterizedTest
  @CsvSource({
    // on day 30 from 5 to 11 in the morning, Eastern time
    "tello-plan, America/New_York, 2026-12-14T10:00:00Z, 2026-12-14T16:00:00Z",
    "tello-plan, America/Los_Angeles, 2026-12-14T10:00:00Z, 2026-12-14T16:00:00Z",
    "us-mobile-monthly, America/New_York, 2026-12-12T05:00:00Z, 2026-12-13T05:00:00Z",
    "red-pocket, America/New_York, 2026-12-12T05:00:00Z, 2026-12-14T05:00:00Z",
    // 26 hours before, with more tries until 2 hours before
    "visible-monthly, America/New_York, 2026-12-14T03:00:00Z, 2026-12-15T03:00:00Z",
    "gen-mobile, America/New_York, 2026-12-13T05:00:00Z, 2026-12-14T05:00:00Z",
    "speedtalk, America/New_York, 2026-12-08T05:00:00Z, 2026-12-09T05:00:00Z",
    "cricket-monthly, America/Chicago, 2026-12-13T06:00:00Z, 2026-12-14T06:00:00Z",
    "att-prepaid-monthly, America/New_York, 2026-12-13T05:00:00Z, 2026-12-15T05:00:00Z",
    "verizon-prepaid-2018, America/New_York, 2026-12-14T05:00:00Z, 2026-12-15T05:00:00Z"
  })
  void chargesFromTheFirstTimeToTheLastTry(String rule, String zone, Instant from, Instant to) {
    ZoneId carriers = ZoneId.of(zone);

    assertThat(of(rule).firstCharge(END, carriers)).isEqualTo(from);
    assertThat(of(rule).lastTry(END, carriers)).isEqualTo(to);
  }

  @Test
  void whatNoSourceSaysIsNotKnown() {
    assertThat(CATALOG.lapseRule("mint-multi-month").autopay()).isNull();
    assertThat(of("tello-plan").offAfterDecline()).isNull();
    assertThat(of("us-mobile-monthly").offAfterDecline()).isTrue();
    assertThat(of("cricket-monthly").noEffectWithinDays()).isEqualTo(3);
    assertThat(of("visible-monthly").retries()).isEqualTo(2);
    assertThat(of("speedtalk").provenance().isFact()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "chargeTo: {daysBefore: 4} | lies before chargeFrom",
        "chargeTo: {daysBefore: 1, hoursBefore: 3} | isn't one time",
        "chargeTo: {hoursBefore: 3, time: '05:00'} | isn't one time",
        "chargeTo: {daysBefore: 1, time: '25:00'} | isn't a time of day",
        "retries: 1 | stands without the other",
        "chargeTo: {weeksBefore: 1} | is unknown"
      })
  void whatCantBeOneWindowIsAFinding(String instead, String finding, @TempDir Path folder)
      throws IOException {
    Files.writeString(
        folder.resolve("lapse-rules.yaml"),
        """
        schema: everline/lapse-rules/1
        rules:
          - id: sample
            carrier: visible
            appliesTo: all
            basis: from-payment
            suspendedAfterDays: 0
            status: current
            source: a page
            asOf: '2026-06'
            confidence: high
            verified: looked-up
            autopay:
              chargeFrom: {daysBefore: 2}
              %s
              source: a page
              asOf: '2026-06'
              confidence: high
              verified: looked-up
        """
            .formatted(instead));

    assertThat(CatalogLoader.over(folder).check())
        .anySatisfy(found -> assertThat(found.toString()).contains(finding));
  }
}
