package dev.everline.catalog.identify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.catalog.Catalog;
import dev.everline.catalog.CatalogLoader;
import dev.everline.catalog.Confidence;
import dev.everline.catalog.identify.Identification.Brand;
import dev.everline.catalog.identify.Identification.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifierTest {

  private static final Identifier IDENTIFIER = builtIn();

  static Identifier builtIn() {
    CatalogLoader loader = CatalogLoader.builtIn();
    Catalog catalog = loader.load();
    return loader.loadIdentifier(catalog);
  }

  @ParameterizedTest
  @CsvSource({
    "89014103211118510720, AT&T",
    "8901260000000000006, T-Mobile",
    "8901410000000000005, AT&T",
    "89014100000000000004, AT&T",
    "8914800000000000006, Verizon",
    "89148000000000000001, Verizon",
    "8901480000000000000, Verizon",
    "891260000000000000, T-Mobile",
  })
  void anIccidTellsTheHostNetworkAndNeverTheBrand(String iccid, String network) {
    Identification answer = IDENTIFIER.identify(iccid);
    assertThat(answer.kind()).isEqualTo(Kind.ICCID);
    assertThat(answer.valid()).isTrue();
    assertThat(answer.network()).isEqualTo(network);
    assertThat(answer.brand()).isNull();
    assertThat(answer.candidates()).hasSizeGreaterThan(3);
  }

  @Test
  void theBrandsOfTheHostAreOfferedItsOwnFirstAndNoneThatEnded() {
    assertThat(IDENTIFIER.identify("8901260000000000006").candidates())
        .extracting(Brand::carrier)
        .contains("metro", "mint", "tello", "us-mobile", "tracfone")
        .doesNotContain("ctexcel-us", "cricket", "visible");
    assertThat(IDENTIFIER.identify("8914800000000000006").candidates())
        .extracting(Brand::carrier)
        .contains("visible", "straight-talk")
        .doesNotContain("mobilex");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8901260000000000006",
        "8901260000000000006F",
        "8901260000000000006f",
        " 8901 2600 0000 0000 006 ",
        "8901-2600-0000-0000-006",
        "ICCID: 8901260000000000006",
        "８９０１２６００００００００００００６",
        "\u200e8901260000000000006\u200f",
        "٨٩٠١٢٦٠٠٠٠٠٠٠٠٠٠٠٠٦",
      })
  void anIccidIsReadAsPeopleWriteIt(String text) {
    Identification answer = IDENTIFIER.identify(text);
    assertThat(answer.kind()).isEqualTo(Kind.ICCID);
    assertThat(answer.network()).isEqualTo("T-Mobile");
    assertThat(answer.confidence()).isEqualTo(Confidence.HIGH);
  }

  @ParameterizedTest
  @ValueSource(strings = {"8901410000000000004", "8914800000000000001"})
  void aWrongCheckDigitOfAnIccidIsAWarningOnly(String iccid) {
    Identification answer = IDENTIFIER.identify(iccid);
    assertThat(answer.valid()).isTrue();
    assertThat(answer.network()).isNotNull();
    assertThat(answer.confidence()).isEqualTo(Confidence.MEDIUM);
    assertThat(answer.warnings()).anyMatch(warning -> warning.contains("check digit"));
  }

  @Test
  void aPrefixThatIsOnlyRecalledIsAHintAndNoFact() {
    Identification answer = IDENTIFIER.identify("8901150000000000000");
    assertThat(answer.network()).isNull();
    assertThat(answer.confidence()).isEqualTo(Confidence.LOW);
    assertThat(answer.warnings()).anyMatch(warning -> warning.startsWith("Not confirmed"));
  }

  @Test
  void aCardOfAnotherCountryHasNoNetworkHere() {
    Identification answer = IDENTIFIER.identify("8944200000000000000");
    assertThat(answer.network()).isNull();
    assertThat(answer.warnings()).contains("It was not issued in the United States.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"8901410000000000002", "8901260000000000006"})
  void aBrandThatMovedIsAChoiceOnBothNetworksAndANumberWithoutASimOnNone(String iccid) {
    assertThat(IDENTIFIER.identify(iccid).candidates())
        .extracting(Identification.Brand::carrier)
        .contains("lycamobile")
        .doesNotContain("google-voice", "numberbarn");
  }

  @ParameterizedTest
  @ValueSource(strings = {"89012600000000000", "890126000000000000612"})
  void anIccidOfAnotherLengthIsNotValid(String iccid) {
    Identification answer = IDENTIFIER.identify(iccid);
    assertThat(answer.kind()).isEqualTo(Kind.ICCID);
    assertThat(answer.valid()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "310260123456789, 6D38, T-Mobile, metro, HIGH",
    "310260123456789, 6d38ffff, T-Mobile, metro, HIGH",
    "310260123456789, 6941, T-Mobile, tello, HIGH",
    "310240123456789, 6C79, T-Mobile, lycamobile, HIGH",
    "310260123456789, 4276, T-Mobile, google-fi, HIGH",
    "310410123456789, 4201, AT&T, red-pocket, HIGH",
    "310410123456789, 2AC9, AT&T, consumer-cellular, HIGH",
    "310410123456789, 62FF, AT&T, pure-talk, HIGH",
    "310410123456789, DDFF, AT&T, tracfone, MEDIUM",
    "311480123456789, BA01270000000000, Verizon, tracfone, MEDIUM",
    "311480123456789, bae1, Verizon, visible, HIGH",
    "311480123456789, BA0145, Verizon, xfinity-mobile, HIGH",
    "311480123456789, BA0150, Verizon, us-mobile, HIGH",
    "310410123456789, 3432, AT&T, boost, HIGH",
    "313340123456789, 6332, Dish, boost, HIGH",
  })
  void anImsiWithItsGroupTellsTheBrand(
      String imsi, String gid1, String network, String brand, Confidence confidence) {
    for (Identification answer :
        java.util.List.of(
            IDENTIFIER.identify(imsi, gid1), IDENTIFIER.identify(imsi + " GID1=" + gid1))) {
      assertThat(answer.kind()).isEqualTo(Kind.IMSI);
      assertThat(answer.network()).isEqualTo(network);
      assertThat(carrierOf(answer.brand())).isEqualTo(brand);
      assertThat(answer.confidence()).isEqualTo(confidence);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "310150123456789, AT&T, cricket",
    "314730123456789, TextNow Wireless, textnow",
    "310260971234567, T-Mobile, google-fi",
  })
  void aBrandWithACodeOfItsOwnIsToldByTheImsiAlone(String imsi, String network, String brand) {
    Identification answer = IDENTIFIER.identify(imsi);
    assertThat(answer.network()).isEqualTo(network);
    assertThat(carrierOf(answer.brand())).isEqualTo(brand);
  }

  @Test
  void anImsiOfAHostWithoutItsGroupLeavesTheBrandOpen() {
    Identification answer = IDENTIFIER.identify("310260123456789");
    assertThat(answer.network()).isEqualTo("T-Mobile");
    assertThat(answer.brand()).isNull();
    assertThat(answer.candidates()).extracting(Brand::carrier).contains("metro", "tmobile-prepaid");
    assertThat(answer.warnings()).anyMatch(warning -> warning.contains("GID1"));
  }

  @Test
  void aBrandOutsideTheCatalogIsNamedButHasNoCarrier() {
    assertThat(IDENTIFIER.identify("310260123456789", "4753").brand())
        .isEqualTo(new Brand(null, "GoSmart"));
  }

  @ParameterizedTest
  @CsvSource({
    "89049032004008882600003502007081, true",
    "89001012012341234012345678901224, true",
    "89049032000001000000000000000050, false",
    "89049032004008882600003502007082, false",
  })
  void anEidIsCheckedModulo97(String eid, boolean valid) {
    Identification answer = IDENTIFIER.identify(eid);
    assertThat(answer.kind()).isEqualTo(Kind.EID);
    assertThat(answer.valid()).isEqualTo(valid);
    assertThat(answer.network()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"490154203237518, true", "490154203237519, false", "49-015420-323751-8, true"})
  void anImeiIsCheckedByItsLastDigit(String imei, boolean valid) {
    Identification answer = IDENTIFIER.identify(imei);
    assertThat(answer.kind()).isEqualTo(Kind.IMEI);
    assertThat(answer.valid()).isEqualTo(valid);
  }

  @Test
  void fifteenDigitsFromAUsCountryCodeAreAnImsiUnlessNamedOtherwise() {
    assertThat(IDENTIFIER.identify("310260123456783").kind()).isEqualTo(Kind.IMSI);
    assertThat(IDENTIFIER.identify("IMEI 310260123456783").kind()).isEqualTo(Kind.IMEI);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+1 212-555-0123",
        "(212) 555-0123",
        "2125550123",
        "1-212-555-0123",
        "+１２１２５５５０１２３",
      })
  void theCarrierCannotBeKnownFromAUsNumber(String number) {
    Identification answer = IDENTIFIER.identify(number);
    assertThat(answer.kind()).isEqualTo(Kind.MSISDN);
    assertThat(answer.network()).isNull();
    assertThat(answer.brand()).isNull();
    assertThat(answer.candidates()).isEmpty();
    assertThat(answer.rule()).contains("can't be told from the number");
    assertThat(answer.warnings()).anyMatch(warning -> warning.contains("ICCID"));
  }

  @Test
  void aNumberOfAnotherRegionSaysSo() {
    assertThat(IDENTIFIER.identify("+44 20 7946 0018").warnings())
        .anyMatch(warning -> warning.contains("GB"));
    assertThat(IDENTIFIER.identify("+1 604 555 0123").warnings())
        .anyMatch(warning -> warning.contains("CA"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "hello",
        "😀😀",
        "\u0000\u0000",
        "12",
        "99999999999999999999999",
        "0x1F"
      })
  void nonsenseIsUnknownWithAdvice(String text) {
    Identification answer = IDENTIFIER.identify(text);
    assertThat(answer.kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(answer.valid()).isFalse();
    assertThat(answer.warnings()).isNotEmpty();
  }

  @Test
  void aMegabyteIsRefusedUnread() {
    Identification answer = IDENTIFIER.identify("8".repeat(1_000_000));
    assertThat(answer.kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(answer.warnings().getFirst()).contains("256 characters");
  }

  @Test
  void theAnswerHoldsNoDigitsOfTheSubscriber() {
    assertThat(IDENTIFIER.identify("310260123456789", "6D38").toString())
        .doesNotContain("123456789");
    assertThat(IDENTIFIER.identify("8901260123456789012").toString()).doesNotContain("123456789");
    assertThat(IDENTIFIER.identify("+1 212 555 0123").toString()).doesNotContain("5550123");
  }

  private static @Nullable String carrierOf(@Nullable Brand brand) {
    return brand == null ? null : brand.carrier();
  }

  @ParameterizedTest
  @CsvSource({"646-2142 Ann, A", "(212) 555-OIOO, O", "212-555-oioo, o", "TEL: 212555010l, l"})
  void aTextWithALetterIsNoTelephoneNumber(String text, String letter) {
    Identification answer = IDENTIFIER.identify(text);
    assertThat(answer.kind()).isEqualTo(Identification.Kind.UNKNOWN);
    assertThat(answer.warnings()).anyMatch(said -> said.contains("the letter '" + letter + "'"));
  }

  @Test
  void anExtensionIsNotDropped() {
    Identification answer = IDENTIFIER.identify("212-555-0100 x12");
    assertThat(answer.kind()).isEqualTo(Identification.Kind.UNKNOWN);
    assertThat(answer.warnings()).anyMatch(said -> said.contains("an extension"));
  }
}
