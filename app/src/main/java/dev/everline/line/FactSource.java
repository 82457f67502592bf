package dev.everline.line;

import dev.everline.kernel.MemberId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who says a fact of a line, and when it was so.
 *
 * @param source {@link #OWNER}, {@link #FILE}, or the part of Everline that learned it from the
 *     carrier
 * @param by the member who gave it by hand, or null when it isn't known
 */
public record FactSource(String source, Instant asOf, @Nullable MemberId by) {

  /** Given by hand. */
  public static final String OWNER = "owner";

  /** Read from an imported file. */
  public static final String FILE = "file";

  public FactSource(String source, Instant asOf) {
    this(source, asOf, null);
  }
}
