package dev.everline.channel.api.http;

import dev.everline.kernel.ProblemType;
import java.io.IOException;

/** A request's body turned out to be longer than it may be while it was read. */
final class BodyTooLarge extends IOException {

  private static final long serialVersionUID = 1L;

  private final int limit;

  BodyTooLarge(int limit) {
    super("body too large");
    this.limit = limit;
  }

  Problem problem() {
    return Problem.of(
        ProblemType.TOO_LARGE,
        "The body is longer than "
            + limit
            + " bytes; send less at a time. Files of lines are imported by 'everline import'.");
  }
}
