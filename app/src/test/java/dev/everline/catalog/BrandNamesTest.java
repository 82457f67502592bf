package dev.everline.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.ProblemException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Carriers by the names that people give them, in the built-in catalog. */
class BrandNamesTest {

  private static final Catalog CATALOG = CatalogLoader.fromEnvironment(Map.of()).load();

  @ParameterizedTest
  @CsvSource({
    "Ultra Mobile, ultra",
    "ultra  mobile, ultra",
    "ULTRA-MOBILE, ultra",
    "紫卡, ultra",
    "Total Wireless, total-wireless",
    "Total by Verizon, total-wireless",
    "MetroPCS, metro",
    "Metro by T\u2011Mobile, metro",
    "Metro by T\u2013Mobile, metro",
    "US mobile, us-mobile",
    "U.S. Mobile, us-mobile",
    "Red Pocket, red-pocket",
    "RedPocket, red-pocket",
    "Lyca, lycamobile",
    "Lyca Mobile, lycamobile",
    "T\u2011Mobile Prepaid, tmobile-prepaid",
    "tmobile-prepaid, tmobile-prepaid",
    "TMOBILE_PREPAID, tmobile-prepaid",
    "AT&T Prepaid, att-prepaid",
    "Ａt&t Prepaid, att-prepaid",
    "Straight Talk, straight-talk",
    "TracFone Wireless, tracfone",
    "Mint Mobile®, mint",
    "H2O\u00a0Wireless, h2o",
  })
  void oneIsMeantHoweverItIsWritten(String name, String id) {
    assertThat(CATALOG.carrierNamed(name).id()).isEqualTo(id);
  }

  @ParameterizedTest
  @CsvSource({
    "T-Mobile, 'metro, tmobile-prepaid'",
    "T\u2011Mobile, 'metro, tmobile-prepaid'",
    "tmobile, 'metro, tmobile-prepaid'",
    "AT&T, 'att-prepaid, cricket'",
    "Verizon, 'total-wireless, verizon-prepaid, visible'",
  })
  void whatNamesSeveralIsAnsweredWithTheirIds(String name, String choices) {
    assertThatExceptionOfType(InvalidValue.class)
        .isThrownBy(() -> CATALOG.names().one("carrier", name))
        .satisfies(
            wrong -> {
              assertThat(wrong.code()).isEqualTo("CARRIER_OF_SEVERAL");
              assertThat(wrong.details()).containsExactly(choices);
              assertThat(wrong.getMessage()).contains(choices);
            });
  }

  @Test
  void eachIdAndEachBrandNamesItsOwnCarrierAndNoOther() {
    CATALOG
        .carriers()
        .values()
        .forEach(
            carrier -> {
              assertThat(CATALOG.names().of(carrier.id())).containsExactly(carrier.id());
              assertThat(CATALOG.names().of(carrier.brand())).containsExactly(carrier.id());
            });
  }

  @Test
  void nobodyIsCalledByNothingOrByAnotherName() {
    assertThat(CATALOG.names().of("")).isEmpty();
    assertThat(CATALOG.names().of("--")).isEmpty();
    assertThat(CATALOG.names().of("Vodafone")).isEmpty();
    assertThat(CATALOG.names().of("x".repeat(10_000))).isEmpty();
    assertThat(CATALOG.names().filter("no-such")).isEqualTo("no-such");
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> CATALOG.carrierNamed("Vodafone"));
  }
}
