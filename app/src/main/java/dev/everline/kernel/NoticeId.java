package dev.everline.kernel;

/**
 * The id of a notice.
 *
 * @param value its bucket and number, see {@link BucketedId}
 */
public record NoticeId(long value) implements BucketedId {

  public static NoticeId of(int bucket, long number) {
    return new NoticeId(BucketedId.compose(bucket, number));
  }

  /**
   * @throws InvalidValue when the text is no such id
   */
  public static NoticeId parse(String text) {
    return new NoticeId(BucketedId.read("notice", "nc", text));
  }

  @Override
  public String toString() {
    return BucketedId.write("nc", value);
  }
}
