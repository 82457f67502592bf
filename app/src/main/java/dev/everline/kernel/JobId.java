package dev.everline.kernel;

/**
 * The id of an act on many lines.
 *
 * @param value its bucket and number, see {@link BucketedId}
 */
public record JobId(long value) implements BucketedId {

  public static JobId of(int bucket, long number) {
    return new JobId(BucketedId.compose(bucket, number));
  }

  /**
   * @throws InvalidValue when the text is no such id
   */
  public static JobId parse(String text) {
    return new JobId(BucketedId.read("job", "jb", text));
  }

  @Override
  public String toString() {
    return BucketedId.write("jb", value);
  }
}
