package dev.everline.kernel.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.everline.kernel.InvalidValue;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dates as people and spreadsheets write them. */
class WrittenDateTest {

  private static final LocalDate CHRISTMAS_EVE = LocalDate.of(2026, 12, 24);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-12-24",
        "2026/12/24",
        "2026.12.24",
        "2026. 12. 24",
        "2026-12-24 00:00:00",
        "2026-12-24 0:00",
        "2026-12-24T00:00:00",
        "2026年12月24日",
        "2026年12月24号",
        "2026 年 12 月 24 日",
        "２０２６年１２月２４日",
        "2026年12月24日星期四",
        "2026年12月24日 00:00",
        "26年12月24日",
        "20261224",
        "46380",
        "46380.5",
        "'2026-12-24",
        "=\"2026-12-24\"",
        "24-Dec-2026",
        "24 Dec 2026",
        "24-Dec-26",
        "Dec 24, 2026",
        "Dec. 24th, 2026",
        "December 24, 2026",
        "Thursday, December 24, 2026",
        "Thu, 24 Dec 2026 00:00:00",
        "24 dic 2026",
        "24-dic-26",
        "24 de diciembre de 2026",
        "jueves, 24 de diciembre de 2026",
        "24. Dezember 2026",
        "24. Dez 2026",
        "2026-Dec-24",
        "2026–12–24",
        "2026\u00a0/\u00a012\u00a0/\u00a024",
      })
  void whatCanBeReadInOneWayOnlyIsRead(String text) {
    assertThat(WrittenDate.of(text).sure()).isEqualTo(CHRISTMAS_EVE);
    assertThat(DateReading.UNDECIDED.read("valid_until", text)).isEqualTo(CHRISTMAS_EVE);
  }

  @ParameterizedTest
  @CsvSource({
    "12/24/2026, 2026-12-24",
    "24/12/2026, 2026-12-24",
    "24.12.2026, 2026-12-24",
    "24.12.2026 00:00:00, 2026-12-24",
    "12/24/2026 12:00:00 AM, 2026-12-24",
    "24-12-2026, 2026-12-24",
    "5/5/2026, 2026-05-05",
    "12/31/26, 2026-12-31",
  })
  void oneDateByItselfIsTakenWhereOneOrderFits(String text, LocalDate day) {
    assertThat(DateReading.ALONE.read("valid_until", text)).isEqualTo(day);
  }

  @ParameterizedTest
  @ValueSource(strings = {"12/04/2026", "4.12.2026", "04-12-2026", "12/11/26", "26/12/04"})
  void aDateThatTwoOrdersFitIsNeverTaken(String text) {
    for (DateReading reading : new DateReading[] {DateReading.ALONE, DateReading.UNDECIDED}) {
      assertThatExceptionOfType(InvalidValue.class)
          .isThrownBy(() -> reading.read("valid_until", text))
          .satisfies(wrong -> assertThat(wrong.code()).isEqualTo("DATE_AMBIGUOUS"));
    }
  }

  @Test
  void aFilesOrderReadsAllItsDatesAndRefusesThoseOfAnother() {
    DateReading american = DateReading.by(DateOrder.MDY);
    assertThat(american.read("valid_until", "12/04/2026")).isEqualTo("2026-12-04");
    assertThat(DateReading.by(DateOrder.DMY).read("valid_until", "12/04/2026"))
        .isEqualTo("2026-04-12");
    assertThat(DateReading.by(DateOrder.YMD).read("valid_until", "26/12/04"))
        .isEqualTo("2026-12-04");
    assertThatExceptionOfType(InvalidValue.class)
        .isThrownBy(() -> american.read("valid_until", "24/12/2026"))
        .satisfies(wrong -> assertThat(wrong.code()).isEqualTo("DATE_OF_OTHER_ORDER"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "soon",
        "12/24",
        "Dec 24",
        "Dec-26",
        "24. Dez",
        "2026-02-30",
        "2026-13-01",
        "31/31/2026",
        "12345",
        "99999",
        "2026-12-24T00:00:00Z",
        "2026-12-24T00:00:00+08:00",
        "12/24/20265",
        "1/2/3/2026",
        "12-24/2026",
        "2.026",
      })
  void whatIsNoDateOrHasNoYearIsNone(String text) {
    assertThat(WrittenDate.of(text).isNone()).isTrue();
  }

  @Test
  void aYearThatNoLineLivesInIsSaid() {
    assertThatExceptionOfType(InvalidValue.class)
        .isThrownBy(() -> DateReading.ALONE.read("valid_until", "12/24/1926"))
        .satisfies(wrong -> assertThat(wrong.code()).isEqualTo("DATE_OUT_OF_RANGE"));
  }
}
