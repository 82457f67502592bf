package dev.everline.line.message;

import static dev.everline.catalog.Confidence.HIGH;
import static dev.everline.catalog.Confidence.LOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.everline.catalog.link.Judgement;
import dev.everline.catalog.link.LinkJudgement;
import dev.everline.kernel.Money;
import dev.everline.line.message.text.Lexicon;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CarrierMessagesTest {

  private static final LocalDate TODAY = LocalDate.of(2026, 11, 25);
  private static final CarrierMessages MESSAGES = LabelledMessagesTest.messages();

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
    assertThat(message.balanceEnd()).isEmpty();
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
        "Call 611 by 12/15/2026",
        "",
        "....."
      })
  void aDateOfSomethingElseIsNotTaken(String text) {
    CarrierMessage message = read(text);
    assertThat(message.validUntil()).isNull();
    assertThat(message.balance()).isEmpty();
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
    assertThat(message.statements()).isEmpty();
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
    assertThat(read(text).balance().map(Statement::amount))
        .contains(Money.of(new java.math.BigDecimal(amount), Money.USD));
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
    assertThat(read(text).balance()).isEmpty();
  }

  @Test
  void theEndOfABalanceIsNotTheEndOfALine() {
    CarrierMessage message = read("Your balance is $12.34 and expires on 12/15/2026.");
    assertThat(message.balance().map(Statement::amount)).contains(Money.usd(12_34));
    assertThat(message.balanceEnd().map(Statement::date)).contains(LocalDate.of(2026, 12, 15));
    assertThat(message.validUntil()).isNull();
  }

  @Test
  void itSaysWhoseLineItIs() {
    CarrierMessage message =
        read(
            "Mint Mobile: your line (212) 555-0142 (SIM 8901260000000000006), ending in 0142, is"
                + " active. Metro by T-Mobile is another.");
    assertThat(message.carrier()).isEqualTo("mint");
    assertThat(message.line().number()).isEqualTo("12125550142");
    assertThat(message.line().iccid()).isEqualTo("8901260000000000006");
    assertThat(message.line().several()).isFalse();
    assertThat(message.toString()).doesNotContain("0142");
    assertThat(message.line().toString()).doesNotContain("0142");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Your card ending in 0142 was charged.",
        "The Visa ending in 0142 expires soon.",
        "Su tarjeta terminada en 0142 fue rechazada.",
        "您尾号0142的银行卡已扣款。",
        "Call 212-555-0142 for help.",
        "Order #2125550142 has shipped.",
        "Call 800-555-0142 to pay."
      })
  void aCardsEndAndANumberToCallAreNoLine(String text) {
    OwnLine line = read(text).line();
    assertThat(line.number()).isNull();
    assertThat(line.last4()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "T-Mobile: hello|tmobile-prepaid",
        "T‑Mobile: hello|tmobile-prepaid",
        "Cricket: hello|cricket",
        "Visible: hello|visible",
        "Mint: hello|mint",
        "Your Visible plan is on.|visible",
        "Thanks for choosing Boost!|boost",
        "您的Mint套餐|mint",
        "Su plan Metro está listo.|metro"
      })
  void aBrandAloneIsASenderWhereASenderStands(String text, String carrier) {
    assertThat(read(text).carrier()).isEqualTo(carrier);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "This is a visible change to your plan.",
        "Phone in mint condition, $200.",
        "Boost your signal today.",
        "The total is $25.00.",
        "A cricket match on the metro.",
        "Drink more h2o."
      })
  void anOrdinaryWordIsNoSender(String text) {
    assertThat(read(text).carrier()).isNull();
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
    assertThat(read("8".repeat(100_000)).statements()).isEmpty();
    assertThat(read("expires ".repeat(5_000)).statements()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tomorrow|2026-11-26",
        "today|2026-11-25",
        "in 3 days|2026-11-28",
        "in three days|2026-11-28",
        "within 48 hours|2026-11-27",
        "in one week|2026-12-02",
        "this Friday|2026-11-27",
        "on 2026/12/28|2026-12-28",
        "on 2026.12.28|2026-12-28",
        "on 18 Dec 2026|2026-12-18",
        "on 18-Dec-2026|2026-12-18",
        "on 12/20|2026-12-20",
        "on 1/5|2027-01-05",
        "on the 5th of December|2026-12-05",
        "on Dec. 5th|2026-12-05",
        "on 15 ENE|2027-01-15",
        "at 11:59 p.m. CT on 12/13/2026|2026-12-13",
        "on Friday, December 4|2026-12-04",
        "on Fri, 12/04|2026-12-04",
        "tomorrow (Nov 26)|2026-11-26"
      })
  void aDateIsReadHoweverItIsWritten(String written, LocalDate date) {
    assertThat(read("Your plan expires " + written + ".").validUntil()).isEqualTo(date);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "in December",
        "next Friday",
        "on Wednesday",
        "in 12 hours",
        "in 3-5 business days",
        "on Friday, December 5",
        "on 11/20",
        "on 02/29",
        "on 12/15 or 12/16",
        "on 05/06/2026",
        "on the 15th",
        "24/7",
        "on 12/15/2036"
      })
  void aDateThatMayBeAnotherIsNotTaken(String written) {
    assertThat(read("Your plan expires " + written + ".").statements()).isEmpty();
  }

  /** In Spanish the day may come first; of two orders that fit, neither is taken. */
  @Property
  void aDateThatTwoReadingsFitIsNeverTaken(
      @ForAll @IntRange(min = 1, max = 28) int first,
      @ForAll @IntRange(min = 1, max = 28) int second,
      @ForAll @IntRange(min = 2026, max = 2028) int year,
      @ForAll boolean dashed) {
    String mark = dashed ? "-" : "/";
    CarrierMessage message =
        read("Su plan vence el " + first + mark + second + mark + year + ". Recargue su línea.");
    boolean two = first <= 12 && second <= 12 && first != second;
    if (two || (first > 12 && second > 12)) {
      assertThat(message.validUntil()).isNull();
    } else if (message.validUntil() != null) {
      assertThat(message.validUntil())
          .isEqualTo(LocalDate.of(year, Math.min(first, second), Math.max(first, second)));
    }
  }

  @Property
  void aCodesDigitsAreLeftNowhere(
      @ForAll @IntRange(min = 1_000, max = 99_999_999) int code,
      @ForAll @IntRange(min = 0, max = 7) int form) {
    List<String> forms =
        List.of(
            "Your verification code is %s. Do not share it.",
            "%s is your Mint Mobile security code",
            "Use %s to sign in to T-Mobile. Code expires in 10 minutes.",
            "Su código de verificación es %s",
            "【Tello】验证码：%s，请勿泄露",
            "Your Number Transfer PIN is %s",
            "Su PIN de transferencia es %s",
            "您的号码转移密码为%s");
    String text = forms.get(form).formatted(code);
    CarrierMessage message = read(text);
    assertThat(message.hasCode()).as(text).isTrue();
    assertThat(message.statements())
        .hasSize(1)
        .noneMatch(said -> said.words().contains(String.valueOf(code)));
    assertThat(message.toString()).doesNotContain(String.valueOf(code));
    assertThat(CarrierMessages.shown(text, message)).doesNotContain(String.valueOf(code));
  }

  @Property
  void noTextEndsInAnException(@ForAll String text) {
    assertThat(read(text)).isNotNull();
    assertThat(read("Your plan expires " + text + " 12/15/2026 $" + text)).isNotNull();
  }

  @Test
  void eachLexiconsPhraseHasOneMeaning() {
    assertThat(Lexicon.contradictions()).isEmpty();
  }

  @Test
  void aHintMakesAStatementNoSurer() {
    CarrierMessage hinted = read("T-Mobile: Renewal date: 12/15/2026");
    assertThat(hinted.statements()).extracting(Statement::confidence).containsExactly(LOW);
    CarrierMessage known = read("Total Wireless: Service End Date: tomorrow");
    assertThat(known.statements()).extracting(Statement::confidence).containsExactly(HIGH);
  }
}
