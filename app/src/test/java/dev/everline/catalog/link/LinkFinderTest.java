package dev.everline.catalog.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.catalog.CatalogLoader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkFinderTest {

  private static final LinkJudge JUDGE = new LinkJudge(CatalogLoader.builtIn().load());

  private static List<String> found(String text) {
    return JUDGE.find(text).stream().map(LinkJudgement::url).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Pay at mint-reward.icu/pay today|mint-reward.icu/pay",
        "Pay at mint-reward.icu.|mint-reward.icu",
        "Pay (mint-reward.icu/pay).|mint-reward.icu/pay",
        "See <https://www.mintmobile.com/help>!|https://www.mintmobile.com/help",
        "[pay](https://mint-reward.icu/a_(b))|https://mint-reward.icu/a_(b)",
        "\"https://bit.ly/3abc\"|https://bit.ly/3abc",
        "请访问mint-reward.icu/pay，谢谢|mint-reward.icu/pay",
        "请点击https://mint-reward.icu/pay续费。|https://mint-reward.icu/pay",
        "网址：mint-reward．icu／pay。|mint-reward．icu／pay",
        "mintmobile。com是官网|mintmobile。com",
        "（https://www.mintmobile.com）|https://www.mintmobile.com",
        "Su factura: paga en BOOST-PAY.NET/F|BOOST-PAY.NET/F",
        "Click www.tello.com,please|www.tello.com",
        "hxxps://mintmobile[.]com[.]evil[.]icu/x|hxxps://mintmobile[.]com[.]evil[.]icu/x",
        "https://www.mintmobile.com@evil.icu/pay now|https://www.mintmobile.com@evil.icu/pay",
        "http://192.0.2.7/att/login here|http://192.0.2.7/att/login",
        "T-Mobile: t-mo.co/3abc|t-mo.co/3abc",
        "visit мintmobile.com/pay|мintmobile.com/pay",
        "Go to tello.us/x?a=1&b=2; then wait|tello.us/x?a=1&b=2"
      })
  void aLinkIsFoundAsWritten(String text, String link) {
    assertThat(found(text)).containsExactly(link);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Your balance is $4.99. Thanks.It works",
        "Call Verizon.It is free",
        "Write to help@example.com.Then wait",
        "Reply to support@mintmobile.com",
        "Your plan ends 12.15.2026 at 11.59 p.m.",
        "Dial *777# or text PAY to 611611",
        "the U.S. and e.g. others... etc.",
        "version 2.4.1",
        "Hola.Su plan vence",
        "余额为12.50美元",
        ""
      })
  void sentencesNumbersAndAddressesOfMailAreNoLinks(String text) {
    assertThat(found(text)).isEmpty();
  }

  @Test
  void severalLinksAreFoundInTheirOrder() {
    assertThat(found("a https://tello.com b bit.ly/x c https://tello.com/d"))
        .containsExactly("https://tello.com", "bit.ly/x", "https://tello.com/d");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a.",
        "a-",
        "a%",
        "a@",
        "a@a.",
        "http://",
        "http://a",
        "http://a.a.",
        "http://[",
        "[.]a",
        "a[.]",
        "(",
        "xn--",
        "中.",
        "1.",
        "pay-mint-",
        "mintmobile",
        "mintmobile.com.",
        "-",
        "%2e"
      })
  void aHostileTextIsReadToItsEnd(String part) {
    String text = part.repeat(20_000 / part.length());
    assertThat(JUDGE.find(text)).hasSizeLessThanOrEqualTo(20);
    assertThat(JUDGE.judge(text).judgement()).isNotEqualTo(Judgement.OFFICIAL);
    String inTheBounds = text.substring(0, 2_000);
    assertThat(JUDGE.judge(inTheBounds).judgement()).isNotEqualTo(Judgement.OFFICIAL);
    assertThat(JUDGE.judge("https://" + inTheBounds + ".com").judgement())
        .isNotEqualTo(Judgement.OFFICIAL);
  }

  @Test
  void anAddressIsReturnedOnce() {
    assertThat(found("https://example.com/a ".repeat(500))).hasSize(1);
  }
}
