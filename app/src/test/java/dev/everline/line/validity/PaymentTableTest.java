package dev.everline.line.validity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.catalog.Catalog;
import dev.everline.catalog.CatalogLoader;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Length;
import dev.everline.kernel.Money;
import dev.everline.line.LineFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where payments lead by each rule of the built-in catalog, as worked out from its sources. */
class PaymentTableTest {

  private static final Catalog CATALOG = CatalogLoader.builtIn().load();
  private static final Path TABLE = Path.of("src/test/resources/corpus/rules/payments.tsv");

  /** When lines of the table end, by what anchor day, and when they are paid; in its order. */
  private static final List<When> WHEN =
      List.of(
          new When("early", "2026-03-10", 10, "2026-03-01"),
          new When("on_the_day", "2026-03-10", 10, "2026-03-10"),
          new When("day_late", "2026-03-10", 10, "2026-03-11"),
          new When("forty_late", "2026-03-10", 10, "2026-04-19"),
          new When("the_31st", "2026-01-31", 31, "2026-01-31"),
          new When("february", "2026-02-28", 31, "2026-02-28"));

  private record When(String name, String end, int anchor, String paid) {}

  record Cell(String rule, Length period, Money amount, int column, String expected) {

    @Override
    public String toString() {
      return rule + ", " + WHEN.get(column).name();
    }
  }

  static Stream<Cell> cells() throws IOException {
    List<Cell> cells = new ArrayList<>();
    for (String[] row : rows()) {
      for (int column = 0; column < WHEN.size(); column++) {
        Length period = Length.parse(row[1]);
        Money amount = Money.parse(row[2], Money.USD);
        cells.add(new Cell(row[0], period, amount, column, row[3 + column]));
      }
    }
    return cells.stream();
  }

  private static List<String[]> rows() throws IOException {
    return Files.readAllLines(TABLE).stream()
        .filter(line -> !line.startsWith("#") && !line.startsWith("rule\t"))
        .map(line -> line.split("\t", -1))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("cells")
  void aPaymentLeadsToTheDayThatTheSourcesSay(Cell cell) {
    LapseRule rule = CATALOG.lapseRule(cell.rule());
    When when = WHEN.get(cell.column());
    LineFacts facts =
        new LineFacts(LocalDate.parse(when.end()), Money.usd(0), null, when.anchor(), null, null);
    LineFacts paid =
        Validity.afterPayment(
            facts,
            rule,
            cell.period(),
            cell.amount(),
            cell.amount(),
            cell.period(),
            LocalDate.parse(when.paid()));
    LocalDate until = Validity.coveredUntil(paid, rule, cell.period(), cell.amount());
    assertThat(until).isEqualTo(cell.expected().equals("none") ? when.end() : cell.expected());
  }

  @Test
  void everyRuleHasItsRow() throws IOException {
    assertThat(rows().stream().map(row -> row[0]))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(CATALOG.lapseRules().keySet());
  }
}
