package dev.everline.line.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.everline.catalog.Catalog;
import dev.everline.catalog.CatalogLoader;
import dev.everline.catalog.link.Judgement;
import dev.everline.catalog.link.LinkJudgement;
import dev.everline.kernel.Money;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CarrierMessagesTest {

  private static final LocalDate TODAY = LocalDate.of(2026, 11, 25);
  private static final CarrierMessages MESSAGES = messages();

  private static CarrierMessages messages() {
    CatalogLoader loader = CatalogLoader.builtIn();
    Catalog catalog = loader.load();
    return new CarrierMessages(catalog, loader.loadIdentifier(catalog));
  }

  private static CarrierMessage read(String text) {
    return MESSAGES.read(text, TODAY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Your plan expires on 12/15/2026.|2026-12-15",
        "Your plan expires 12-15-26|2026-12-15",
        "Service valid until Dec. 15, 2026|2026-12-15",
        "Your service ends on December 15|2026-12-15",
        "Your line is good through January 15th|2027-01-15",
        "Expires 2026-12-15|2026-12-15",
        "Your plan expired on November 3.|2026-11-03",
        "Dec 15, 2026 is when your plan expires|2026-12-15",
        "Su plan vence el 15 de diciembre de 2026.|2026-12-15",
        "Su servicio es válido hasta el 5 de enero|2027-01-05",
        "Su plan vence el 12/25/2026|2026-12-25",
        "Su plan vence el 25/12/2026|2026-12-25",
        "您的套餐将于2026年12月15日到期。|2026-12-15",
        "有效期至 12月15日|2026-12-15",
        "套餐有效期至：２０２６年１月３日|2026-01-03"
      })
  void whenALineEndsIsRead(String text, LocalDate end) {
    CarrierMessage message = read(text);
    assertThat(message.validUntil()).isEqualTo(end);
    assertThat(message.balanceExpiresOn()).isNull();
    assertThat(message.unsure()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "This offer expires 12/15/2026!",
        "Your code 481516 expires Dec 15",
        "Su código vence el 15 de diciembre",
        "优惠12月15日到期",
        "Thanks for your payment on 12/15/2026.",
        "Your plan renews on 12/15/2026",
        "Call 611 by 12/15/2026",
        "",
        "....."
      })
  void aDateOfSomethingElseIsNotTaken(String text) {
    CarrierMessage message = read(text);
    assertThat(message.validUntil()).isNull();
    assertThat(message.saysSomething()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Su plan vence el 05/06/2027",
        "Your plan expires 13/32/2026",
        "Your plan expires 12/15/2016",
        "Your plan expires on 12/15/2026. Your plan expires on 12/16/2026.",
        "Your balance is $5.00. Your balance is $6.00."
      })
  void whatCanBeReadInTwoWaysIsLeftOutAndSaid(String text) {
    CarrierMessage message = read(text);
    assertThat(message.saysSomething()).isFalse();
    assertThat(message.unsure()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Your balance is $12.34.|12.34",
        "Balance: $7|7.00",
        "Your account balance is US$ 0.50|0.50",
        "Su saldo es de $12.50|12.50",
        "您的余额为 12.50 美元|12.50",
        "余额：$3.00|3.00"
      })
  void aBalanceIsRead(String text, String amount) {
    assertThat(read(text).balance())
        .isEqualTo(Money.of(new java.math.BigDecimal(amount), Money.USD));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Pay $40 by 12/15 to keep your service.",
        "Your balance is below $5.00",
        "Balance due $25.00",
        "余额低于 $5.00",
        "Your balance is $1,234,567",
        "Get $10 off"
      })
  void anAmountThatIsNoBalanceIsNotTaken(String text) {
    assertThat(read(text).balance()).isNull();
  }

  @Test
  void theEndOfABalanceIsNotTheEndOfALine() {
    CarrierMessage message = read("Your balance is $12.34 and expires on 12/15/2026.");
    assertThat(message.balance()).isEqualTo(Money.usd(12_34));
    assertThat(message.balanceExpiresOn()).isEqualTo(LocalDate.of(2026, 12, 15));
    assertThat(message.validUntil()).isNull();
  }

  @Test
  void itSaysWhoseLineItIs() {
    CarrierMessage message =
        read(
            "Mint Mobile: your line (212) 555-0142 (SIM 8901260000000000006), ending in 0142, is"
                + " active. Metro by T-Mobile is another.");
    assertThat(message.numbers()).containsExactly("12125550142");
    assertThat(message.endings()).containsExactly("0142");
    assertThat(message.iccids()).containsExactly("8901260000000000006");
    assertThat(message.carriers()).containsExactlyInAnyOrder("mint", "metro");
    assertThat(message.toString()).doesNotContain("0142");
  }

  @ParameterizedTest
  @CsvSource({
    "https://www.mintmobile.com/renew, OFFICIAL",
    "https://my.mintmobile.com, OFFICIAL",
    "mintmobile.com/renew, OFFICIAL",
    "http://www.mintmobile.com/renew, OFFICIAL",
    "https://example.com/help, UNKNOWN",
    "https://t-mobile.com/pay, OFFICIAL",
    "https://mintmobile.com.pay-now.xyz/a, LOOK_ALIKE",
    "https://mintmobile-renew.com, LOOK_ALIKE",
    "https://m1ntmobile.com, LOOK_ALIKE",
    "https://verizon-refund.net, LOOK_ALIKE",
    "https://att.com-login.xyz, LOOK_ALIKE",
    "https://www.mintmobile.com@evil.example/x, LOOK_ALIKE",
    "https://bit.ly/3abc, SHORTENER",
    "https://xn--mntmobile-q5a.com, LOOK_ALIKE",
    "https://mıntmobile.com, LOOK_ALIKE"
  })
  void aLinkIsToldApart(String link, Judgement judgement) {
    assertThat(read("Pay here: " + link + ".").links())
        .extracting(LinkJudgement::url, LinkJudgement::judgement)
        .containsExactly(tuple(link, judgement));
  }

  @Test
  void addressesOfMailAndSentencesAreNoLinks() {
    assertThat(read("Write to help@example.com.Then wait. Thanks.It works").links()).isEmpty();
  }

  @Test
  void anyTextIsTaken() {
    Random random = new Random(7);
    List<String> parts =
        List.of(
            "12/",
            "99",
            "$",
            "expires ",
            "balance ",
            "年",
            "13月",
            "https://",
            "@",
            "www.",
            "\n",
            "😀",
            "8",
            "+1");
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int part = random.nextInt(30); part > 0; part--) {
        text.append(parts.get(random.nextInt(parts.size())));
      }
      assertThat(read(text.toString())).isNotNull();
    }
    assertThat(read("8".repeat(100_000)).saysSomething()).isFalse();
  }
}
