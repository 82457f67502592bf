package dev.everline.renewal.order;

/** Who ordered a renewal, as it is stored. */
public final class Origin {

  /** Everline itself, as the line's owner wishes it. */
  public static final String HEARTBEAT = "heartbeat";

  private Origin() {}
}
