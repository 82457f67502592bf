package dev.everline.kernel;

/**
 * The id of a passkey.
 *
 * @param value its bucket and number, see {@link BucketedId}
 */
public record PasskeyId(long value) implements BucketedId {

  public static PasskeyId of(int bucket, long number) {
    return new PasskeyId(BucketedId.compose(bucket, number));
  }

  /**
   * @throws InvalidValue when the text is no such id
   */
  public static PasskeyId parse(String text) {
    return new PasskeyId(BucketedId.read("passkey", "pk", text));
  }

  @Override
  public String toString() {
    return BucketedId.write("pk", value);
  }
}
