package dev.everline.line.message;

/**
 * A link in a message.
 *
 * @param text as in the message; shown, never to be opened by a click
 */
public record MessageLink(String text, Verdict verdict) {

  /** What is known of where it leads. */
  public enum Verdict {
    /** A site of a carrier, as the catalog has it, over TLS. */
    OFFICIAL,
    /** Nothing is known about it. */
    UNKNOWN,
    /** It hides where it leads, or looks like a carrier's and is not. */
    SUSPICIOUS
  }
}
