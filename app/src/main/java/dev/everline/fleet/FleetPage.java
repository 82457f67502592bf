package dev.everline.fleet;

import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.LineId;
import dev.everline.line.Line;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of the lines that match a query, in its order.
 *
 * @param fitting how many match in total
 * @param next the position after which the following page begins, or null at the end
 */
public record FleetPage(List<Line> lines, long fitting, @Nullable Place next) {

  public FleetPage {
    lines = List.copyOf(lines);
  }

  /**
   * A position in the order of a query: that of a line, by its sort key. It stays valid when the
   * line there moves or goes, so a line that doesn't move is on exactly one page, whatever others
   * do.
   *
   * @param key the sort key, as a number
   */
  public record Place(long key, LineId line) implements Comparable<Place> {

    @Override
    public int compareTo(Place other) {
      int byKey = Long.compare(key, other.key);
      return byKey != 0 ? byKey : Long.compare(line.value(), other.line.value());
    }

    /** As written in a URL. */
    @Override
    public String toString() {
      return Long.toString(key, 36) + "." + line;
    }

    /**
     * @throws InvalidValue when the text isn't a position
     */
    public static Place parse(String text) {
      int dot = text.indexOf('.');
      try {
        return new Place(
            Long.parseLong(text.substring(0, Math.max(0, dot)), 36),
            LineId.parse(text.substring(dot + 1)));
      } catch (NumberFormatException none) {
        throw InvalidValue.of(
            "after", text, "isn't a position in the list", "follow the page's link");
      }
    }
  }
}
