package dev.everline.catalog.link;

import dev.everline.catalog.LinkWords;

/**
 * A name by which an address may mean a carrier.
 *
 * @param text in lower case, without hyphens
 * @param kind how much it means the carrier and nothing else
 * @param registered whether the carrier's own site has it as its registered name
 */
record BrandName(String carrier, String text, LinkWords.Kind kind, boolean registered) {

  /** Means nothing but the carrier. */
  boolean isCoined() {
    return kind == LinkWords.Kind.NAME;
  }

  /** Long or rare enough to be seen with slips and across hyphens. */
  boolean isDistinct() {
    return isCoined() || kind == LinkWords.Kind.PHRASE;
  }
}
