package dev.everline.kernel;

/**
 * The id of an account: a household, a fleet or an operator's customer.
 *
 * @param value its bucket and number, see {@link BucketedId}
 */
public record AccountId(long value) implements BucketedId {

  public static AccountId of(int bucket, long number) {
    return new AccountId(BucketedId.compose(bucket, number));
  }

  /**
   * @throws InvalidValue when the text is no such id
   */
  public static AccountId parse(String text) {
    return new AccountId(BucketedId.read("account", "ac", text));
  }

  @Override
  public String toString() {
    return BucketedId.write("ac", value);
  }
}
