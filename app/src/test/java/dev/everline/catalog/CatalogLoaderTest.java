package dev.everline.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogLoaderTest {

  private static final String PLANS =
      """
      schema: everline/plans/1
      plans:
        - id: sample
          carrier: visible
          name: Sample
          kind: unlimited
          lapseRule: visible-monthly
          period: 30 days
          prices:
            - from: '2026-01-01'
              regularUsd: 25.00
              autopayUsd: 20.00
              source: a page
            - from: '2026-06-01'
              regularUsd: 30.00
              source: a page
          unlimitedData: true
          status: current
          source: a page
          asOf: '2026-06'
          confidence: high
          verified: looked-up
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "regularUsd: 30.00 | regularUsd: -30.00 | 15 | plans.sample.prices[1].regularUsd | negative",
        "regularUsd: 30.00 | regularUsd: 30.001 | 15 | plans.sample.prices[1].regularUsd | decimals",
        "regularUsd: 30.00 | regularUsd: 3e1    | 15 | plans.sample.prices[1].regularUsd | plain",
        "regularUsd: 30.00 | regularUsd: [30]   | 15 | plans.sample.prices[1].regularUsd | single",
        "regularUsd: 30.00 | regularUsd: 999999 | 15 | plans.sample.prices[1].regularUsd | above",
        "autopayUsd: 20.00 | autopayUsd: 26.00  | 12 | plans.sample.prices[0].autopayUsd | above",
        "'2026-06-01'      | '2026-01-01'       | 14 | plans.sample.prices[1].from       | after",
        "'2026-06-01'      | '2025-02-29'       | 14 | plans.sample.prices[1].from       | date",
        "'2026-06-01'      | 'soon'             | 14 | plans.sample.prices[1].from       | date",
        "carrier: visible  | carrier: nobody    | 4  | plans.sample.carrier              | exist",
        "visible-monthly   | nobody             | 7  | plans.sample.lapseRule            | exist",
        "visible-monthly   | mint-multi-month   | 7  | plans.sample.lapseRule            | mint",
        "id: sample        | id: Sample_1       | 3  | plans.Sample_1.id                 | id",
        "id: sample        | id: visible        | 3  | plans.visible.id                  | carrier",
        "kind: unlimited   | kind: endless      | 6  | plans.sample.kind                 | unknown",
        "name: Sample      | nmae: Sample       | 5  | plans.sample.nmae                 | unknown",
        "name: Sample      | nmae: Sample       | 3  | plans.sample.name                 | missing",
        "name: Sample      | 'name: \"a\\0b\"'  | 5  | plans.sample.name                 | control",
        "name: Sample      | name: !!int Sample | 5  | plans.sample.name                 | name",
        "name: Sample      | name: !me Sample   | 5  | plans.sample.name                 | tag",
        "period: 30 days   | period: 0 days     | 8  | plans.sample.period               | range",
        "period: 30 days   | period: 30.5 days  | 8  | plans.sample.period               | length",
        "period: 30 days   | validityDays: 30   | 8  | plans.sample.validityDays         | period",
        "period: 30 days   | servedFromBalance: true | 8 | plans.sample.servedFromBalance | metered",
        "unlimitedData: true | unlimitedData: yes | 17 | plans.sample.unlimitedData      | true",
        "asOf: '2026-06'   | asOf: '2026-13'    | 20 | plans.sample.asOf                 | date",
        "confidence: high  | confidence: sure   | 21 | plans.sample.confidence           | unknown",
        "everline/plans/1  | everline/plans/2   | 1  | schema                            | plans/2",
      })
  void aMistakeIsToldWithItsLineAndField(
      String right, String wrong, int line, String field, String reason) throws IOException {
    write("plans.yaml", PLANS.replace(right, wrong.strip()));
    // A tag that YAML itself knows does no harm: values are read as they are written.
    if (wrong.contains("!!int")) {
      assertThat(findingsOf("plans.yaml")).isEmpty();
      return;
    }
    assertThat(findingsOf("plans.yaml"))
        .anySatisfy(
            finding -> {
              assertThat(finding.line()).isEqualTo(line);
              assertThat(finding.field()).isEqualTo(field);
              assertThat(finding.reason()).contains(reason);
              assertThat(finding.remedy()).isNotBlank();
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "balanceRole: pays-plan | has no source",
        "balanceRole: perhaps   | is unknown",
      })
  void whatABalanceDoesForThePlanIsKnownByWordAndSource(String field, String reason)
      throws IOException {
    write(
        "lapse-rules.yaml",
        """
        schema: everline/lapse-rules/1
        rules:
          - id: sample
            carrier: visible
            basis: plan-cycle
            FIELD
            appliesTo: all
            suspendedAfterDays: 0
            status: current
            source: a page
            asOf: '2026-06'
            confidence: high
            verified: looked-up
        """
            .replace("FIELD", field));

    assertThat(findingsOf("lapse-rules.yaml"))
        .anySatisfy(
            finding -> {
              assertThat(finding.line()).isEqualTo(6);
              assertThat(finding.field()).isEqualTo("rules.sample.balanceRole");
              assertThat(finding.reason()).contains(reason);
              assertThat(finding.remedy()).isNotBlank();
            });
  }

  @Test
  void everyMistakeIsToldAtOnceAndNothingIsLoaded() throws IOException {
    write(
        "plans.yaml",
        PLANS.replace("30.00", "x").replace("kind: unlimited", "kind: y").replace("Sample", "''"));
    assertThat(findingsOf("plans.yaml")).hasSize(3);
    assertThatThrownBy(() -> CatalogLoader.over(folder).load())
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> assertThat(problem.type()).isEqualTo(ProblemType.CONFIGURATION))
        .hasMessageContaining("plans.yaml:15: plans.sample.prices[1].regularUsd 'x'")
        .hasMessageContaining("plans.yaml:6");
  }

  @Test
  void theOwnersFileReplacesTheBuiltInOneOfItsName() throws IOException {
    // Plans that refill amounts name must exist, so the owner gives those too.
    write("plans.yaml", PLANS);
    write("refill-amounts.yaml", "schema: everline/refill-amounts/1\nrefillAmounts: []\n");
    Catalog catalog = CatalogLoader.over(folder).load();
    assertThat(catalog.plans()).containsOnlyKeys("sample");
    assertThat(catalog.carriers()).hasSize(38);
  }

  @Test
  void duplicateRecordsAndFieldsAreTold() throws IOException {
    String twice = PLANS + PLANS.substring(PLANS.indexOf("  - id"));
    write(
        "plans.yaml",
        twice.replace("    name: Sample\n    kind", "    name: A\n    name: B\n    kind"));
    assertThat(findingsOf("plans.yaml"))
        .extracting(Finding::reason)
        .anyMatch(reason -> reason.equals("appears twice"));
    write("plans.yaml", twice);
    assertThat(findingsOf("plans.yaml"))
        .extracting(Finding::reason)
        .anyMatch(reason -> reason.contains("'sample' appears twice"));
  }

  @Test
  void aliasesAnchorsAndDeepNestingAreRefused() throws IOException {
    write("plans.yaml", "schema: everline/plans/1\nplans: &a\n  - *a\n");
    assertThat(findingsOf("plans.yaml")).isNotEmpty();
    write("plans.yaml", "schema: everline/plans/1\nplans: " + "[".repeat(500) + "]".repeat(500));
    assertThat(findingsOf("plans.yaml")).isNotEmpty();
  }

  @Test
  void brokenYamlIsToldWithItsLine() throws IOException {
    write("plans.yaml", PLANS.replace("name: Sample", "name: 'Sample"));
    assertThat(findingsOf("plans.yaml")).anyMatch(finding -> finding.line() > 1);
    for (String text : List.of("", "# nothing\n", "[]", "just words", "schema: x\n", "{}")) {
      write("plans.yaml", text);
      assertThat(findingsOf("plans.yaml")).as(text).isNotEmpty();
    }
  }

  @Test
  void otherEncodingsAreToldAndAUtf8MarkIsTaken() throws IOException {
    Files.write(folder.resolve("plans.yaml"), PLANS.getBytes(StandardCharsets.UTF_16));
    assertThat(findingsOf("plans.yaml"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.reason()).contains("UTF-16"));
    Files.write(
        folder.resolve("plans.yaml"),
        PLANS.replace("Sample", "Caf\u00e9").getBytes(StandardCharsets.ISO_8859_1));
    assertThat(findingsOf("plans.yaml"))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.line()).isEqualTo(5);
              assertThat(finding.reason()).contains("UTF-8");
            });
    write("plans.yaml", PLANS.replace("Sample", "Sam\u0000ple"));
    assertThat(findingsOf("plans.yaml"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.reason()).contains("U+0000"));
    write("plans.yaml", "\ufeff" + PLANS.replace("Sample", "Caf\u00e9 ☎ \u0627"));
    assertThat(findingsOf("plans.yaml")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TX,Texas,percent,,2.0,      | TX,Texas,percent,,-2.0,    | 2 | percent   | decimal",
        "TX,Texas,percent,,2.0,      | TX,Texas,percent,,,        | 2 | percent   | empty",
        "TX,Texas,percent,,2.0,      | TX,Texas,percent,1.00,2.0, | 2 | amountUsd | method",
        "TX,Texas,percent,,2.0,      | Tex,Texas,percent,,2.0,    | 2 | state     | state",
        "TX,Texas,percent,,2.0,      | TX,Texas,some,,2.0,        | 2 | method    | unknown",
        "state,name                  | state,nmae                 | 1 | nmae      | unknown",
        "state,name                  | state,nmae                 | 1 | name      | missing",
        "state,name                  | state,state                | 1 | state     | twice",
        "verified                    | verified,verified          | 1 | verified  | twice",
      })
  void aMistakeInACsvFileIsToldWithItsLineAndColumn(
      String right, String wrong, int line, String column, String reason) throws IOException {
    String fees =
        """
        state,name,method,amountUsd,percent,effective,extra,notes,source,asOf,confidence,verified
        TX,Texas,percent,,2.0,2010-06-01,,"seller keeps 2 percent, more",a law,2024,high,looked-up
        """;
    write("prepaid-911-fees.csv", fees.replace(right, wrong));
    assertThat(findingsOf("prepaid-911-fees.csv"))
        .anySatisfy(
            finding -> {
              assertThat(finding.line()).isEqualTo(line);
              assertThat(finding.field()).isEqualTo(column);
              assertThat(finding.reason()).contains(reason);
            });
    write("prepaid-911-fees.csv", fees.replace("\n", "\r\n"));
    assertThat(findingsOf("prepaid-911-fees.csv")).isEmpty();
    write("prepaid-911-fees.csv", fees + "UT,Utah\n");
    assertThat(findingsOf("prepaid-911-fees.csv"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.line()).isEqualTo(3));
  }

  @Test
  void aBrandOfASimTableMustExist() throws IOException {
    write(
        "identification/sim-fields.csv",
        """
        field,value,plmns,name,carriers,source,asOf,confidence
        gid1,6D38,310260,Someone,nobody,a list,2025,high
        """);
    assertThat(CatalogLoader.over(folder).check())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.field()).isEqualTo("carriers");
              assertThat(finding.line()).isEqualTo(2);
            });
  }

  @Test
  void aMisspeltFileNameAndAnEmptyFolderAreTold() throws IOException {
    assertThat(CatalogLoader.over(folder).check())
        .singleElement()
        .satisfies(finding -> assertThat(finding.reason()).contains("no catalog file"));
    write("plan.yaml", PLANS);
    assertThat(findingsOf("plan.yaml")).hasSize(1);
    assertThat(CatalogLoader.over(folder.resolve("missing")).check()).hasSize(1);
  }

  @Test
  void theEnvironmentNamesTheOwnersFolder() throws IOException {
    write("plans.yaml", "nonsense");
    Map<String, String> environment = Map.of("EVERLINE_CATALOG", folder.toString());
    assertThatThrownBy(() -> CatalogLoader.fromEnvironment(environment).load())
        .hasMessageContaining("plans.yaml");
    assertThatThrownBy(
            () ->
                CatalogLoader.fromEnvironment(
                    Map.of("EVERLINE_CATALOG", folder.resolve("missing").toString())))
        .hasMessageContaining("EVERLINE_CATALOG");
    assertThat(
            CatalogLoader.fromEnvironment(Map.of("EVERLINE_HOME", folder.resolve("x").toString()))
                .check())
        .isEmpty();
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
  }

  private List<Finding> findingsOf(String name) {
    return CatalogLoader.over(folder).check().stream()
        .filter(finding -> finding.file().endsWith(name))
        .toList();
  }
}
