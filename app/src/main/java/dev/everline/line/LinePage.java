package dev.everline.line;

import dev.everline.kernel.LineId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of an account's lines, in the order in which they were added.
 *
 * @param next what to ask for the following page, or null at the end
 */
public record LinePage(List<Line> lines, @Nullable LineId next) {

  public LinePage {
    lines = List.copyOf(lines);
  }
}
