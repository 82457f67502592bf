package dev.everline.channel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code message read}, without a database. */
class MessageCommandTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-29T12:00:00Z"), ZoneOffset.UTC);

  private record Ran(int exitCode, String out, String err) {

    JsonNode json() {
      return JsonMapper.shared().readTree(out);
    }
  }

  private static Ran run(String text, String... words) {
    return run(text.getBytes(StandardCharsets.UTF_8), words);
  }

  private static Ran run(byte[] text, String... words) {
    CommandLine command =
        EverlineCommand.configured(
            MessageCommand.commandLine(Map.of(), CLOCK, () -> new ByteArrayInputStream(text)));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(err));
    String[] all = new String[words.length + 1];
    all[0] = "read";
    System.arraycopy(words, 0, all, 1, words.length);
    return new Ran(command.execute(all), out.toString(), err.toString());
  }

  @Test
  void aMessageIsReadAsJson() {
    Ran ran =
        run(
            "Mint Mobile: your line 212-555-0142 renews tomorrow for $15.00."
                + " https://www.mintmobile.com/renew",
            "--received",
            "2026-12-01",
            "--json");
    assertThat(ran.exitCode()).isZero();
    JsonNode json = ran.json();
    assertThat(json.propertyNames()).containsExactly("carrier", "statements", "line", "links");
    assertThat(json.get("carrier").asString()).isEqualTo("mint");
    JsonNode said = json.get("statements").get(0);
    assertThat(said.propertyNames())
        .containsExactly("about", "what", "date", "amount", "confidence", "words");
    assertThat(said.get("about").asString()).isEqualTo("line");
    assertThat(said.get("what").asString()).isEqualTo("renewal-due");
    assertThat(said.get("date").asString()).isEqualTo("2026-12-02");
    assertThat(said.get("amount").get("amount").asString()).isEqualTo("15.00");
    assertThat(said.get("confidence").asString()).isEqualTo("medium");
    assertThat(json.get("line").propertyNames()).containsExactly("number");
    assertThat(json.get("line").get("number").asString()).isEqualTo("+12125550142");
    JsonNode link = json.get("links").get(0);
    assertThat(link.get("judgement").asString()).isEqualTo("official");
    assertThat(link.get("url").asString()).isEqualTo("https://www.mintmobile.com/renew");
  }

  @Test
  void aMessageThatSaysNothingHasEmptyPartsAndWithoutADayTodayCounts() {
    JsonNode json = run("See you later!", "--json").json();
    assertThat(json.get("carrier").isNull()).isTrue();
    assertThat(json.get("statements")).isEmpty();
    assertThat(json.get("line")).isEmpty();
    assertThat(run("Your plan expires tomorrow.").out()).contains("2026-11-30", "service-end");
    assertThat(run("See you later!").out()).contains("nothing");
  }

  @Test
  void aCodeIsPrintedNowhere() {
    Ran ran = run("Your Mint Mobile verification code is 482910.", "--json");
    assertThat(ran.json().get("statements").get(0).get("what").asString())
        .isEqualTo("one-time-code");
    assertThat(ran.out() + ran.err()).doesNotContain("482910");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  \n ", "PK\u0003\u0004\u0000\u0000"})
  void whatIsNoTextIsRefusedWithAWordToDo(String text) {
    Ran ran = run(text);
    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("message").containsAnyOf("is empty", "isn't text");
  }

  @Test
  void otherEncodingsLargeFilesAndWrongDaysAreRefused() {
    assertThat(run(new byte[] {(byte) 0xC4, (byte) 0xAC, (byte) 0xFF}).err())
        .contains("isn't UTF-8");
    Ran large = run("a".repeat(10 * 1024 * 1024));
    assertThat(large.exitCode()).isEqualTo(2);
    assertThat(large.err()).contains("is larger than 64 KiB").hasSizeLessThan(500);
    for (String day : new String[] {"11/29/2026", "2026-13-01", "tomorrow", "1026-01-01"}) {
      Ran ran = run("Your plan expires tomorrow.", "--received", day);
      assertThat(ran.exitCode()).as(day).isEqualTo(2);
      assertThat(ran.err()).contains("--received", "2026-11-29");
    }
  }
}
