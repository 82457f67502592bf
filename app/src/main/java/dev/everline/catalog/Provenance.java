package dev.everline.catalog;

/**
 * Where a record comes from.
 *
 * @param source who says so, with enough to find it again
 * @param asOf the date of the source as it gives it: a year, a month or a day
 * @param confidence how far to trust it
 * @param lookedUp true when the source was read; false when it was recalled and must be checked
 */
public record Provenance(String source, String asOf, Confidence confidence, boolean lookedUp) {

  /** Whether the record may be shown as a fact, with its date, rather than as a hint. */
  public boolean isFact() {
    return lookedUp && confidence != Confidence.LOW;
  }
}
