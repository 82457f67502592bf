package dev.everline.catalog.identify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.catalog.identify.Identification.Kind;
import dev.everline.kernel.text.Luhn;
import dev.everline.kernel.text.SimNumber;
import java.math.BigInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;

class IdentifierProperties {

  private static final Identifier IDENTIFIER = IdentifierTest.builtIn();

  @Property(tries = 500)
  void anyTextIsAnsweredAndUnknownOnlyWithAdvice(@ForAll String text, @ForAll String gid1) {
    Identification answer = IDENTIFIER.identify(text, gid1);
    assertThat(answer.kind() != Kind.UNKNOWN || !answer.warnings().isEmpty()).isTrue();
    assertThat(IDENTIFIER.identify(text)).isNotNull();
  }

  @Property(tries = 500)
  void textLikeAnIdentifierIsAnswered(@ForAll("nearlyIdentifiers") String text) {
    assertThat(IDENTIFIER.identify(text)).isNotNull();
  }

  @Property(tries = 500)
  void anIccidNeverHasABrand(
      @ForAll @StringLength(min = 16, max = 18) @NumericChars String rest, @ForAll String gid1) {
    Identification answer = IDENTIFIER.identify("89" + rest, gid1);
    assertThat(answer.kind()).isEqualTo(Kind.ICCID);
    assertThat(answer.valid()).isEqualTo(!SimNumber.isRounded("89" + rest));
    assertThat(answer.brand()).isNull();
  }

  @Property
  void exactlyOneLastDigitPassesLuhn(
      @ForAll @StringLength(min = 1, max = 19) @NumericChars String payload) {
    long passing =
        Arbitraries.integers()
            .between(0, 9)
            .allValues()
            .orElseThrow()
            .filter(digit -> Luhn.holds(payload + digit))
            .count();
    assertThat(passing).isEqualTo(1);
  }

  @Property
  void luhnFindsEveryWrongDigit(
      @ForAll @StringLength(value = 19) @NumericChars String digits,
      @ForAll @IntRange(max = 18) int at,
      @ForAll @IntRange(min = 1, max = 9) int by) {
    assertThat(Luhn.holds(digits) && Luhn.holds(changed(digits, at, by))).isFalse();
  }

  @Property
  void mod97IsTheRestOfTheWholeNumber(
      @ForAll @StringLength(value = 32) @NumericChars String digits) {
    assertThat(CheckDigits.mod97(digits))
        .isEqualTo(new BigInteger(digits).mod(BigInteger.valueOf(97)).equals(BigInteger.ONE));
  }

  @Property
  void anEidBuiltByTheRuleIsValidAndWithOneDigitWrongIsNot(
      @ForAll @StringLength(value = 28) @NumericChars String rest,
      @ForAll @IntRange(min = 2, max = 31) int at,
      @ForAll @IntRange(min = 1, max = 9) int by) {
    String body = "89" + rest;
    int check = 98 - new BigInteger(body + "00").mod(BigInteger.valueOf(97)).intValue();
    String eid = body + String.format("%02d", check);
    assertThat(IDENTIFIER.identify(eid).valid()).isTrue();
    assertThat(IDENTIFIER.identify(changed(eid, at, by)).valid()).isFalse();
  }

  @Property(tries = 200)
  void separatorsAndFillerChangeNothing(
      @ForAll @StringLength(value = 17) @NumericChars String rest,
      @ForAll @IntRange(min = 2, max = 18) int at) {
    String iccid = "89" + rest;
    Identification plain = IDENTIFIER.identify(iccid);
    String split = iccid.substring(0, at) + " - " + iccid.substring(at);
    assertThat(IDENTIFIER.identify(split)).isEqualTo(plain);
    assertThat(IDENTIFIER.identify(iccid + "F")).isEqualTo(plain);
  }

  @Provide
  Arbitrary<String> nearlyIdentifiers() {
    return Arbitraries.strings()
        .withChars("0123456789F+-() .xGID1=:IMSE８٣\u200e\u0000")
        .ofMaxLength(60)
        .map(text -> text.startsWith("3") ? "310260" + text : text);
  }

  private static String changed(String digits, int at, int by) {
    char digit = (char) ('0' + (digits.charAt(at) - '0' + by) % 10);
    return digits.substring(0, at) + digit + digits.substring(at + 1);
  }
}
