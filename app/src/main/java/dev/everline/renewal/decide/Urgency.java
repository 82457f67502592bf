package dev.everline.renewal.decide;

import org.jspecify.annotations.Nullable;

/** How urgently a line needs its owner, in the order in which lines are shown. */
public enum Urgency {
  /** The number may be lost; only the carrier knows. */
  LOST,
  /** No service; paying now keeps the number. */
  LAPSED,
  /** Service ends in a few days, and nobody is set to renew the line. */
  SOON,
  /** It can't be said because something isn't known. */
  UNKNOWN,
  /** There is time, or Everline takes care of it. */
  CALM,
  PAUSED;

  /** How many days count as soon. */
  private static final long SOON_DAYS = 7;

  /** The urgency of a line with this standing, given its owner's wishes. */
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

  /** Whether the owner has to do something for the line. */
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
