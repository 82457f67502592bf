package dev.everline.kernel;

/**
 * The id of something the owner was told.
 *
 * @param value its bucket and number, see {@link BucketedId}
 */
public record EscalationId(long value) implements BucketedId {

  public static EscalationId of(int bucket, long number) {
    return new EscalationId(BucketedId.compose(bucket, number));
  }

  /**
   * @throws InvalidValue when the text is no such id
   */
  public static EscalationId parse(String text) {
    return new EscalationId(BucketedId.read("escalation", "es", text));
  }

  @Override
  public String toString() {
    return BucketedId.write("es", value);
  }
}
