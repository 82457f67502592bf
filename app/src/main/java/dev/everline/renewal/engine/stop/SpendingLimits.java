package dev.everline.renewal.engine.stop;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;

/**
 * The limits that stop a runaway before it charges: the number and the sum of charges on one day
 * (UTC) for a line, an account, and all accounts. An order that would cross one is held for
 * approval.
 */
public record SpendingLimits(Limit line, Limit account, Limit day) {

  private static final long MOST_CHARGES_A_SECOND = 100_000;
  private static final long MOST_MINOR_A_SECOND = 10_000_000_00L;

  /** The most charges, and the most money in minor units, on a day. */
  public record Limit(int count, long minor) {

    public Limit {
      if (count < 1 || minor < 1) {
        throw new ProblemException(
            ProblemType.CONFIGURATION,
            "A spending limit of the settings EVERLINE_RENEWAL_BREAKER_… is %d charges and %d cents;"
                    .formatted(count, minor)
                + " give a count and a sum above zero.");
      }
    }

    boolean isCrossedBy(Spent soFar, long more) {
      Spent then = soFar.and(more);
      return then.count() > count || then.minor() > minor;
    }

    /**
     * Whether it can't be reached within a second on any installation: that would take more than a
     * hundred thousand charges or ten million dollars.
     */
    public boolean isFarFrom(Spent soFar, Spent more) {
      Spent then = soFar.plus(more);
      return then.count() <= count - MOST_CHARGES_A_SECOND
          && then.minor() <= minor - MOST_MINOR_A_SECOND;
    }
  }

  public static SpendingLimits defaults() {
    return new SpendingLimits(
        new Limit(3, 500_00),
        new Limit(20_000, 1_000_000_00L),
        new Limit(5_000_000, 100_000_000_00L));
  }
}
