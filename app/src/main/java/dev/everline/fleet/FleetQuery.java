package dev.everline.fleet;

import org.jspecify.annotations.Nullable;

/**
 * Which lines of an account to show, and in what order; null and empty where it doesn't matter.
 *
 * @param text words, each part of the label, of a tag or of the brand
 * @param carrier the carrier's id
 * @param plan the plan's id
 * @param tag one of the line's tags
 * @param withinDays lines that what is paid covers today and for at most so many days more
 */
public record FleetQuery(
    String text,
    @Nullable State state,
    @Nullable String carrier,
    @Nullable String plan,
    @Nullable Boolean autoRenew,
    @Nullable String tag,
    @Nullable Integer withinDays,
    Sort sort) {

  /** Every line, the one that needs its owner most first. */
  public static final FleetQuery ALL =
      new FleetQuery("", null, null, null, null, null, null, Sort.NEED);

  /** How a line stands, as its owner asks for it. A line may be in several. */
  public enum State {
    /** Without service, soon without it, with something unknown, or told of and not done yet. */
    NEEDS_ME,
    /** Served, and not paused. */
    ACTIVE,
    /** Its number can be lost within thirty days, and nobody sees to it. */
    AT_RISK,
    /** Without service; paying brings it back. */
    SUSPENDED,
    /** Its number may be gone. */
    LOST,
    PAUSED,
    NOT_KNOWN
  }

  /** What comes first. Ties are in the order of ids. */
  public enum Sort {
    /** What needs its owner most; of those alike, what ends first. */
    NEED,
    /** What ends first; what isn't known, last. */
    VALIDITY,
    /** The brand by its name. */
    BRAND,
    /** What was added last. */
    ADDED
  }

  /** Whether it leaves nothing out. */
  public boolean isEverything() {
    return equals(new FleetQuery("", null, null, null, null, null, null, sort));
  }
}
