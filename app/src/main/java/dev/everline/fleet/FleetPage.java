package dev.everline.fleet;

import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.LineId;
import dev.everline.line.Line;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of the lines that fit a query, in its order.
 *
 * @param fitting how many fit in all
 * @param next after what the following page begins, or null at the end
 */
public record FleetPage(List<Line> lines, long fitting, @Nullable Place next) {

  public FleetPage {
    lines = List.copyOf(lines);
  }

  /**
   * A place in the order of a query: that of a line by what it is sorted by. It stays a place when
   * the line there moves or goes, so a line that doesn't move is on one page, whatever others do.
   *
   * @param key what lines are sorted by, as a number
   */
  public record Place(long key, LineId line) implements Comparable<Place> {

    @Override
    public int compareTo(Place other) {
      int byKey = Long.compare(key, other.key);
      return byKey != 0 ? byKey : Long.compare(line.value(), other.line.value());
    }

    /** As it stands in an address. */
    @Override
    public String toString() {
      return Long.toString(key, 36) + "." + line;
    }

    /**
     * @throws InvalidValue when the text is no place
     */
    public static Place parse(String text) {
      int dot = text.indexOf('.');
      try {
        return new Place(
            Long.parseLong(text.substring(0, Math.max(0, dot)), 36),
            LineId.parse(text.substring(dot + 1)));
      } catch (NumberFormatException none) {
        throw InvalidValue.of("after", text, "is no place", "follow the page's link");
      }
    }
  }
}
