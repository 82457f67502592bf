package dev.everline.line.seal;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.text.SimNumber;
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

  /**
   * The hash of a SIM, the same for all spellings of its number.
   *
   * @param iccid in any spelling
   */
  public static byte[] ofSim(Seal seal, AccountId account, String iccid) {
    SimNumber sim = SimNumber.orNull(iccid);
    return seal.find("sim", account.value(), sim == null ? iccid : sim.identity());
  }

  /**
   * All hashes that a SIM may be stored by: older versions took each spelling for a SIM of its own.
   *
   * @param iccid in any spelling
   */
  public static List<byte[]> ofSimHoweverSpelled(Seal seal, AccountId account, String iccid) {
    SimNumber sim = SimNumber.orNull(iccid);
    List<String> spellings = sim == null ? List.of(iccid) : sim.spellings();
    return spellings.stream().map(each -> seal.find("sim", account.value(), each)).toList();
  }

  public static byte[] ofTag(Seal seal, AccountId account, String tag) {
    return seal.find("tag", account.value(), tag);
  }

  public static byte[][] ofTags(Seal seal, AccountId account, List<String> tags) {
    return tags.stream().map(tag -> ofTag(seal, account, tag)).toArray(byte[][]::new);
  }
}
