package dev.everline.channel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CheckCommandTest {

  @TempDir Path folder;

  @Test
  void aLinkIsJudgedAsJsonForPrograms() {
    Ran ran = run("check", "https://mintmobi1e.com/pay", "--json");
    assertThat(ran.exitCode()).isZero();
    JsonNode answer = ran.json();
    assertThat(answer.propertyNames())
        .containsExactlyInAnyOrder(
            "judgement", "brand", "why", "reason", "official", "record", "url", "host");
    assertThat(answer.get("judgement").asString()).isEqualTo("look-alike");
    assertThat(answer.get("brand").asString()).isEqualTo("mint");
    assertThat(answer.get("why").asString()).contains("mintmobile.com");
    assertThat(answer.get("reason").asString()).isEqualTo("digits-for-letters");
    assertThat(answer.get("url").asString()).isEqualTo("https://mintmobi1e.com/pay");
    assertThat(answer.get("host").asString()).isEqualTo("mintmobi1e.com");
  }

  @Test
  void severalLinksOfATextAreAList() {
    JsonNode several = run("check", "Pay at bit.ly/3abc or https://tello.com", "--json").json();
    assertThat(several).hasSize(2);
    assertThat(several.get(0).get("judgement").asString()).isEqualTo("shortener");
    assertThat(several.get(0).get("brand").isNull()).isTrue();
    assertThat(several.get(1).get("judgement").asString()).isEqualTo("official");
    JsonNode one = run("check", "pay", "at", "mint-reward.icu/pay", "--json").json();
    assertThat(one.get("url").asString()).isEqualTo("mint-reward.icu/pay");
  }

  @Test
  void peopleReadTheBrandAndTheRecordThatSaysSo() {
    assertThat(run("check", "my.mintmobile.com").out())
        .contains("official")
        .contains("Mint Mobile")
        .contains("carriers.yaml: mint, sites.account");
    assertThat(run("check", "https://example.com").out()).contains("unknown");
  }

  @Test
  void aTextWithoutALinkEndsWithTheCodeOfAnInvalidValue() {
    assertThat(run("check", "hello there").exitCode()).isEqualTo(2);
    assertThat(run("check", "hello").exitCode()).isEqualTo(2);
    assertThat(run("check").exitCode()).isEqualTo(2);
  }

  @Test
  void noHomeIsNeededAndNoneIsMade() {
    run("check", "https://tello.com");
    assertThat(folder.resolve("home")).doesNotExist();
  }

  @Test
  void whatIsWrongInAnOwnFileOfHostsIsToldByItsLine() throws java.io.IOException {
    Path own = Files.createDirectories(folder.resolve("home").resolve("catalog"));
    Files.writeString(
        own.resolve("link-hosts.csv"),
        """
        host,kind,carrier,note,source,asOf,confidence,verified
        my.example.com,official,nobody,,me,2026,high,looked-up
        """);
    Ran ran = run("check", "https://my.example.com");
    assertThat(ran.exitCode()).isNotZero();
    assertThat(ran.err()).contains("link-hosts.csv").contains("nobody");
  }

  private record Ran(int exitCode, String out, String err) {
    JsonNode json() {
      return JsonMapper.shared().readTree(out);
    }
  }

  @Command(name = "everline")
  private static final class Root {}

  private Ran run(String... arguments) {
    CommandLine root = new CommandLine(new Root());
    root.addSubcommand(
        new CheckCommand(Map.of("EVERLINE_HOME", folder.resolve("home").toString())));
    EverlineCommand.configured(root);
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    root.setOut(new PrintWriter(out));
    root.setErr(new PrintWriter(err));
    int exitCode = root.execute(List.of(arguments).toArray(String[]::new));
    return new Ran(exitCode, out.toString(), err.toString());
  }
}
