package dev.everline.line;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A SIM that a line is or was in.
 *
 * @param since when Everline first knew the line in it
 * @param until when the line was moved to another, or null for the present one
 * @param source who said so
 */
public record SimUse(String iccid, Instant since, @Nullable Instant until, String source) {

  /** Without the number of the SIM, so that it may be logged. */
  @Override
  public String toString() {
    return "SimUse[" + since + ".." + until + "]";
  }
}
