package dev.everline.catalog.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.everline.catalog.Catalog;
import dev.everline.catalog.CatalogLoader;
import dev.everline.catalog.Length;
import dev.everline.catalog.Plan;
import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelImportTest {

  private static final String ID = "M0005937974123ABC456DEF789";

  private static final String DRAFT =
      """
      unique_plan_identifier,date_published,connection_type,provider_name,service_plan_name,currency,price_type,price_details,price_recurring,government_taxes,policy_data_usage
      M0005937974123ABC456DEF789,2026-08-14,mobile,Visible,"Visible, new",USD,Pre-Paid,Monthly; one line,25.00,Included,No
      """;

  private static final String SONAR =
      """
      company_name,fcc_id,data_service_id,data_service_name,fixed_or_mobile,data_service_price,billing_frequency_in_months,data_included_in_monthly_price,overage_fee,overage_data_amount
      Tello Mobile,0005937974,123ABC456DEF789,Five,Mobile,$14.00,1,5,10,1
      """;

  @TempDir Path folder;
  private Path csv = Path.of("");
  private Path into = Path.of("");

  @BeforeEach
  void places() {
    csv = folder.resolve("labels.csv");
    into = folder.resolve("catalog");
  }

  @Test
  void aLabelOfTheDraftBecomesAPlanKeyedByItsIdentifier() throws IOException {
    LabelImport.Result result = imported(DRAFT, "2026-08-20");
    assertThat(result.added()).isEqualTo(1);
    assertThat(result.rejects()).isEmpty();
    Plan plan = catalog().plan(ID);
    assertThat(plan.carrier()).isEqualTo("visible");
    assertThat(plan.name()).isEqualTo("Visible, new");
    assertThat(plan.lapseRule()).isEqualTo("visible-monthly");
    assertThat(plan.period()).isEqualTo(Length.ofMonths(1));
    assertThat(plan.taxesIncluded()).isTrue();
    assertThat(plan.unlimitedData()).isTrue();
    assertThat(plan.priceOn(LocalDate.of(2026, 8, 14))).isEqualTo(Money.usd(25_00));
    assertThat(plan.provenance().asOf()).isEqualTo("2026-08-14");
  }

  @Test
  void aLabelOfSonarBecomesAPlanWithItsIdentifierJoined() throws IOException {
    imported(SONAR, "2026-08-20");
    Plan plan = catalog().plan(ID);
    assertThat(plan.carrier()).isEqualTo("tello");
    assertThat(plan.dataGb()).isEqualTo(new BigDecimal("5"));
    assertThat(plan.unlimitedData()).isFalse();
    assertThat(plan.prices())
        .singleElement()
        .satisfies(
            price -> {
              assertThat(price.from()).isEqualTo("2026-08-20");
              assertThat(price.regular()).isEqualTo(Money.usd(14_00));
            });
  }

  @Test
  void severalMonthsBilledAtOnceAreOnePeriod() throws IOException {
    imported(SONAR.replace("$14.00,1,", "14.00,12,"), "2026-08-20");
    Plan plan = catalog().plan(ID);
    assertThat(plan.period()).isEqualTo(Length.ofDays(360));
    assertThat(plan.prices().getFirst().regular()).isEqualTo(Money.usd(168_00));
  }

  @Test
  void importingTheSameFileAgainChangesNothing() throws IOException {
    for (String text : new String[] {DRAFT, SONAR}) {
      imported(text, "2026-08-20");
      byte[] before = Files.readAllBytes(into.resolve("labels.yaml"));
      LabelImport.Result again = imported(text, "2026-09-20");
      assertThat(again.unchanged()).isEqualTo(1);
      assertThat(again.added() + again.changed()).isZero();
      assertThat(Files.readAllBytes(into.resolve("labels.yaml"))).isEqualTo(before);
      Files.delete(into.resolve("labels.yaml"));
    }
  }

  @Test
  void aChangedPriceIsAddedWithItsDayAndTheOldOneStays() throws IOException {
    imported(DRAFT, "2026-08-20");
    LabelImport.Result changed =
        imported(DRAFT.replace("25.00", "27.50").replace("2026-08-14", "2026-10-01"), "2026-10-02");
    assertThat(changed.changed()).isEqualTo(1);
    Plan plan = catalog().plan(ID);
    assertThat(plan.priceOn(LocalDate.of(2026, 9, 30))).isEqualTo(Money.usd(25_00));
    assertThat(plan.priceOn(LocalDate.of(2026, 10, 1))).isEqualTo(Money.usd(27_50));
  }

  @Test
  void aPriceChangedWithoutANewDateHoldsFromTheDayOfTheImport() throws IOException {
    imported(DRAFT, "2026-08-20");
    imported(DRAFT.replace("25.00", "27.50"), "2026-10-02");
    assertThat(catalog().plan(ID).prices())
        .extracting(price -> price.from() + " " + price.regular())
        .containsExactly("2026-08-14 25.00 USD", "2026-10-02 27.50 USD");
    assertThat(imported(DRAFT.replace("25.00", "27.50"), "2026-10-05").unchanged()).isEqualTo(1);
    // Without dates at all, the same day's second price corrects the first.
    imported(SONAR.replace("123ABC", "999ABC"), "2026-10-02");
    imported(SONAR.replace("123ABC", "999ABC").replace("14.00", "15.00"), "2026-10-02");
    assertThat(catalog().plan(ID.replace("123ABC", "999ABC")).prices())
        .singleElement()
        .satisfies(price -> assertThat(price.regular()).isEqualTo(Money.usd(15_00)));
  }

  @Test
  void anOlderFileAddsToTheHistoryAndChangesNothingElse() throws IOException {
    imported(DRAFT, "2026-08-20");
    imported(
        DRAFT
            .replace("25.00", "20.00")
            .replace("2026-08-14", "2025-01-01")
            .replace("Visible, new", "Old name"),
        "2026-08-21");
    Plan plan = catalog().plan(ID);
    assertThat(plan.name()).isEqualTo("Visible, new");
    assertThat(plan.prices())
        .extracting(price -> price.from() + " " + price.regular())
        .containsExactly("2025-01-01 20.00 USD", "2026-08-14 25.00 USD");
  }

  @Test
  void aLinkInThePlaceOfTheFileIsLeftAsItIs() throws IOException {
    imported(DRAFT, "2026-08-20");
    Path labels = into.resolve("labels.yaml");
    Path target = Files.move(labels, into.resolve("elsewhere.txt"));
    Files.createSymbolicLink(labels, target);
    byte[] before = Files.readAllBytes(target);

    assertThatThrownBy(() -> imported(SONAR.replace("123ABC", "999ABC"), "2026-08-21"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("labels.yaml");

    assertThat(labels).isSymbolicLink();
    assertThat(target).hasBinaryContent(before);
  }

  @Test
  void whatSomebodyAddedByHandStaysWhenAnotherPlanIsImported() throws IOException {
    imported(DRAFT, "2026-08-20");
    Path labels = into.resolve("labels.yaml");
    Files.writeString(
        labels,
        Files.readString(labels).replace("  unlimitedData", "  hotspotGb: 5\n  unlimitedData"));
    imported(SONAR.replace("123ABC", "999ABC"), "2026-08-21");
    assertThat(catalog().plan(ID).hotspotGb()).isEqualTo(new BigDecimal("5"));
    assertThat(catalog().plans()).containsKey(ID.replace("123ABC", "999ABC"));
  }

  @ParameterizedTest
  @CsvSource({
    "M0005937974123ABC456DEF789,m0005937974123ABC456DEF789,unique_plan_identifier",
    "M0005937974123ABC456DEF789,M0005937974123ABC456DEF78,unique_plan_identifier",
    "M0005937974123ABC456DEF789,M0005937974123-BC456DEF789,unique_plan_identifier",
    "M0005937974123ABC456DEF789,,unique_plan_identifier",
    "M0005937974123ABC456DEF789,F0005937974123ABC456DEF789,unique_plan_identifier",
    "mobile,fixed,connection_type",
    "Visible,Nobody's,provider_name",
    "25.00,-25.00,price_recurring",
    "25.00,25.001,price_recurring",
    "25.00,cheap,price_recurring",
    "25.00,99999999999999999999,price_recurring",
    "25.00,,price_recurring",
    "USD,EUR,currency",
    "2026-08-14,2026-02-30,date_published",
    "2026-08-14,14/08/2026,date_published",
    "Included,Perhaps,government_taxes",
  })
  void aBadRowIsRejectedWithRowAndColumnAndHarmsNoOther(String right, String wrong, String column)
      throws IOException {
    String bad = DRAFT.replaceFirst(right, wrong == null ? "" : wrong);
    String good = DRAFT.lines().skip(1).findFirst().orElseThrow().replace("123ABC", "999ABC");
    LabelImport.Result result = imported(bad + good + "\n", "2026-08-20");
    assertThat(result.added()).isEqualTo(1);
    assertThat(result.rejectedRows()).isEqualTo(1);
    assertThat(result.rejects())
        .anySatisfy(
            reject -> {
              assertThat(reject.line()).isEqualTo(2);
              assertThat(reject.column()).isEqualTo(column);
            });
    assertThat(folder.resolve("labels.rejects.csv"))
        .content()
        .startsWith("\ufeffrow,column,value,reason,remedy")
        .contains(column);
    imported(DRAFT, "2026-08-20");
    assertThat(folder.resolve("labels.rejects.csv")).doesNotExist();
  }

  @Test
  void theSameIdentifierTwiceAndARowOfAnotherWidthAreRejected() throws IOException {
    String row = DRAFT.lines().skip(1).findFirst().orElseThrow();
    LabelImport.Result result = imported(DRAFT + row + "\n" + row + ",more\n", "2026-08-20");
    assertThat(result.added()).isEqualTo(1);
    assertThat(result.rejects())
        .extracting(LabelImport.Reject::line)
        .containsExactlyInAnyOrder(3L, 4L);
  }

  @Test
  void theCarrierMayBeGivenForTheWholeFile() throws IOException {
    Files.writeString(csv, DRAFT.replace("Visible,", "Some Reseller,"));
    LabelImport.run(csv, into, "metro", clock("2026-08-20"));
    assertThat(catalog().plan(ID).lapseRule()).isEqualTo("metro-monthly");
    assertThatThrownBy(() -> LabelImport.run(csv, into, "nobody", clock("2026-08-20")))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void filesOfAnotherKindAreRefusedWhole() throws IOException {
    for (String text :
        new String[] {
          "",
          "a,b\n1,2\n",
          DRAFT.replace("price_recurring", "cost"),
          DRAFT.replace("currency", "price_type"),
          DRAFT + "\"open",
          DRAFT.replace("new", "\u0000"),
        }) {
      assertThatThrownBy(() -> imported(text, "2026-08-20")).isInstanceOf(ProblemException.class);
    }
    Files.write(csv, DRAFT.getBytes(StandardCharsets.UTF_16));
    assertThatThrownBy(() -> LabelImport.run(csv, into, null, clock("2026-08-20")))
        .hasMessageContaining("UTF-16");
    assertThatThrownBy(
            () -> LabelImport.run(folder.resolve("x.csv"), into, null, clock("2026-08-20")))
        .hasMessageContaining("isn't a file");
    assertThat(into.resolve("labels.yaml")).doesNotExist();
  }

  @Test
  void aByteOrderMarkQuotesLineEndsAndOtherScriptsAreRead() throws IOException {
    imported(
        "\ufeff"
            + DRAFT
                .replace("Visible, new", "无限 \"\"Plus\"\" 📱\n\tx: [y] # 'z'")
                .replace("unique_plan_identifier", "Unique_Plan_Identifier ")
                .replaceAll("(?<!📱)\n", "\r\n"),
        "2026-08-20");
    assertThat(catalog().plan(ID).name()).isEqualTo("无限 \"Plus\" 📱 x: [y] # 'z'");
  }

  private LabelImport.Result imported(String text, String today) throws IOException {
    Files.writeString(csv, text);
    return LabelImport.run(csv, into, null, clock(today));
  }

  private Catalog catalog() {
    return CatalogLoader.over(into).load();
  }

  private static Clock clock(String day) {
    return Clock.fixed(Instant.parse(day + "T16:00:00Z"), ZoneOffset.UTC);
  }
}
