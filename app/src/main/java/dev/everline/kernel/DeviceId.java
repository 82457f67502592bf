package dev.everline.kernel;

/**
 * The id of a browser in which a member wants to be told.
 *
 * @param value its bucket and number, see {@link BucketedId}
 */
public record DeviceId(long value) implements BucketedId {

  /**
   * @throws InvalidValue when the text is no such id
   */
  public static DeviceId parse(String text) {
    return new DeviceId(BucketedId.read("device", "dv", text));
  }

  @Override
  public String toString() {
    return BucketedId.write("dv", value);
  }
}
