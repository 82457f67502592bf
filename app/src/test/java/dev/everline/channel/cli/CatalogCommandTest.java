package dev.everline.channel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CatalogCommandTest {

  @TempDir Path folder;

  @Test
  void anIccidIsToldAsJsonForPrograms() {
    Ran ran = run("identify", "8901260000000000006F", "--json");
    assertThat(ran.exitCode()).isZero();
    JsonNode answer = ran.json();
    assertThat(answer.propertyNames())
        .containsExactlyInAnyOrder(
            "kind",
            "valid",
            "network",
            "brand",
            "candidates",
            "confidence",
            "rule",
            "warnings",
            "simNumber");
    assertThat(answer.get("kind").asString()).isEqualTo("ICCID");
    assertThat(answer.get("network").asString()).isEqualTo("T-Mobile");
    assertThat(answer.get("brand").isNull()).isTrue();
    assertThat(answer.get("candidates").get(0).get("name").asString()).isNotBlank();
  }

  @Test
  void severalTextsAreAListAndTheGroupsOfOneAreJoined() {
    assertThat(run("identify", "8901260000000000006", "490154203237518", "--json").json())
        .hasSize(2);
    assertThat(
            run("identify", "8901", "2600", "0000", "0000", "006", "--json")
                .json()
                .get("kind")
                .asString())
        .isEqualTo("ICCID");
    JsonNode metro = run("identify", "310260123456789", "GID1=6D38", "--json").json();
    assertThat(metro.get("brand").get("carrier").asString()).isEqualTo("metro");
    assertThat(run("identify", "310260123456789", "--gid1", "6D38").out())
        .contains("Metro by T-Mobile");
  }

  /** One SIM in each of its spellings shows one number. */
  @Test
  void aSimIsShownWithItsDigitsInOrder() {
    for (String spelled :
        List.of("8901260987654321094F", "981062907856341290F4", "+CCID: 8901260987654321094")) {
      assertThat(run("identify", spelled, "--json").json().at("/simNumber").asString())
          .as(spelled)
          .isEqualTo("8901260987654321094");
    }
  }

  @Test
  void eachTextIsAnsweredByItself() {
    assertThat(run("identify", "\u7d2b\u5361", "Mint Mobile", "--json").json()).hasSize(2);
    assertThat(run("identify", "Mint", "8901260000000000006", "--json").json()).hasSize(2);
    assertThat(
            run("identify", "ICCID:", "8901260000000000006", "--json")
                .json()
                .at("/kind")
                .asString())
        .isEqualTo("ICCID");
  }

  @Test
  void nonsenseEndsWithTheCodeOfAnInvalidValueAndNothingIsEchoed() {
    Ran ran = run("identify", "hello-there");
    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.out()).contains("Unknown").doesNotContain("hello");
  }

  @Test
  void carriersAreListedFactsFirstAndHintsUnderTheirOwnHeading() {
    String out = run("catalog").out();
    assertThat(out.indexOf("att-prepaid")).isLessThan(out.indexOf("Unconfirmed"));
    assertThat(out.indexOf("good2go")).isGreaterThan(out.indexOf("Unconfirmed"));
    // Nearly all of them are, so that a mark on each would tell nothing.
    assertThat(out).contains("2026-08-14").doesNotContain("2026-08-14 !");
    assertThat(out).containsPattern("[0-9]+ of [0-9]+ sources are older than 90 days");
    assertThat(run("catalog", "carriers").out()).isEqualTo(out);
  }

  @Test
  void oneCarrierShowsItsCodesAndApartFromThemWhatIsNotConfirmed() {
    String out = run("catalog", "carriers", "--carrier", "att-prepaid").out();
    assertThat(out.indexOf("*777#")).isLessThan(out.indexOf("Unconfirmed"));
    assertThat(out.indexOf("in-store activation")).isGreaterThan(out.indexOf("Unconfirmed"));
    assertThat(out).doesNotContain("*729");
    Ran nobody = run("catalog", "carriers", "--carrier", "nobody");
    assertThat(nobody.exitCode()).isEqualTo(3);
  }

  @Test
  void plansAndRulesAreListedAndToldAsJson() {
    assertThat(run("catalog", "plans", "--carrier", "visible").out())
        .contains("visible-plus")
        .doesNotContain("metro");
    JsonNode plan = run("catalog", "plans", "--carrier", "visible", "--json").json().get(0);
    assertThat(plan.get("id").asString()).isEqualTo("visible-base");
    assertThat(plan.get("prices").get(0).get("regular").get("amount").asString())
        .isEqualTo("25.00");
    assertThat(plan.get("prices").get(0).get("from").asString()).isEqualTo("2026-08-14");
    assertThat(plan.get("confirmed").asBoolean()).isTrue();
    assertThat(plan.get("recheck").asBoolean()).isTrue();
    assertThat(run("catalog", "rules").out()).contains("att-prepaid-monthly", "assumed-safe");
    assertThat(run("catalog", "rules", "--json").json()).hasSizeGreaterThan(30);
    assertThat(run("catalog", "carriers", "--json").json()).hasSize(38);
    assertThat(run("catalog", "--json").json()).hasSize(38);
  }

  @Test
  void whatHoldsAbroadAndOlderNetworksAreToldWithTheirSource() {
    String lycamobile = run("catalog", "carriers", "--carrier", "lycamobile").out();
    assertThat(lycamobile)
        .containsPattern("Network +AT&T")
        .containsPattern("Older SIMs +T-Mobile until 2026 \\[.*lycamobile-us");
    assertThat(run("catalog", "carriers", "--carrier", "google-voice").out())
        .containsPattern("Kind +voip")
        .containsPattern("Numbers +voip \\[capitalone.com");
    assertThat(run("catalog", "plans", "--carrier", "ultra").out()).contains("roaming 0.10 (CN)");
    assertThat(run("catalog", "carriers", "--carrier", "speedtalk").out())
        .contains("texts none (unconfirmed)");
    JsonNode plan = run("catalog", "plans", "--carrier", "google-fi", "--json").json().get(0);
    assertThat(plan.get("abroad").get("texts").asString()).isEqualTo("ROAMING");
    assertThat(plan.get("abroad").get("wifiCalling").asBoolean()).isTrue();
  }

  @Test
  void checkListsWhereSourcesDisagreeWithoutCallingForAFix() {
    Ran ran = run("catalog", "check");
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out())
        .contains("Sources disagree; both are shown:")
        .containsPattern("lapse-rules.yaml:\\d+: rules.boost-monthly.alternatives\\[0\\].days")
        .contains("ask the carrier");
    JsonNode json = run("catalog", "check", "--json").json();
    assertThat(json.get("ok").asBoolean()).isTrue();
    assertThat(json.get("disagreements").get(0).get("severity").asString())
        .isEqualTo("DISAGREEMENT");
  }

  @Test
  void checkTellsFindingsAndEndsWithTheCodeOfAConfiguration() throws IOException {
    assertThat(run("catalog", "check").out()).contains("is valid").contains("38 carriers");
    Files.writeString(folder.resolve("plans.yaml"), "schema: everline/plans/1\nplans: 5\n");
    Ran ran = run("catalog", "check", folder.toString());
    assertThat(ran.exitCode()).isEqualTo(9);
    assertThat(ran.out()).contains("plans.yaml:2: plans isn't a list");
    JsonNode findings = run("catalog", "check", folder.toString(), "--json").json();
    assertThat(findings.get("ok").asBoolean()).isFalse();
    assertThat(findings.get("findings").get(0).get("line").asInt()).isEqualTo(2);
  }

  @Test
  void labelsAreImportedAndRejectedRowsEndWithTheCodeOfAnInvalidValue() throws IOException {
    Path file = folder.resolve("labels.csv");
    String header = "unique_plan_identifier,provider_name,price_recurring\n";
    Files.writeString(file, header + "M0005937974123ABC456DEF789,Visible,25.00\n");
    Ran ran = run("catalog", "import-labels", file.toString());
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out()).contains("1 plans added");
    assertThat(run("catalog", "plans", "--carrier", "visible").out())
        .contains("M0005937974123ABC456DEF789");
    Files.writeString(file, header + "X,Visible,25.00\n");
    Ran rejected =
        run("catalog", "import-labels", file.toString(), "--into", folder + "/other", "--json");
    assertThat(rejected.exitCode()).isEqualTo(2);
    assertThat(rejected.json().get("rejects").get(0).get("column").asString())
        .isEqualTo("unique_plan_identifier");
  }

  private record Ran(int exitCode, String out) {
    JsonNode json() {
      return JsonMapper.shared().readTree(out);
    }
  }

  @Command(name = "everline")
  private static final class Root {}

  private Ran run(String... arguments) {
    Map<String, String> environment = Map.of("EVERLINE_HOME", folder.resolve("home").toString());
    Clock clock = Clock.fixed(Instant.parse("2026-11-24T12:00:00Z"), ZoneOffset.UTC);
    CommandLine root = new CommandLine(new Root());
    root.addSubcommand(new IdentifyCommand(environment));
    root.addSubcommand(CatalogCommand.commandLine(new Services(Object.class), environment, clock));
    EverlineCommand.configured(root);
    StringWriter out = new StringWriter();
    root.setOut(new PrintWriter(out));
    root.setErr(new PrintWriter(new StringWriter()));
    int exitCode = root.execute(List.of(arguments).toArray(String[]::new));
    return new Ran(exitCode, out.toString());
  }
}
