package dev.everline.line;

import java.time.Instant;

/**
 * Who says a fact of a line, and when it was so.
 *
 * @param source {@link #OWNER}, {@link #FILE}, or the part of Everline that learned it from the
 *     carrier
 */
public record FactSource(String source, Instant asOf) {

  /** Given by hand. */
  public static final String OWNER = "owner";

  /** Read from an imported file. */
  public static final String FILE = "file";
}
