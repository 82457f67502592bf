package dev.everline.catalog;

import java.util.List;

/**
 * How a carrier's messages call the carrier and say things: what {@code messages.yaml} knows beyond
 * the words that any carrier uses.
 *
 * @param carrier its id
 * @param names by which it calls itself, wherever they stand
 * @param ordinaryNames names that are ordinary words too: they count only where a sender is named
 * @param shapes its own words
 */
public record MessageForms(
    String carrier,
    List<String> names,
    List<String> ordinaryNames,
    List<Shape> shapes,
    Provenance provenance) {

  public MessageForms {
    names = List.copyOf(names);
    ordinaryNames = List.copyOf(ordinaryNames);
    shapes = List.copyOf(shapes);
  }

  /**
   * Words of its own.
   *
   * @param words as they stand in front of the value
   */
  public record Shape(String words, Means means, Provenance provenance) {}

  /** What such words say. */
  public enum Means {
    /** A date until which there is service follows. */
    SERVICE_END,
    /** Service is over. */
    SERVICE_ENDED,
    /** A date on which a payment is due or taken follows. */
    RENEWAL_DUE,
    /** An amount that is left follows. */
    BALANCE
  }
}
