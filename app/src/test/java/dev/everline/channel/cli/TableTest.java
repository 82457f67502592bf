package dev.everline.channel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void textsStandLeftAndNumbersRight() {
    Table table = new Table().left("line").right("days").left("state");
    table.row("a", 5, "active").row("longer", 120, null);

    assertThat(printed(table, 80))
        .isEqualTo(
            """
            LINE    DAYS  STATE
            a          5  active
            longer   120  –
            """);
  }

  @Test
  void ideographsTakeTwoColumns() {
    Table table = new Table().left("plan").left("x");
    table.row("套餐", "1").row("abcd", "2");

    assertThat(printed(table, 80))
        .isEqualTo(
            """
            PLAN  X
            套餐  1
            abcd  2
            """);
  }

  @Test
  void theWidestColumnGivesWayInANarrowTerminal() {
    Table table = new Table().left("id").left("note");
    table.row("ln-1", "a note that is longer than the terminal is wide");

    assertThat(printed(table, 24))
        .isEqualTo(
            """
            ID    NOTE
            ln-1  a note that is lo…
            """);
  }

  @Test
  void charactersThatWouldMoveTheCursorOrTurnTheRowAreBlanks() {
    Table table = new Table().left("note");
    table.row("red\u001b[31m\u202Eturned\nnext");

    assertThat(printed(table, 80)).isEqualTo("NOTE\nred [31m turned next\n");
  }

  private static String printed(Table table, int width) {
    StringWriter text = new StringWriter();
    table.print(new PrintWriter(text), width);
    return text.toString();
  }
}
