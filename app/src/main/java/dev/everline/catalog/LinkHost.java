package dev.everline.catalog;

import org.jspecify.annotations.Nullable;

/**
 * A host of the web about which something is known beside the sites in a carrier's own record.
 *
 * @param host in lower case, without {@code www}; what is said of it holds for all below it
 * @param carrier whose it is, or null where it is no carrier's
 */
public record LinkHost(String host, Kind kind, @Nullable String carrier, Provenance provenance) {

  /** What is known of a host. */
  public enum Kind {
    /** A carrier's own; a hint only, unless its record was looked up. */
    OFFICIAL,
    /** Many companies' sites stand below it: none is a carrier's unless it is named itself. */
    SHARED,
    /** Anyone can publish a page there, named by the address's path. */
    PAGES,
    /** Another company's or project's, of a name like a carrier's. */
    OTHER,
    /** Hides where a link leads. */
    SHORTENER
  }
}
