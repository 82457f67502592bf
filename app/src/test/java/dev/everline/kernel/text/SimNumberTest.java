package dev.everline.kernel.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.everline.kernel.InvalidValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers of SIMs in all their spellings. */
class SimNumberTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8901260000000000006",
        "890126000000000000",
        "8901260000000000006F",
        "8901 2600 0000 0000 006",
        "8901-2600-0000-0000-006",
        "'8901260000000000006",
        "=\"8901260000000000006\"",
        "\"8901260000000000006\"",
        "+CCID: \"8901260000000000006\"",
        "ICCID: 8901260000000000006",
        "981062000000000000F6",
      })
  void aSimIsTheSameInAllItsSpellings(String text) {
    assertThat(SimNumber.parse("iccid", text).identity()).isEqualTo("8901260000000000006");
    assertThat(SimNumber.same(text, "890126000000000000")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8901260123456780000",
        "89012601234567900000",
        "8901260000000000000",
        "890126012345678000",
        "8.90126E+18",
        "8,90126E+18",
        "8.90126012345678E+18",
        "'8.90126E+18"
      })
  void aSimThatASpreadsheetRoundedIsSaidToBeSo(String text) {
    assertThatExceptionOfType(InvalidValue.class)
        .isThrownBy(() -> SimNumber.parse("iccid", text))
        .satisfies(wrong -> assertThat(wrong.code()).isEqualTo("SIM_ROUNDED"));
  }

  @Test
  void whatIsNoSimIsNone() {
    for (String text :
        new String[] {"", "89", "8901260000000O00006", "2125550100", "8901260000000000006X", "F"}) {
      assertThat(SimNumber.orNull(text)).as(text).isNull();
    }
  }

  @Test
  void theCheckDigitIsThatOfPublishedNumbers() {
    for (String valid :
        new String[] {
          "89014103211118510720", "8901410000000000005", "89014100000000000004",
          "8914800000000000006", "89148000000000000001", "490154203237518"
        }) {
      assertThat(Luhn.holds(valid)).as(valid).isTrue();
      assertThat(Luhn.checkDigit(valid.substring(0, valid.length() - 1)))
          .isEqualTo(valid.charAt(valid.length() - 1));
    }
  }
}
