package dev.everline.renewal.decide;

import org.jspecify.annotations.Nullable;

/** How urgently a line needs its owner, in the order in which lines are shown. */
public enum Urgency {
  /** The number may be lost; only the carrier knows. */
  LOST,
  /** No service; paying now keeps the number. */
  LAPSED,
  /** Its carrier's autopay should have renewed it, and nobody has confirmed a new date. */
  UNCONFIRMED,
  /** Service ends in a few days, and nobody is set to renew the line. */
  SOON,
  /** It can't be said because something isn't known. */
  UNKNOWN,
  /** There is time, or Everline or the carrier's autopay takes care of it. */
  CALM,
  PAUSED;

  /** How many days count as soon. */
  private static final long SOON_DAYS = 7;

  /** The urgency of a line with this standing. */
  public static Urgency of(Outlook.Standing standing, boolean paused) {
    if (paused) {
      return PAUSED;
    }
    if (standing.isAutopayToBeChecked()) {
      return UNCONFIRMED;
    }
    boolean isSeenTo =
        switch (standing.line().renewedBy()) {
          case EVERLINE -> standing.canRenew();
          case CARRIER -> true;
          case OWNER -> false;
        };
    return switch (standing.state()) {
      case GRACE, SUSPENDED -> LAPSED;
      case LOST -> LOST;
      case UNCONFIRMED -> CALM;
      case UNKNOWN -> UNKNOWN;
      case ACTIVE -> endsSoon(standing.daysLeft()) && !isSeenTo ? SOON : CALM;
    };
  }

  /** Whether the owner has to do something for the line. */
  public boolean needsOwner() {
    return switch (this) {
      case LOST, LAPSED, UNCONFIRMED, SOON, UNKNOWN -> true;
      case CALM, PAUSED -> false;
    };
  }

  private static boolean endsSoon(@Nullable Long daysLeft) {
    return daysLeft != null && daysLeft <= SOON_DAYS;
  }
}
