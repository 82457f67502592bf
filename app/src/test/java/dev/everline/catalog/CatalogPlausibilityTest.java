package dev.everline.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be read, but can hardly be meant, or is disputed. */
class CatalogPlausibilityTest {

  @TempDir Path folder;

  @Test
  void aTermCheaperThanItsFirstTimePriceIsTold() throws IOException {
    replaced(
        "plans.yaml",
        "        priceUsd: 120.00\n        audience: new",
        "        priceUsd: 120.00\n        audience: new\n"
            + "      - length: 6 months\n        priceUsd: 100.00");

    Finding finding = only("plans.yaml");

    assertThat(finding.field()).isEqualTo("plans.metro-25-byod.terms");
    assertThat(finding.reason()).contains("6 months for $100.00", "first-time price of $120.00");
    assertThat(finding.remedy()).contains("which price is for new customers");
  }

  /** Twelve months of Mint's for $180 are $15.00 for 30 days; no shorter time is sold at that. */
  @Test
  void aPeriodPricedBelowTheTermsOfItsPlanIsRefused() throws IOException {
    String listed = "    lapseRule: mint-multi-month\n    period: 90 days\n    prices:\n";
    replaced(
        "plans.yaml",
        "    name: Mint 6GB\n    kind: capped\n"
            + listed
            + "      - from: '2026-08-14'\n        regularUsd: 75.00",
        "    name: Mint 6GB\n    kind: capped\n"
            + listed
            + "      - from: '2026-08-14'\n        regularUsd: 45.00");

    assertThatThrownBy(() -> CatalogLoader.over(folder).load())
        .hasMessageContaining("plans.mint-6gb.terms")
        .hasMessageContaining("for $120.00, more than the same time costs at $45.00");
  }

  @Test
  void aKeepAliveBelowTheSmallestRefillIsTold() throws IOException {
    replaced(
        "lapse-rules.yaml",
        "      usd: 5.00\n      days: 30\n      note: smallest top-up",
        "      usd: 3.00\n      days: 30\n      note: smallest top-up");

    Finding finding = only("lapse-rules.yaml");

    assertThat(finding.field()).isEqualTo("rules.ultra-paygo.keepAlive");
    assertThat(finding.reason()).contains("is $3.00", "smallest refill", "is $5.00");
    assertThat(finding.remedy()).contains("the amount that the carrier takes");
  }

  @Test
  void aRecalledCodeIsToldAndNotShown() throws IOException {
    replaced(
        "carriers.yaml",
        """
              - code: '*888*PIN#'
                source: list of GoPhone codes (2019); GoPhone user guide
                asOf: '2019'
                confidence: medium
                verified: looked-up
        """,
        """
              - code: '*888*PIN#'
                source: general knowledge
                asOf: '2019'
                confidence: medium
                verified: recalled
        """);

    Finding finding = only("carriers.yaml");

    assertThat(finding.field()).isEqualTo("carriers.att-prepaid.refillCodes[0].code");
    assertThat(finding.reason()).contains("recalled, not looked up");
    assertThat(finding.remedy()).contains("under 'unconfirmed'");
    assertThat(CatalogLoader.over(folder).load().carrier("att-prepaid").refillCodes()).isEmpty();
  }

  @Test
  void codesAndCareOfARecalledCarrierAreToldAndNotShown() throws IOException {
    replaced(
        "carriers.yaml",
        "    brand: Net10 Wireless\n",
        "    brand: Net10 Wireless\n    care: 1-877-555-0123\n    balanceCodes:\n      - '*777#'\n");

    assertThat(CatalogLoader.over(folder).check())
        .extracting(Finding::field)
        .containsExactlyInAnyOrder("carriers.net10.care", "carriers.net10.balanceCodes");
    Carrier net10 = CatalogLoader.over(folder).load().carrier("net10");
    assertThat(net10.care()).isNull();
    assertThat(net10.balanceCodes()).isEmpty();
  }

  @Test
  void aCodeThatIsConfirmedAndUnconfirmedIsTold() throws IOException {
    replaced(
        "carriers.yaml",
        "      balanceCodes:\n        - '#225#'\n        - '#932#'\n",
        "      balanceCodes:\n        - '#999#'\n");

    Finding finding = only("carriers.yaml");

    assertThat(finding.field()).isEqualTo("carriers.tmobile-prepaid.unconfirmed.balanceCodes");
    assertThat(finding.reason()).contains("'#999#'", "confirmed codes too");
    assertThat(finding.remedy()).contains("one of the two");
  }

  @Test
  void datesOnWhichSourcesDisagreeAreListedAndNothingIsToBeFixed() throws IOException {
    assertThat(CatalogLoader.builtIn().check()).isEmpty();
    assertThat(CatalogLoader.builtIn().disagreements())
        .anySatisfy(
            finding -> {
              assertThat(finding.field()).isEqualTo("rules.boost-monthly.alternatives[0].days");
              assertThat(finding.line()).isPositive();
              assertThat(finding.reason())
                  .contains("after 90 days by boostmobile.com", "60 days are used, the earlier");
              assertThat(finding.remedy()).contains("ask the carrier");
            });
  }

  @Test
  void whatContradictsItselfAbroadIsAMistake() throws IOException {
    replaced(
        "plans.yaml",
        "      smsAbroad: roaming\n      smsPriceUsd: 0.10\n      smsPriceIn: CN",
        "      smsAbroad: wifi\n      smsPriceUsd: 0.10\n      smsPriceIn: XX");

    assertThat(CatalogLoader.over(folder).check())
        .allSatisfy(finding -> assertThat(finding.severity()).isEqualTo(Finding.Severity.MISTAKE))
        .extracting(Finding::field)
        .contains("plans.ultra-paygo.abroad.smsPriceUsd", "plans.ultra-paygo.abroad.smsPriceIn");
  }

  private Finding only(String file) {
    Finding finding = CatalogLoader.over(folder).check().getFirst();
    assertThat(CatalogLoader.over(folder).check()).hasSize(1);
    assertThat(finding.file()).endsWith(file);
    assertThat(finding.line()).isPositive();
    assertThat(finding.severity()).isEqualTo(Finding.Severity.IMPLAUSIBLE);
    return finding;
  }

  /** Puts a file into the owner's folder that differs from the built-in one in this place. */
  private void replaced(String file, String right, String wrong) throws IOException {
    try (InputStream builtIn =
        Objects.requireNonNull(
            CatalogLoader.class.getResourceAsStream("/catalog/" + file), "built-in file")) {
      String text = new String(builtIn.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(text).contains(right);
      Files.writeString(folder.resolve(file), text.replace(right, wrong));
    }
  }
}
