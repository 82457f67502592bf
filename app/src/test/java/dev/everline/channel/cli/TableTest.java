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
  void theWidestTextIsShortenedInANarrowTerminal() {
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
  void whereIdsAndNumbersHaveNoRoomEachRowIsABlock() {
    Table table = new Table().left("id").right("price").left("as of");
    table.row("a-plan-with-a-long-name", "123,456.00 USD", "2026-11-24");
    table.row("another", "1.00 USD", null);

    assertThat(printed(table, 40))
        .isEqualTo(
            """
            a-plan-with-a-long-name
              price  123,456.00 USD
              as of  2026-11-24
            another
              price  1.00 USD
              as of  –
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
