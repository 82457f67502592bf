package dev.everline.renewal.order;

/** Who ordered a renewal, as it is stored. */
public final class Origin {

  /** Everline itself, by auto-renewal. */
  public static final String HEARTBEAT = "heartbeat";

  /** A program with an API token. */
  public static final String API = "api";

  private Origin() {}
}
