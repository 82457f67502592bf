package dev.everline.channel.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Rows in aligned columns, for people. As wide as its longest values, but no wider than the
 * terminal: the widest texts are shortened first. The first column and numbers never are, since
 * half an id or half an amount is worse than none; where there is no room for them, each row is
 * printed as a block, a value a line.
 *
 * <pre>{@code
 * Table table = new Table().left("Line").left("Plan").right("Days left");
 * table.row(line.id(), plan.name(), 12);
 * table.print(out);
 * }</pre>
 */
public final class Table {

  private static final int GAP = 2;

  /** Columns that a text keeps when it is shortened. */
  private static final int LEGIBLE = 12;

  private record Column(String title, boolean right) {}

  private final List<Column> columns = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  /** Adds a column of texts. */
  public Table left(String title) {
    columns.add(new Column(title, false));
    return this;
  }

  /** Adds a column of numbers or amounts. */
  public Table right(String title) {
    columns.add(new Column(title, true));
    return this;
  }

  /** Adds a row, a value a column; null shows as a dash. */
  public Table row(@Nullable Object... values) {
    if (values.length != columns.size()) {
      throw new IllegalArgumentException(
          "A row of " + values.length + " values in a table of " + columns.size() + " columns.");
    }
    rows.add(Arrays.stream(values).map(Table::text).toList());
    return this;
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /** Prints titles and rows, as wide as the terminal allows. */
  public void print(PrintWriter out) {
    print(out, Terminal.columns());
  }

  public void print(PrintWriter out, int width) {
    int[] widths = widths();
    if (fit(widths, width)) {
      print(out, columns.stream().map(c -> c.title().toUpperCase(Locale.ROOT)).toList(), widths);
      for (List<String> row : rows) {
        print(out, row, widths);
      }
    } else {
      rows.forEach(row -> printBlock(out, row));
    }
    out.flush();
  }

  private int[] widths() {
    int[] widths = new int[columns.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Terminal.width(columns.get(i).title());
      for (List<String> row : rows) {
        widths[i] = Math.max(widths[i], Terminal.width(row.get(i)));
      }
    }
    return widths;
  }

  /** Narrows the widest texts until all columns fit; false when they can't. */
  private boolean fit(int[] widths, int available) {
    long excess = Arrays.stream(widths).sum() + (long) GAP * (widths.length - 1) - available;
    while (excess > 0) {
      int widest = -1;
      for (int i = 1; i < widths.length; i++) {
        boolean candidate = !columns.get(i).right() && widths[i] > LEGIBLE;
        widest = candidate && (widest < 0 || widths[i] > widths[widest]) ? i : widest;
      }
      if (widest < 0) {
        return false;
      }
      widths[widest]--;
      excess--;
    }
    return true;
  }

  private void printBlock(PrintWriter out, List<String> row) {
    int titles = columns.stream().mapToInt(c -> Terminal.width(c.title())).max().orElse(0);
    out.println(row.getFirst());
    for (int i = 1; i < row.size(); i++) {
      String title = columns.get(i).title();
      String padding = " ".repeat(titles - Terminal.width(title) + GAP);
      out.println("  " + title + padding + row.get(i));
    }
  }

  private void print(PrintWriter out, List<String> values, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String value = Terminal.shortened(values.get(i), widths[i]);
      String padding = " ".repeat(Math.max(0, widths[i] - Terminal.width(value)));
      line.append(i == 0 ? "" : " ".repeat(GAP));
      line.append(columns.get(i).right() ? padding + value : value + padding);
    }
    out.println(line.toString().stripTrailing());
  }

  private static String text(@Nullable Object value) {
    return value == null ? "–" : Terminal.printable(value.toString());
  }
}
