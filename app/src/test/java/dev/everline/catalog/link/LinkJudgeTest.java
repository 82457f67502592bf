package dev.everline.catalog.link;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.everline.catalog.CatalogLoader;
import dev.everline.catalog.link.LinkJudgement.Reason;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The labelled addresses are the specification; the reasons are told by one example each. */
class LinkJudgeTest {

  private static final LinkJudge JUDGE = new LinkJudge(CatalogLoader.builtIn().load());

  private record Labelled(String judgement, String address, String brand) {

    private boolean isMet() {
      LinkJudgement judged = JUDGE.judge(address);
      boolean rightBrand = brand.isEmpty() || brand.equals(judged.brand());
      return judged.judgement().key().equals(judgement) && rightBrand;
    }

    private String told() {
      LinkJudgement judged = JUDGE.judge(address);
      return address
          + " is said to be "
          + judged.judgement().key()
          + " of "
          + judged.brand()
          + " by "
          + judged.why().reason().key();
    }
  }

  private static Stream<Labelled> labelled(String file, String judgement) {
    try (CsvReader<NamedCsvRecord> rows =
        CsvReader.builder()
            .ofNamedCsvRecord(
                new InputStreamReader(
                    Objects.requireNonNull(LinkJudgeTest.class.getResourceAsStream(file)),
                    StandardCharsets.UTF_8))) {
      return rows.stream()
          .map(
              row ->
                  new Labelled(
                      row.getField("judgement"), row.getField("address"), row.getField("brand")))
          .filter(row -> row.judgement().equals(judgement))
          .toList()
          .stream();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Those of the specification, and the harder ones that were written down after it. */
  private static List<Labelled> all(String judgement) {
    return Stream.of("addresses.csv", "more-addresses.csv")
        .flatMap(file -> labelled(file, judgement))
        .toList();
  }

  @Test
  void theSpecificationHasThreeHundredAddressesOfManyBrands() {
    assertThat(labelled("addresses.csv", "official")).hasSizeGreaterThanOrEqualTo(100);
    assertThat(labelled("addresses.csv", "look-alike")).hasSizeGreaterThanOrEqualTo(100);
    assertThat(labelled("addresses.csv", "unknown")).hasSizeGreaterThanOrEqualTo(100);
    assertThat(labelled("addresses.csv", "official").map(Labelled::brand).distinct())
        .hasSizeGreaterThan(25);
  }

  @Test
  void everyOfficialAddressIsOfItsBrand() {
    assertThat(all("official").stream().filter(row -> !row.isMet()).map(Labelled::told)).isEmpty();
  }

  @Test
  void noBystanderIsTakenForALookAlike() {
    assertThat(all("unknown").stream().filter(row -> !row.isMet()).map(Labelled::told)).isEmpty();
  }

  @Test
  void lookAlikesAreFoundWithTheBrandThatTheyImitate() {
    List<Labelled> all = all("look-alike");
    List<String> missed = all.stream().filter(row -> !row.isMet()).map(Labelled::told).toList();
    assertThat(missed).hasSizeLessThanOrEqualTo(all.size() / 20).isEmpty();
  }

  @Test
  void shortenersAreToldByTheirHost() {
    assertThat(all("shortener").stream().filter(row -> !row.isMet()).map(Labelled::told)).isEmpty();
    assertThat(JUDGE.judge("https://t-mo.co/3abc").brand()).isEqualTo("tmobile-prepaid");
    assertThat(JUDGE.judge("https://bit.ly/3abc").brand()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "https://mіntmobile.com, HOMOGRAPH",
    "https://xn--verzon-4va.com, PUNYCODE",
    "https://mintmoblie.com, SWAPPED_LETTERS",
    "https://minttmobile.com, DOUBLED_LETTER",
    "https://mintmobie.com, LEFT_OUT_LETTER",
    "https://mintmobiley.com, ADDED_LETTER",
    "https://verizom.com, CHANGED_LETTER",
    "https://mintm0bi1e.com, DIGITS_FOR_LETTERS",
    "https://rnintmobile.net, DIGITS_FOR_LETTERS",
    "https://mitmobil.com, MISSPELT",
    "https://verizon.secure-billing.com, BRAND_IN_SUBDOMAIN",
    "https://mintmobile.com.example.org/a, BRAND_IN_SUBDOMAIN",
    "https://mint-rewards.com, BRAND_WITH_WORDS",
    "https://tmobi-le.com, OTHER_HYPHENS",
    "https://mintmobile.icu, OTHER_ENDING",
    "https://www.mintmobile.com@evil.example/x, USER_INFO",
    "https://192.0.2.7/mintmobile/login, IP_ADDRESS",
    "https://secure-billing.top/mintmobile/login, BRAND_IN_PATH",
    "https://sites.google.com/view/mintmobile-login, BRAND_IN_PATH"
  })
  void aLookAlikeIsToldByWhat(String address, Reason reason) {
    LinkJudgement judged = JUDGE.judge(address);
    assertThat(judged.why().reason()).isEqualTo(reason);
    assertThat(judged.judgement()).isEqualTo(Judgement.LOOK_ALIKE);
    assertThat(judged.why().official()).isNotBlank();
  }

  @Test
  void anOfficialLinkNamesTheRecordThatSaysSo() {
    LinkJudgement named = JUDGE.judge("https://my.mintmobile.com/login");
    assertThat(named.why().reason()).isEqualTo(Reason.NAMED_HOST);
    assertThat(named.why().official()).isEqualTo("my.mintmobile.com");
    assertThat(named.why().record()).isEqualTo("carriers.yaml: mint, sites.account");
    LinkJudgement below = JUDGE.judge("https://help.ting.com/x");
    assertThat(below.why().reason()).isEqualTo(Reason.BELOW_NAMED_DOMAIN);
    assertThat(below.why().record()).isEqualTo("link-hosts.csv: ting.com");
  }

  @Test
  void aPageOfASharedHostIsOfficialOnlyWhereTheCatalogSaysSo() {
    assertThat(JUDGE.judge("https://support.google.com/fi/answer/1").judgement())
        .isEqualTo(Judgement.OFFICIAL);
    assertThat(JUDGE.judge("https://support.google.com/firewall").judgement())
        .isEqualTo(Judgement.UNKNOWN);
    assertThat(JUDGE.judge("https://mail.google.com").judgement()).isEqualTo(Judgement.UNKNOWN);
  }

  @Test
  void aHostThatIsOnlySaidToBeACarriersIsNeitherOfficialNorALookAlike() {
    LinkJudgement judged = JUDGE.judge("https://myverizon.com");
    assertThat(judged.judgement()).isEqualTo(Judgement.UNKNOWN);
    assertThat(judged.why().reason()).isEqualTo(Reason.UNCONFIRMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://www.mintmobile.com@evil.icu/pay",
        "https://www.mintmobile.com:443@evil.icu",
        "https://evil.icu\\@mintmobile-pay.com",
        "https:\\\\mintmobile.com.evil.icu",
        "https://mintmobile.com%2eevil.icu/x",
        "//mintmobile.com.evil.icu",
        "hxxps://mintmobile[.]com[.]evil[.]icu",
        "https://mintmobile.com。evil.icu"
      })
  void anAddressIsReadAsABrowserReadsIt(String address) {
    assertThat(JUDGE.judge(address).judgement()).isNotEqualTo(Judgement.OFFICIAL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://mintmobile.com\\@evil.icu",
        "https://mintmobile.com/@evil.icu",
        "https://mintmobile.com#@evil.icu",
        "https://MintMobile.com.:443/help",
        "https://mint\u00admobile.com"
      })
  void whatFollowsTheHostChangesNothing(String address) {
    assertThat(JUDGE.judge(address).judgement()).isEqualTo(Judgement.OFFICIAL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "mint", "hello there", "javascript:alert(1)", "tel:611", "https://", "."})
  void whatIsNoAddressIsToldSo(String text) {
    LinkJudgement judged = JUDGE.judge(text);
    assertThat(judged.judgement()).isEqualTo(Judgement.UNKNOWN);
    assertThat(judged.why().reason()).isEqualTo(Reason.NO_ADDRESS);
  }

  @Test
  void anAddressOfMailIsNoOfficialLink() {
    LinkJudgement judged = JUDGE.judge("support@mintmobile.com");
    assertThat(judged.judgement()).isEqualTo(Judgement.UNKNOWN);
    assertThat(judged.why().reason()).isEqualTo(Reason.MAIL_ADDRESS);
    assertThat(JUDGE.judge("support@mintmobi1e.com").judgement()).isEqualTo(Judgement.LOOK_ALIKE);
  }

  @Test
  void ofATextTheWorstLinkCounts() {
    assertThat(
            JUDGE
                .judge("See https://www.mintmobile.com or mint-reward.icu/pay for more")
                .judgement())
        .isEqualTo(Judgement.LOOK_ALIKE);
  }

  /** A browser takes the escape, the hidden character or the sign for a part of the host. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Pay now: https://mintmobile.com%2eevil.top/login",
        "see https://mintmobile.com\u200b.evil.top/ today",
        "Mint: pay https://mintmobile.com\u2215.evil.top/ now",
        "pay mintmobile.com\u2044.evil.top/ now"
      })
  void noHostThatGoesOnIsOfficialInAText(String text) {
    assertThat(JUDGE.judgeTyped(text))
        .isNotEmpty()
        .noneMatch(link -> link.judgement() == Judgement.OFFICIAL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u3010Mint\u3011\u60a8\u7684\u5957\u9910\u5373\u5c06\u5230\u671f\uff0c\u8bf7\u767b\u5f55https://mintmobile-pay.top\uff0c\u7eed\u8d39",
        "\u8bf7\u767b\u5f55mintmobile-pay.top\u7eed\u8d39",
        "\"https://mintmobile-pay.top\"",
        "(https://mintmobile-pay.top)",
        "Link:https://mintmobile-pay.top",
        "[https://mintmobile.com](https://mintmobile-pay.top)",
        "https://mintmobile.com,https://mintmobile-pay.top"
      })
  void aTextWithoutBlanksIsReadAsOne(String text) {
    assertThat(JUDGE.judgeTyped(text)).anyMatch(link -> link.judgement() == Judgement.LOOK_ALIKE);
  }

  @Test
  void noLinkIsLeftOutHoweverManyStandBeforeIt() {
    String before = " a0.top".repeat(200);
    assertThat(JUDGE.judgeTyped(before + " mintmobile-pay.top").getLast().judgement())
        .isEqualTo(Judgement.LOOK_ALIKE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://www.google.com/url?q=https://mintmobile-pay.top",
        "https://t.example/a?u=https://l.example/?u=https://mintmobile-pay.top/x",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fmintmobile-pay.top%2Fx&h=1"
      })
  void aLinkIsNoBetterThanTheOneThatItLeadsOnTo(String address) {
    assertThat(JUDGE.judge(address).judgement()).isEqualTo(Judgement.LOOK_ALIKE);
  }
}
