package dev.everline.kernel;

/**
 * The id of a person who signs in to an account.
 *
 * @param value its bucket and number, see {@link BucketedId}
 */
public record MemberId(long value) implements BucketedId {

  public static MemberId of(int bucket, long number) {
    return new MemberId(BucketedId.compose(bucket, number));
  }

  /**
   * @throws InvalidValue when the text is no such id
   */
  public static MemberId parse(String text) {
    return new MemberId(BucketedId.read("member", "mb", text));
  }

  @Override
  public String toString() {
    return BucketedId.write("mb", value);
  }
}
