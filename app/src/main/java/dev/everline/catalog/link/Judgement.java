package dev.everline.catalog.link;

import java.util.Locale;

/** What is known of where a link leads. */
public enum Judgement {
  /** To a carrier's own site, as the catalog has it. */
  OFFICIAL,
  /** To somebody else's site whose address imitates a carrier's. */
  LOOK_ALIKE,
  /** To a service that hides the real address. */
  SHORTENER,
  /** Nothing is known of it, good or bad. */
  UNKNOWN;

  /** As in JSON and commands: {@code look-alike}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
