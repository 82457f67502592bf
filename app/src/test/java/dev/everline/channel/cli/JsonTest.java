package dev.everline.channel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class JsonTest {

  record Answer(LineId line, Money price, LocalDate until, Instant asOf, Duration age) {}

  @Test
  void valuesAreWrittenAsProgramsExpectThem() {
    LineId line = LineId.of(3, 7);
    StringWriter text = new StringWriter();

    new Json()
        .print(
            new PrintWriter(text),
            new Answer(
                line,
                Money.usd(2500),
                LocalDate.of(2028, 2, 29),
                Instant.parse("2026-11-24T12:00:00Z"),
                Duration.ofHours(36)));

    assertThat(text.toString())
        .contains("\"line\" : \"" + line + "\"")
        .contains("\"amount\" : \"25.00\"")
        .contains("\"currency\" : \"USD\"")
        .contains("\"until\" : \"2028-02-29\"")
        .contains("\"asOf\" : \"2026-11-24T12:00:00Z\"")
        .contains("\"age\" : \"PT36H\"");
  }
}
