package dev.everline.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.everline.kernel.InvalidValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LengthTest {

  @ParameterizedTest
  @CsvSource({
    "180 days, 6 months, true",
    "360 days, 12 months, true",
    "365 days, 12 months, true",
    "30 days, 1 month, true",
    "6 months, 180 days, true",
    "28 days, 1 month, false",
    "90 days, 12 months, false",
    "180 days, 360 days, false"
  })
  void carriersCallThirtyDaysAMonth(String length, String called, boolean is) {
    assertThat(Length.parse(length).isCalled(Length.parse(called))).isEqualTo(is);
  }

  @Test
  void itsKeyIsThatOfIso8601() {
    assertThat(Length.ofDays(180).key()).isEqualTo("P180D");
    assertThat(Length.ofKey("P6M")).isEqualTo(Length.ofMonths(6));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0 days", "6", "months", "-1 days", "1.5 months", "6 weeks", "99999 days"})
  void whatIsNoLengthIsRefused(String text) {
    assertThatExceptionOfType(InvalidValue.class).isThrownBy(() -> Length.parse(text));
  }
}
