package dev.everline.line.imports;

import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.text.DateOrder;
import dev.everline.kernel.text.DateReading;
import dev.everline.kernel.text.WrittenDate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * In which order the dates of a file have day and month, judged by all of its rows at once: an
 * order that fits one row and not another is not the file's.
 *
 * @param order null where it isn't known or doesn't matter
 * @param example a date of the file that shows it, or that leaves it open; empty where none does
 */
public record FileDates(Known known, @Nullable DateOrder order, String example) {

  /** How the order is known. */
  public enum Known {
    /** No date depends on it. */
    NEEDLESS,
    /** Only this order fits all rows. */
    FITS,
    /** Several orders fit all rows, or none does: a person decides. */
    OPEN,
    /** A person has decided. */
    CHOSEN
  }

  /** For files whose dates don't depend on an order. */
  public static final FileDates NEEDLESS = new FileDates(Known.NEEDLESS, null, "");

  private static final int LONGEST_EXAMPLE = 20;

  /** The same file, a person having decided. */
  public FileDates choose(DateOrder chosen) {
    return new FileDates(Known.CHOSEN, chosen, example);
  }

  public boolean isOpen() {
    return known == Known.OPEN;
  }

  DateReading reading() {
    return order == null ? DateReading.UNDECIDED : DateReading.by(order);
  }

  /** The orders that a person may choose between: those that lead to a day for the example. */
  public List<DateOrder> choices() {
    Set<DateOrder> fitting = WrittenDate.of(example).fitting();
    return Arrays.stream(DateOrder.values())
        .filter(each -> fitting.contains(each) || each == order)
        .toList();
  }

  /** As it is kept; {@link #parse} reads it back. */
  String text() {
    return known.name() + "~" + (order == null ? "" : order.name()) + "~" + example;
  }

  static FileDates parse(String text) {
    String[] parts = text.split("~", 3);
    if (parts.length != 3) {
      throw InvalidValue.of("dates", text, "isn't valid", "upload the file again");
    }
    return new FileDates(
        Known.valueOf(parts[0]), parts[1].isEmpty() ? null : DateOrder.valueOf(parts[1]), parts[2]);
  }

  /** Sees the dates of a file, one after the other. */
  static final class Judge {

    private final Set<DateOrder> fitting = EnumSet.allOf(DateOrder.class);
    private String first = "";
    private String doubtful = "";
    private String telling = "";

    void see(String cell) {
      if (cell.isEmpty() || cell.length() > 40) {
        return;
      }
      WrittenDate date = WrittenDate.of(cell.strip());
      if (date.readings().isEmpty()) {
        return;
      }
      String shown = example(cell);
      first = first.isEmpty() ? shown : first;
      doubtful = doubtful.isEmpty() && date.isAmbiguous() ? shown : doubtful;
      if (fitting.retainAll(date.fitting())) {
        telling = shown;
      }
    }

    FileDates judged() {
      if (first.isEmpty() || (doubtful.isEmpty() && fitting.size() > 1)) {
        return NEEDLESS;
      }
      if (fitting.size() == 1) {
        return new FileDates(Known.FITS, Objects.requireNonNull(only()), telling);
      }
      return new FileDates(Known.OPEN, null, doubtful.isEmpty() ? first : doubtful);
    }

    private @Nullable DateOrder only() {
      return fitting.stream().findFirst().orElse(null);
    }

    /** Nothing but the date itself, whatever else stands in the cell. */
    private static String example(String cell) {
      String date = cell.replaceAll("[^0-9/.\\- ]", "").strip();
      int blank = date.indexOf(' ');
      String bare =
          blank > 0 && WrittenDate.of(date.substring(0, blank)).readings().size() > 0
              ? date.substring(0, blank)
              : date;
      return bare.substring(0, Math.min(bare.length(), LONGEST_EXAMPLE));
    }
  }
}
