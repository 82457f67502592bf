package dev.everline.kernel;

/**
 * The id of an invitation to an account.
 *
 * @param value its bucket and number, see {@link BucketedId}
 */
public record InvitationId(long value) implements BucketedId {

  public static InvitationId of(int bucket, long number) {
    return new InvitationId(BucketedId.compose(bucket, number));
  }

  /**
   * @throws InvalidValue when the text is no such id
   */
  public static InvitationId parse(String text) {
    return new InvitationId(BucketedId.read("invitation", "iv", text));
  }

  @Override
  public String toString() {
    return BucketedId.write("iv", value);
  }
}
