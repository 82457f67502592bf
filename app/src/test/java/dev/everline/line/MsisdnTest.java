package dev.everline.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import dev.everline.kernel.InvalidValue;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
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
    "212-555-0123 ext. 4, 12125550123"
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
