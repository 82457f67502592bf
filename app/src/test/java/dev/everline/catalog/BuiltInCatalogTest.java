package dev.everline.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.kernel.Money;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class BuiltInCatalogTest {

  private final Catalog catalog = CatalogLoader.builtIn().load();

  @Test
  void theBuiltInFilesHaveNoFindings() {
    assertThat(CatalogLoader.builtIn().check()).isEmpty();
  }

  @Test
  void holdsCarriersPlansRulesAmountsAndFees() {
    assertThat(catalog.carriers()).hasSize(38);
    assertThat(catalog.plans()).hasSize(131);
    assertThat(catalog.lapseRules()).hasSize(41);
    assertThat(catalog.refillAmounts()).hasSizeGreaterThan(20);
    assertThat(catalog.prepaidFees()).hasSize(53 - 1);
  }

  @Test
  void moneyAtAttLivesByTheAmountPaid() {
    LapseRule rule = catalog.lapseRule("att-prepaid-monthly");
    assertThat(rule.basis()).isEqualTo(Basis.PLAN_CYCLE);
    assertThat(rule.balanceLifeDays(Money.usd(9_99))).isZero();
    assertThat(rule.balanceLifeDays(Money.usd(10_00))).isEqualTo(30);
    assertThat(rule.balanceLifeDays(Money.usd(24_99))).isEqualTo(30);
    assertThat(rule.balanceLifeDays(Money.usd(25_00))).isEqualTo(90);
    assertThat(rule.balanceLifeDays(Money.usd(100_00))).isEqualTo(365);
  }

  @Test
  void everyPlanHasARuleOfItsCarrierOrTheCautiousOne() {
    assertThat(catalog.plans().values())
        .allSatisfy(plan -> assertThat(catalog.lapseRule(plan.lapseRule())).isNotNull());
    LapseRule cautious = catalog.lapseRule("assumed-safe");
    assertThat(cautious.provenance().isFact()).isFalse();
    assertThat(cautious.numberLostAfterDays()).isNull();
  }

  @Test
  void dialCodesThatWereNotLookedUpAreNotShownAtAll() {
    Carrier h2o = catalog.carrier("h2o");
    assertThat(h2o.balanceCodes()).isEmpty();
    assertThat(h2o.unconfirmed()).noneMatch(hint -> hint.contains("*777*1#"));
    assertThat(catalog.carrier("metro").refillCodes()).isEmpty();
    assertThat(catalog.carrier("att-prepaid").balanceCodes()).containsExactly("*777#");
    assertThat(catalog.carrier("att-prepaid").refillCodes()).containsExactly("*888*PIN#");
    assertThat(catalog.carrier("cricket").refillCodes()).containsExactly("*729");
  }

  @Test
  void aCarrierThatMovedNamesTheNetworkOfItsOlderSims() {
    Carrier lycamobile = catalog.carrier("lycamobile");
    assertThat(lycamobile.network()).isEqualTo("AT&T");
    assertThat(lycamobile.service().earlierNetworks())
        .singleElement()
        .satisfies(
            earlier -> {
              assertThat(earlier.network()).isEqualTo("T-Mobile");
              assertThat(earlier.until()).isEqualTo("2026");
              assertThat(earlier.provenance().isFact()).isTrue();
            });
  }

  @Test
  void aPlanSaysWhatHoldsAbroadByItsOwnRecordElseByItsCarriers() {
    Abroad own = Objects.requireNonNull(catalog.plan("ultra-paygo").abroad());
    assertThat(own.texts()).isEqualTo(Abroad.Texts.ROAMING);
    assertThat(own.textPrice()).isEqualTo(Money.usd(10));
    assertThat(own.textPriceIn()).isEqualTo("CN");
    assertThat(catalog.plan("tello-5gb").abroad())
        .isEqualTo(catalog.carrier("tello").service().abroad());
    assertThat(catalog.plan("ultra-tourist-21").abroad()).isNull();
    assertThat(catalog.plan("straighttalk-gold").abroad()).isNull();
  }

  @Test
  void numbersWithoutASimAreOfTheVoipClassAndOnlyKeptByUse() {
    Carrier voice = catalog.carrier("google-voice");
    assertThat(voice.service().kind().isRenewable()).isFalse();
    assertThat(Objects.requireNonNull(voice.service().numbers()).numberClass())
        .isEqualTo(Service.NumberClass.VOIP);
    LapseRule rule = catalog.lapseRule("google-voice");
    assertThat(rule.basis()).isEqualTo(Basis.ACTIVITY);
    assertThat(rule.numberLostAfterDays()).isEqualTo(90);
    assertThat(catalog.lapseRule("numberbarn-parking").basis().isRenewable()).isFalse();
    assertThat(catalog.lapseRule("helium-zero").basis()).isEqualTo(Basis.ACTIVITY);
  }

  @Test
  void whereSourcesDisagreeBothAreTold() {
    assertThat(CatalogLoader.builtIn().disagreements())
        .extracting(Finding::field)
        .contains(
            "rules.metro-monthly.alternatives[0].days",
            "plans.usmobile-starter.conflicts[0].about",
            "rules.cricket-monthly.conflicts[0].about");
    assertThat(catalog.plan("usmobile-starter").taxesIncluded()).isNull();
    assertThat(catalog.plan("usmobile-starter").conditions()).contains("service fee of up to $2");
  }

  @Test
  void datesAreCountedInTheCarriersZone() {
    assertThat(catalog.carrier("cricket").zone()).isEqualTo(ZoneId.of("America/Chicago"));
    assertThat(catalog.carrier("metro").zone()).isEqualTo(ZoneId.of("America/New_York"));
  }

  @Test
  void aPlanHasItsPriceWithAndWithoutTheCarriersAutopay() {
    Plan plan = catalog.plan("verizon-prepaid-15gb");
    assertThat(plan.priceOn(LocalDate.of(2026, 11, 24))).isEqualTo(Money.usd(45_00));
    assertThat(plan.prices().getFirst().withAutopay()).isEqualTo(Money.usd(35_00));
  }

  @Test
  void refillAmountsOfAPlanComeBeforeThoseOfItsCarrier() {
    RefillAmounts paygo = catalog.refillAmountsFor(catalog.plan("ultra-paygo")).orElseThrow();
    assertThat(paygo.smallestAtLeast(Money.usd(3_24))).isEqualTo(Money.usd(5_00));
    assertThat(catalog.refillAmountsFor(catalog.plan("ultra-tourist-21")).orElseThrow().kind())
        .isEqualTo(RefillAmounts.Kind.PLAN);
  }

  @Test
  void theFeeOfAStateIsCountedByItsMethod() {
    PrepaidFee texas = catalog.prepaidFee("TX").orElseThrow();
    assertThat(texas.on(Money.usd(25_00), 1)).isEqualTo(Money.usd(50));
    assertThat(Objects.requireNonNull(catalog.prepaidFee("CA").orElseThrow().amount()))
        .isEqualTo(Money.usd(41));
  }
}
