package dev.everline.renewal;

import static dev.everline.fixture.LineBuilder.aLine;

import dev.everline.fixture.LineBuilder;
import dev.everline.line.LineFacts;
import dev.everline.line.due.DueLine;
import org.jspecify.annotations.Nullable;

/** Lines as the engine sees them, for tests of pure rules. */
public final class TestLines {

  private TestLines() {}

  /** A line with a confirmed brand that nobody has been told of. */
  public static DueLine line(
      String carrier, @Nullable String plan, @Nullable String state, LineFacts facts) {
    return line(carrier, true, plan, state, facts);
  }

  /** The same of a line whose brand may not be confirmed. */
  public static DueLine line(
      String carrier,
      boolean brandConfirmed,
      @Nullable String plan,
      @Nullable String state,
      LineFacts facts) {
    LineBuilder line = aLine().with(carrier).on(plan).in(state).knowing(facts);
    return (brandConfirmed ? line : line.unconfirmed()).dueLine();
  }
}
