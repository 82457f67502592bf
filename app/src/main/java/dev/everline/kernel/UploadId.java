package dev.everline.kernel;

/**
 * The id of an uploaded file.
 *
 * @param value its bucket and number, see {@link BucketedId}
 */
public record UploadId(long value) implements BucketedId {

  public static UploadId of(int bucket, long number) {
    return new UploadId(BucketedId.compose(bucket, number));
  }

  /**
   * @throws InvalidValue when the text is no such id
   */
  public static UploadId parse(String text) {
    return new UploadId(BucketedId.read("upload", "up", text));
  }

  @Override
  public String toString() {
    return BucketedId.write("up", value);
  }
}
