package dev.everline.kernel;

/**
 * The id of an API token.
 *
 * @param value its bucket and number, see {@link BucketedId}
 */
public record TokenId(long value) implements BucketedId {

  public static TokenId of(int bucket, long number) {
    return new TokenId(BucketedId.compose(bucket, number));
  }

  /**
   * @throws InvalidValue when the text is no such id
   */
  public static TokenId parse(String text) {
    return new TokenId(BucketedId.read("token", "tk", text));
  }

  @Override
  public String toString() {
    return BucketedId.write("tk", value);
  }
}
