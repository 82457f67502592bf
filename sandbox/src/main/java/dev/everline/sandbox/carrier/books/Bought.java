package dev.everline.sandbox.carrier.books;

/** What a top-up buys. */
public sealed interface Bought {

  /** Money for the balance, and nothing else. */
  record Credit() implements Bought {}

  /**
   * Periods of the line's plan, one after another, each at the plan's price.
   *
   * @param count 1 or more
   */
  record Periods(int count) implements Bought {}

  /** A longer time that the carrier sells at once, at a price of its own. */
  record Term(Length length) implements Bought {}

  /** How many periods it buys; 1 for a term and for credit. */
  default int periods() {
    return this instanceof Periods(int count) ? count : 1;
  }

  /** Whether it is the line's plan that is bought. */
  default boolean isPlan() {
    return !(this instanceof Credit);
  }
}
