package dev.everline.kernel;

/**
 * An id that carries the bucket of the account it belongs to: 10 bits of bucket, then 53 bits of a
 * number that the database hands out once. So an id tells where its row is.
 *
 * <p>The written form is a prefix for the kind, 13 characters of Crockford's base 32 and one check
 * character, as in {@code ln_0G00000000001X}; a mistyped character is noticed.
 */
public sealed interface BucketedId
    permits AccountId,
        LineId,
        OrderId,
        OutsideRenewalId,
        TokenId,
        NoticeId,
        MemberId,
        SessionId,
        InvitationId,
        DeviceId,
        JobId,
        NoteId,
        UploadId,
        PasskeyId {

  int NUMBER_BITS = 53;

  long value();

  default int bucket() {
    return bucketOf(value());
  }

  static int bucketOf(long value) {
    return (int) (value >>> NUMBER_BITS);
  }

  /**
   * @param number what the database handed out, below 2^53
   */
  static long compose(int bucket, long number) {
    new Bucket(bucket);
    if (number < 0 || number >= 1L << NUMBER_BITS) {
      throw InvalidValue.of(
          "id", Long.toString(number), "is out of range", "give a number below 2^53");
    }
    return ((long) bucket << NUMBER_BITS) | number;
  }

  private static String alphabet() {
    return "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  }

  private static char check(long value) {
    return (alphabet() + "*~$=U").charAt((int) Long.remainderUnsigned(value, 37));
  }

  static String write(String prefix, long value) {
    char[] text = new char[14];
    for (int i = 0; i < 13; i++) {
      text[12 - i] = alphabet().charAt((int) ((value >>> (5 * i)) & 31));
    }
    text[13] = check(value);
    return prefix + "_" + new String(text);
  }

  /**
   * Reads an id as it is printed; one spelling only, so that two texts never mean the same thing.
   *
   * @param name what the id is of, for the message
   * @throws InvalidValue when the text is no id of that prefix or its check character is wrong
   */
  static long read(String name, String prefix, String text) {
    boolean shaped = text.length() == prefix.length() + 15 && text.startsWith(prefix + "_");
    if (!shaped) {
      throw InvalidValue.of(
              name, text, "is not an id of this kind", "give one like " + write(prefix, 1))
          .as(InvalidValue.NOT_AN_ID);
    }
    String digits = text.substring(prefix.length() + 1);
    long value = 0;
    for (int i = 0; i < 13; i++) {
      int digit = alphabet().indexOf(digits.charAt(i));
      if (digit < 0 || (i == 0 && digit > 7)) {
        throw InvalidValue.of(
                name, text, "contains a character that ids never have", "copy the whole id again")
            .as(InvalidValue.NOT_AN_ID);
      }
      value = (value << 5) | digit;
    }
    if (digits.charAt(13) != check(value)) {
      throw InvalidValue.of(
              name, text, "is mistyped (its check character is wrong)", "copy the whole id again")
          .as(InvalidValue.NOT_AN_ID);
    }
    return value;
  }
}
