package dev.everline.kernel.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.kernel.InvalidValue;
import dev.everline.line.Msisdn;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

/** What holds for values of any kind that people and spreadsheets write. */
class WrittenValueProperties {

  @Provide
  Arbitrary<LocalDate> days() {
    return Arbitraries.integers()
        .between(0, 36_000)
        .map(days -> LocalDate.of(2000, 1, 1).plusDays(days));
  }

  @Provide
  Arbitrary<String> shortYears() {
    return Arbitraries.of("M/d/yy", "d.M.yy", "dd-MM-yy", "yy/MM/dd", "M/d/yyyy", "dd.MM.yyyy");
  }

  @Property
  void aDateThatTwoReadingsFitIsNeverTaken(
      @ForAll @From("days") LocalDate day, @ForAll @From("shortYears") String pattern) {
    String text = DateTimeFormatter.ofPattern(pattern, Locale.ROOT).format(day);
    WrittenDate written = WrittenDate.of(text);
    assertThat(written.sure()).isNull();
    assertThat(written.readings()).containsValue(day);
    try {
      assertThat(DateReading.ALONE.read("valid_until", text)).isEqualTo(day);
      assertThat(written.readings().values()).containsOnly(day);
    } catch (InvalidValue refused) {
      assertThat(refused.code()).isEqualTo("DATE_AMBIGUOUS");
      assertThat(written.isAmbiguous()).isTrue();
    }
  }

  @Property
  void aSerialIsTheDayThatItWasMadeFrom(@ForAll @From("days") LocalDate day) {
    long serial = day.toEpochDay() - LocalDate.of(1899, 12, 30).toEpochDay();
    assertThat(WrittenDate.of(Long.toString(serial)).sure()).isEqualTo(day);
    assertThat(WrittenDate.of(day.toString()).sure()).isEqualTo(day);
  }

  @Property
  void anyTextIsReadOrNotWithoutFailing(@ForAll String text) {
    WrittenDate.of(text);
    YesOrNo.of(text);
    SimNumber.orNull(text);
    SpreadsheetCell.digits(text);
    assertThat(WrittenAmount.plain(text, "USD")).isNotNull();
    assertThat(SpreadsheetText.read(exported(text))).isEqualTo(text);
  }

  @Property
  void aLabelOfDigitsAndSignsIsTheSameAfterExportAndImport(
      @ForAll @StringLength(max = 12) @From("spreadsheetLike") String text) {
    assertThat(SpreadsheetText.read(exported(text))).isEqualTo(text);
  }

  @Provide
  Arbitrary<String> spreadsheetLike() {
    return Arbitraries.strings().withChars("'0123456789=+-/.:E ;mayTRUEfalse年月\t\"").ofMaxLength(9);
  }

  private static String exported(String text) {
    return FormulaGuard.guarded(SpreadsheetText.kept(text));
  }

  @Property
  void aNumberWithALetterNeverParses(
      @ForAll @StringLength(min = 7, max = 14) @CharRange(from = '0', to = '9') String digits,
      @ForAll @IntRange(min = 0, max = 14) int at,
      @ForAll("letters") String letter) {
    int place = Math.min(at, digits.length());
    String text = digits.substring(0, place) + letter + digits.substring(place);
    for (String written : new String[] {text, "'" + text, "=\"" + text + "\"", text + ".0"}) {
      try {
        assertThat(Msisdn.parse(written)).as(written).isNull();
      } catch (InvalidValue refused) {
        assertThat(refused.getMessage()).doesNotContain(digits);
      }
    }
  }

  @Provide
  Arbitrary<String> letters() {
    return Arbitraries.of("O", "l", "I", "E", "e", "x", "B", "S", "Z", "é", "号", "Ω", "E+", "ABC");
  }

  @Property
  void aSimIsOneInEachOfItsSpellings(
      @ForAll @StringLength(16) @CharRange(from = '0', to = '9') String account) {
    String body = "89" + account;
    String whole = body + Luhn.checkDigit(body);
    SimNumber sim = Objects.requireNonNull(SimNumber.orNull(whole));
    StringBuilder swapped = new StringBuilder();
    String padded = whole + "F";
    for (int i = 0; i < padded.length(); i += 2) {
      swapped.append(padded.charAt(i + 1)).append(padded.charAt(i));
    }
    for (String spelling :
        new String[] {
          body,
          whole,
          padded,
          "'" + whole,
          "+CCID: " + padded,
          "\"" + whole + "\"",
          swapped.toString(),
          whole.replaceAll("(.{4})", "$1 ")
        }) {
      SimNumber same = Objects.requireNonNull(SimNumber.orNull(spelling), spelling);
      assertThat(same.identity()).isEqualTo(sim.identity());
      assertThat(sim.spellings()).contains(same.digits());
    }
  }
}
