package dev.everline.kernel;

/**
 * The id of a renewal that its owner paid for outside Everline.
 *
 * @param value its bucket and number, see {@link BucketedId}
 */
public record OutsideRenewalId(long value) implements BucketedId {

  /**
   * @throws InvalidValue when the text is no such id
   */
  public static OutsideRenewalId parse(String text) {
    return new OutsideRenewalId(BucketedId.read("outside renewal", "rn", text));
  }

  @Override
  public String toString() {
    return BucketedId.write("rn", value);
  }
}
