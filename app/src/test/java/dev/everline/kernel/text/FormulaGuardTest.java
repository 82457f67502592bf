package dev.everline.kernel.text;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that a spreadsheet would compute. */
class FormulaGuardTest {

  private static final String SIGNS = "=+-@|%＝＋－＠｜％﹢﹦﹫−";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "＝1+1",
        "＋1",
        "－1",
        "＠SUM(A1)",
        "|cmd",
        "%0A=1",
        " =1",
        "\u00a0=1",
        "\u3000＝1",
        "\ufeff=1",
        "\u200b\u200d=1",
        "\u202e=1",
        "\"=1",
        "'=1",
        "''=1",
        "\u000b=1",
        "\u0000=1",
        "\ufe0f=1",
        "\u115f=1",
        "\u1160=1",
        "\u3164=1",
        "\uffa0=1",
        "\u2800=1",
        "\u2065=1"
      })
  void whatBeginsAFormulaIsLedByAnApostropheAndReadBack(String text) {
    assertThat(FormulaGuard.guarded(text)).isEqualTo("'" + text);
    assertThat(FormulaGuard.unguarded("'" + text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Ana", "'Ana", "a=b", "1-2", "Ana's phone", "O'Brien; Tom", "a;b", "=", "''"})
  void whatIsReadBackIsWhatWasWritten(String text) {
    assertThat(FormulaGuard.unguarded(FormulaGuard.guarded(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ana", "'Ana", "a=b", "Ana's phone", "north;south", "", "18:30"})
  void ordinaryTextIsLeftAlone(String text) {
    assertThat(FormulaGuard.guarded(text)).isEqualTo(text);
    assertThat(FormulaGuard.unguarded(text)).isEqualTo(text);
  }

  /** Excel splits at semicolons where commas are for decimals. */
  @ParameterizedTest
  @ValueSource(strings = {"Ana;=1+1", "Ana\t=1+1", "Ana\n=1+1", "Ana\r＝1+1", "a; =1;b"})
  void noFormulaIsLeftInTheMiddleOfAText(String text) {
    assertThat(FormulaGuard.guarded(text)).doesNotContainPattern("[;\t\r\n]\\s*[=＝]");
    assertThat(FormulaGuard.unguarded(FormulaGuard.guarded(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\tAna", "\rAna", "\n", " \tAna", "'\tAna"})
  void aLeadingTabOrLineBreakIsGuardedToo(String text) {
    assertThat(FormulaGuard.guarded(text)).isEqualTo("'" + text);
    assertThat(FormulaGuard.unguarded("'" + text)).isEqualTo(text);
  }

  @Property(tries = 5_000)
  void anyTextIsReadBackAndNoneComputes(@ForAll("hostile") String text) {
    String cell = FormulaGuard.guarded(text);
    assertThat(FormulaGuard.unguarded(cell)).isEqualTo(text);
    for (String part : cell.split("[;\t\r\n]", -1)) {
      String seen = part.replaceFirst("^[\\s\u00a0\u3000\ufeff\u200b\u0000\"]+", "");
      assertThat(seen.isEmpty() || SIGNS.indexOf(seen.charAt(0)) < 0).as(cell).isTrue();
    }
  }

  @Provide
  Arbitrary<String> hostile() {
    return Arbitraries.strings()
        .withChars(SIGNS + "'\"; \t\r\n\u00a0\u3000\ufeff\u200b\u0000a1,")
        .ofMaxLength(12);
  }
}
