package dev.everline.kernel;

/**
 * The id of a session of the portal.
 *
 * @param value its bucket and number, see {@link BucketedId}
 */
public record SessionId(long value) implements BucketedId {

  public static SessionId of(int bucket, long number) {
    return new SessionId(BucketedId.compose(bucket, number));
  }

  /**
   * @throws InvalidValue when the text is no such id
   */
  public static SessionId parse(String text) {
    return new SessionId(BucketedId.read("session", "ss", text));
  }

  @Override
  public String toString() {
    return BucketedId.write("ss", value);
  }
}
