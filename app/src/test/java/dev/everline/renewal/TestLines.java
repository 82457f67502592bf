package dev.everline.renewal;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.line.IfNotRenewed;
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
    return new DueLine(
        LineId.of(1, 1),
        AccountId.of(1, 1),
        World.NEW_YORK,
        "12125550100",
        carrier,
        brandConfirmed,
        plan,
        state,
        Money.USD,
        facts,
        true,
        null,
        IfNotRenewed.TELL,
        false,
        null,
        null,
        null,
        null,
        0,
        null,
        null,
        0,
        0,
        null,
        null,
        World.START);
  }
}
