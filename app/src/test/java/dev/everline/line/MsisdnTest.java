package dev.everline.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import dev.everline.kernel.InvalidValue;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Telephone numbers as people write them. */
class MsisdnTest {

  @ParameterizedTest
  @CsvSource({
    "2125550123, 12125550123",
    "(212) 555-0123, 12125550123",
    "1.212.555.0123, 12125550123",
    "+1 212 555 0123, 12125550123",
    "+44 20 7946 0018, 442079460018",
    "+86 139 1099 0000, 8613910990000",
    "٢١٢٥٥٥٠١٢٣, 12125550123",
    "２１２－５５５－０１２３, 12125550123",
    "（２１２）５５５–０１２３, 12125550123",
    "＋１ ２１２．５５５．０１２３, 12125550123",
    "tel:+1-212-555-0123, 12125550123",
    "TEL:2125550123, 12125550123",
    "212\u00a0555\u20110123, 12125550123",
    "\u202d(212) 555-0123\u202c, 12125550123",
    "[212] 555/0123, 12125550123",
    "011 44 20 7946 0018, 442079460018",
    "+44 (0)20 7946 0018, 442079460018"
  })
  void aNumberIsReadHoweverItIsWritten(String text, String digits) {
    assertThat(Msisdn.parse(text)).isEqualTo(digits);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "12",
        "abc",
        "112 555 0100",
        "0125550100",
        "212555012",
        "21255501234",
        "+",
        "2125550123\u0000x\u0000",
        "+999 12345678",
        "1",
        "+1",
        "555-0123"
      })
  void whatIsNoNumberIsRefused(String text) {
    assertThatExceptionOfType(InvalidValue.class).isThrownBy(() -> Msisdn.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "646-2142 Ann, A",
    "(212) 555-OIOO, O",
    "a53055a51212a, a",
    "1-800-FLOWERS, F",
    "+1 212 555 01OO, O",
    "212555010l, l",
    "212-555-010О, О",
    "+1 212 555 012Α, Α",
    "212 555 012〇, 〇",
    "212 555 01二三, 二",
    "212 555 012ー, ー",
    "２１２５５５０１２Ｏ, Ｏ",
    "212.555.012ⅷ, ⅷ",
    "212 555 0123x, x",
    "phone 2125550123, p"
  })
  void aLetterInANumberIsRefusedByName(String text, String letter) {
    assertThatExceptionOfType(InvalidValue.class)
        .isThrownBy(() -> Msisdn.parse(text))
        .withMessageContaining("'" + letter + "'")
        .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("55"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "212-555-0123 ext. 4",
        "212-555-0123x12",
        "(212) 555-0123 Ext 123",
        "+1 212 555 0123 extension 9",
        "tel:+1-212-555-0123;ext=4",
        "212-555-0123 #12",
        "212-555-0123 分机 8"
      })
  void anExtensionIsRefusedAndNotDropped(String text) {
    assertThatExceptionOfType(InvalidValue.class)
        .isThrownBy(() -> Msisdn.parse(text))
        .satisfies(refused -> assertThat(refused.code()).isEqualTo("EXTENSION"));
  }

  /** Bengali four looks like an eight. */
  @ParameterizedTest
  @CsvSource({"212555012৪, ৪", "２１２555０１８２, 5", "212５５５0182, ５", "٢١٢555٠١٢٣, 5"})
  void digitsOfTwoScriptsAreNotMixed(String text, String other) {
    assertThatExceptionOfType(InvalidValue.class)
        .isThrownBy(() -> Msisdn.parse(text))
        .withMessageContaining("'" + other + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u202etel:2125550123",
        "\ufefftel:2125550123",
        "t\u200bel:2125550123",
        "+tel:2125550123",
        "tel:tel:2125550123",
        "212tel:5550123"
      })
  void theSchemeStandsPlainlyAtTheBeginningOrIsRefused(String text) {
    assertThatExceptionOfType(InvalidValue.class).isThrownBy(() -> Msisdn.parse(text));
  }

  @Test
  void noLetterOfAnyScriptAndNoOtherSignIsReadAsADigit() {
    List<String> taken =
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
            .filter(c -> !Character.isDigit(c))
            .mapToObj(Character::toString)
            .filter(sign -> !refuses(sign) || !refuses("212555012" + sign))
            .toList();
    assertThat(taken).isEmpty();
  }

  @Test
  void noLetterOfAnyScriptVanishesFromANumber() {
    List<String> taken =
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
            .filter(Character::isLetter)
            .mapToObj(Character::toString)
            .filter(letter -> !refuses("212555" + letter + "0123"))
            .toList();
    assertThat(taken).isEmpty();
  }

  private static boolean refuses(String text) {
    try {
      Msisdn.parse(text);
      return false;
    } catch (InvalidValue refused) {
      return true;
    }
  }

  @Property
  void aNumberIntoWhichALetterFellIsRefused(
      @ForAll @IntRange(min = 0, max = 99) int last,
      @ForAll @AlphaChars char letter,
      @ForAll @IntRange(min = 0, max = 17) int place) {
    String number = String.format("+1 (212) 555-01%02d", last);
    String text = number.substring(0, place) + letter + number.substring(place);
    assertThat(refuses(text)).as(text).isTrue();
  }

  @Property
  void theShortWayReadsWhatTheLibraryReads(
      @ForAll @IntRange(min = 200, max = 999) int area,
      @ForAll @IntRange(min = 0, max = 99) int last,
      @ForAll @IntRange(min = 0, max = 4) int form)
      throws NumberParseException {
    String pattern =
        switch (form) {
          case 0 -> "%d55501%02d";
          case 1 -> "(%d) 555-01%02d";
          case 2 -> "+1 %d 555 01%02d";
          case 3 -> "1-%d-555-01%02d";
          default -> "%d.555.01%02d";
        };
    String text = String.format(pattern, area, last);
    PhoneNumberUtil library = PhoneNumberUtil.getInstance();
    PhoneNumber number = library.parse(text, "US");
    assertThat("+" + Msisdn.parse(text))
        .isEqualTo(library.format(number, PhoneNumberUtil.PhoneNumberFormat.E164));
  }

  @Property
  void anyTextIsReadOrRefusedAndNothingElse(@ForAll String text) {
    try {
      assertThat(Msisdn.parse(text)).matches("[1-9][0-9]{6,14}");
    } catch (InvalidValue refused) {
      assertThat(refused.name()).isEqualTo("number");
    }
  }
}
