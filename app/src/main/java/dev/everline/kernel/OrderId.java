package dev.everline.kernel;

/**
 * The id of a renewal order; also the reference under which carriers know it.
 *
 * @param value its bucket and number, see {@link BucketedId}
 */
public record OrderId(long value) implements BucketedId {

  public static OrderId of(int bucket, long number) {
    return new OrderId(BucketedId.compose(bucket, number));
  }

  /**
   * @throws InvalidValue when the text is no such id
   */
  public static OrderId parse(String text) {
    return new OrderId(BucketedId.read("order", "or", text));
  }

  @Override
  public String toString() {
    return BucketedId.write("or", value);
  }
}
