package dev.everline.fleet;

import dev.everline.line.LineFilter;
import dev.everline.line.renewer.RenewedBy;
import org.jspecify.annotations.Nullable;

/**
 * Which lines of an account to show, and in what order; null and empty where it doesn't matter.
 *
 * @param text words, each part of the label, of a tag or of the brand
 * @param carrier the carrier's id
 * @param plan the plan's id
 * @param tag one of the line's tags
 * @param missing what nobody has said of the line
 * @param withinDays lines whose paid days cover today and at most this many days more
 */
public record FleetQuery(
    String text,
    @Nullable State state,
    @Nullable String carrier,
    @Nullable String plan,
    @Nullable RenewedBy renewedBy,
    @Nullable String tag,
    LineFilter.@Nullable Missing missing,
    @Nullable Integer withinDays,
    Sort sort) {

  /** Every line, most urgent first. */
  public static final FleetQuery ALL =
      new FleetQuery("", null, null, null, null, null, null, null, Sort.NEED);

  /** A state of lines that an owner may ask for. A line may be in several. */
  public enum State {
    /** Without service, soon without it, with something unknown, or with an open notice. */
    NEEDS_ME,
    /** With service, and not paused. */
    ACTIVE,
    /** Its number can be lost within thirty days, and nobody is taking care of it. */
    AT_RISK,
    /** Without service; paying brings it back. */
    SUSPENDED,
    /** Its carrier's autopay should have renewed it, and nobody has confirmed that. */
    UNCONFIRMED,
    /** Its number may be lost. */
    LOST,
    PAUSED,
    NOT_KNOWN
  }

  /** The sort order. Ties are in the order of ids. */
  public enum Sort {
    /** Most urgent first; equals by their end. */
    NEED,
    /** By end, earliest first; unknown ends last. */
    VALIDITY,
    /** By the brand's name. */
    BRAND,
    /** Newest first. */
    ADDED
  }

  /** Whether it includes every line. */
  public boolean isEverything() {
    return equals(new FleetQuery("", null, null, null, null, null, null, null, sort));
  }
}
