package dev.everline.kernel;

/**
 * The id of a mobile line.
 *
 * @param value its bucket and number, see {@link BucketedId}
 */
public record LineId(long value) implements BucketedId {

  public static LineId of(int bucket, long number) {
    return new LineId(BucketedId.compose(bucket, number));
  }

  /**
   * @throws InvalidValue when the text is no such id
   */
  public static LineId parse(String text) {
    return new LineId(BucketedId.read("line", "ln", text));
  }

  @Override
  public String toString() {
    return BucketedId.write("ln", value);
  }
}
