package dev.everline.line.seal;

import dev.everline.kernel.AccountId;
import dev.everline.storage.Seal;
import java.util.List;

/** The keyed hashes by which the sealed values of an account's lines are found. */
public final class LineHashes {

  private LineHashes() {}

  /**
   * @param msisdn E.164 digits
   */
  public static byte[] ofNumber(Seal seal, AccountId account, String msisdn) {
    return seal.find("number", account.value(), msisdn);
  }

  public static byte[] ofSim(Seal seal, AccountId account, String iccid) {
    return seal.find("sim", account.value(), iccid);
  }

  public static byte[] ofTag(Seal seal, AccountId account, String tag) {
    return seal.find("tag", account.value(), tag);
  }

  public static byte[][] ofTags(Seal seal, AccountId account, List<String> tags) {
    return tags.stream().map(tag -> ofTag(seal, account, tag)).toArray(byte[][]::new);
  }
}
