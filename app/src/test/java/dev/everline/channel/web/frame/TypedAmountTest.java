package dev.everline.channel.web.frame;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Amounts as people type them. */
class TypedAmountTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          $5          | 5
          US$ 12.50   | 12.50
          1,234.56    | 1234.56
          1,234       | 1234
          12,50       | 12.50
          ２５.００    | 25.00
          30 USD      | 30
          ＄7         | 7
          """)
  void whatCanBeReadInOneWayOnlyIsMadePlain(String typed, String plain) {
    assertThat(TypedAmount.plain(typed)).isEqualTo(plain);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = "1.234,56\n12,34,56\n5 dollars\n1,2345\nO.50")
  void anythingElseIsLeftToBeRefused(String typed) {
    assertThat(TypedAmount.plain(typed)).isEqualTo(typed);
  }
}
