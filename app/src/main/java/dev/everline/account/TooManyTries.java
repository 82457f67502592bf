package dev.everline.account;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import java.time.Duration;

/** Nothing was looked at, since too many tries before were wrong. */
public final class TooManyTries extends ProblemException {

  private static final long serialVersionUID = 1L;

  private final Duration wait;

  public TooManyTries(Duration wait) {
    super(
        ProblemType.FORBIDDEN,
        "Too many wrong attempts; try again in " + wait.toSeconds() + " seconds.");
    this.wait = wait;
  }

  /** How long until the next try is looked at. */
  public Duration getWait() {
    return wait;
  }
}
