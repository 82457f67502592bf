package dev.everline.renewal.engine;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.line.due.DueLine;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Stops a runaway before it charges: bounds on the number and the sum of charges on one day (UTC)
 * by line, by account and in all. What would go over a bound is held for approval with the reason
 * until a person releases it. Pure.
 */
public final class RunawayBreaker {

  /** Most charges, and most money in minor units, on a day. */
  public record Bound(int count, long minor) {

    public Bound {
      if (count < 1 || minor < 1) {
        throw new ProblemException(
            ProblemType.CONFIGURATION,
            "A bound of the settings EVERLINE_RENEWAL_BREAKER_… is %d charges and %d cents; give a"
                    .formatted(count, minor)
                + " count and a sum above zero.");
      }
    }

    boolean isCrossedBy(long countSoFar, long minorSoFar, long minorMore) {
      return countSoFar + 1 > count || minorSoFar + minorMore > minor;
    }
  }

  /** The bounds by line, by account and over all accounts. */
  public record Bounds(Bound line, Bound account, Bound day) {

    public static Bounds defaults() {
      return new Bounds(
          new Bound(3, 500_00),
          new Bound(20_000, 1_000_000_00L),
          new Bound(5_000_000, 100_000_000_00L));
    }
  }

  /** What has been charged on a day so far. */
  public record Spent(long count, long minor) {

    public static final Spent NOTHING = new Spent(0, 0);

    Spent and(long moreMinor) {
      return new Spent(count + 1, minor + moreMinor);
    }
  }

  private final Bounds bounds;

  public RunawayBreaker(Bounds bounds) {
    this.bounds = bounds;
  }

  /**
   * Why a charge must not be made, or empty when it may.
   *
   * @param account what the account has been charged that day
   * @param all what all accounts have been charged that day
   */
  public Optional<String> trips(DueLine line, long minor, LocalDate day, Spent account, Spent all) {
    boolean sameDay = day.equals(line.chargedOn());
    if (bounds
        .line()
        .isCrossedBy(sameDay ? line.chargedCount() : 0, sameDay ? line.chargedMinor() : 0, minor)) {
      return Optional.of("BREAKER_LINE");
    }
    if (bounds.account().isCrossedBy(account.count(), account.minor(), minor)) {
      return Optional.of("BREAKER_ACCOUNT");
    }
    if (bounds.day().isCrossedBy(all.count(), all.minor(), minor)) {
      return Optional.of("BREAKER_DAY");
    }
    return Optional.empty();
  }
}
