package dev.everline.renewal.decide;

import org.jspecify.annotations.Nullable;

/** How much a line needs its owner; in the order in which lines are shown. */
public enum Urgency {
  /** The number may be gone; only its carrier knows. */
  LOST,
  /** Not served; paying now keeps the number. */
  LAPSED,
  /** Served for a few days more, and nobody renews it. */
  SOON,
  /** It can't be said, since something isn't known. */
  UNKNOWN,
  /** There is time, or Everline sees to it. */
  CALM,
  PAUSED;

  /** So few days are soon. */
  private static final long SOON_DAYS = 7;

  /** Of a line that stands so; its owner's wishes beside it. */
  public static Urgency of(Outlook.Standing standing, boolean paused, boolean autoRenew) {
    boolean renewsItself = autoRenew && standing.canRenew();
    if (paused) {
      return PAUSED;
    }
    return switch (standing.state()) {
      case GRACE, SUSPENDED -> LAPSED;
      case LOST -> LOST;
      case UNKNOWN -> UNKNOWN;
      case ACTIVE -> endsSoon(standing.daysLeft()) && !renewsItself ? SOON : CALM;
    };
  }

  /** Whether the owner has something to do for the line. */
  public boolean needsOwner() {
    return switch (this) {
      case LOST, LAPSED, SOON, UNKNOWN -> true;
      case CALM, PAUSED -> false;
    };
  }

  private static boolean endsSoon(@Nullable Long daysLeft) {
    return daysLeft != null && daysLeft <= SOON_DAYS;
  }
}
