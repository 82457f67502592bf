package dev.everline.catalog.bundle;

import dev.everline.catalog.bundle.BundleRefused.Why;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/**
 * A bundle with its maker's signature, in one file: two lines as OpenBSD's signify writes them with
 * {@code -S -e}, and the archive behind them. All that follows the two lines is signed, and nothing
 * of it is looked at before the signature was.
 *
 * @param signer who signed it
 */
public record SignedBundle(Bundle bundle, VerifyingKey signer) {

  /** The built-in files come to 0.4 MB. */
  public static final int MOST_BYTES = 8 * 1024 * 1024;

  private static final String COMMENT = "untrusted comment: ";
  private static final int LONGEST_LINE = 1_100;
  private static final int SIGNATURE_BYTES = 64;

  /** The file of a bundle. */
  public static byte[] sign(Bundle bundle, SigningKey key) {
    byte[] archive = bundle.bytes();
    String signature =
        Base64.getEncoder()
            .encodeToString(
                ByteBuffer.allocate(74)
                    .put(VerifyingKey.ALGORITHM)
                    .put(key.number())
                    .put(key.sign(archive))
                    .array());
    byte[] lines =
        (COMMENT + "Everline catalog bundle of " + bundle.made() + "\n" + signature + "\n")
            .getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(lines.length + archive.length).put(lines).put(archive).array();
  }

  /** The parts of a file, of which nothing is believed yet. */
  private static final class Parts {

    private final byte[] number;
    private final byte[] signature;
    private final byte[] archive;

    private Parts(byte[] number, byte[] signature, byte[] archive) {
      this.number = number;
      this.signature = signature;
      this.archive = archive;
    }
  }

  /**
   * Opens a file signed by one of the trusted keys.
   *
   * @throws BundleRefused when none has, or when it is no bundle
   */
  public static SignedBundle open(byte[] file, Collection<VerifyingKey> trusted) {
    Parts parts = parts(file);
    if (trusted.isEmpty()) {
      throw new BundleRefused(
          Why.NO_KEY_TRUSTED,
          "No maker of bundles is trusted here yet, so the bundle isn't opened. It names the key "
              + HexFormat.of().formatHex(parts.number)
              + "; get its public key from its maker through a channel you trust, and run 'everline"
              + " catalog trust'.");
    }
    List<VerifyingKey> named =
        trusted.stream().filter(key -> key.isNumbered(parts.number)).toList();
    if (named.isEmpty()) {
      throw new BundleRefused(
          Why.UNTRUSTED_KEY,
          "The bundle is signed by the key "
              + HexFormat.of().formatHex(parts.number)
              + ", which isn't trusted here. Only if you know whose it is: 'everline catalog"
              + " trust'. Nothing was changed.",
          HexFormat.of().formatHex(parts.number));
    }
    for (VerifyingKey key : named) {
      if (key.verifies(parts.signature, parts.archive)) {
        return new SignedBundle(Bundle.read(parts.archive), key);
      }
    }
    throw new BundleRefused(
        Why.ALTERED,
        "The bundle isn't what its maker signed: it was altered, or not fully received. Get it"
            + " again. Nothing was changed.");
  }

  /**
   * The archive of a file whose signature was checked when it came.
   *
   * @throws BundleRefused when it is no bundle
   */
  public static Bundle unchecked(byte[] file) {
    return Bundle.read(parts(file).archive);
  }

  /** The id of the key that a file claims to be signed with; nothing is verified yet. */
  public static String namedKey(byte[] file) {
    return HexFormat.of().formatHex(parts(file).number);
  }

  private static Parts parts(byte[] file) {
    if (file.length > MOST_BYTES) {
      throw new BundleRefused(
          Why.TOO_LARGE, "The file is larger than 8 MiB, which no bundle is. Nothing was changed.");
    }
    int first = endOfLine(file, 0);
    int second = first < 0 ? -1 : endOfLine(file, first + 1);
    if (second > 0 && startsWithComment(file)) {
      String line = new String(file, first + 1, second - first - 1, StandardCharsets.US_ASCII);
      try {
        byte[] signature = Base64.getDecoder().decode(line);
        if (signature.length == 74
            && signature[0] == VerifyingKey.ALGORITHM[0]
            && signature[1] == VerifyingKey.ALGORITHM[1]) {
          return new Parts(
              Arrays.copyOfRange(signature, 2, 74 - SIGNATURE_BYTES),
              Arrays.copyOfRange(signature, 74 - SIGNATURE_BYTES, 74),
              Arrays.copyOfRange(file, second + 1, file.length));
        }
      } catch (IllegalArgumentException noBase64) {
        throw noBundle();
      }
    }
    throw noBundle();
  }

  private static BundleRefused noBundle() {
    return new BundleRefused(
        Why.NO_BUNDLE, "The file is no signed catalog bundle. Nothing was changed.");
  }

  private static boolean startsWithComment(byte[] file) {
    byte[] comment = COMMENT.getBytes(StandardCharsets.US_ASCII);
    return file.length > comment.length
        && Arrays.equals(comment, 0, comment.length, file, 0, comment.length);
  }

  private static int endOfLine(byte[] file, int from) {
    for (int i = from; i < Math.min(file.length, from + LONGEST_LINE); i++) {
      if (file[i] == '\n') {
        return i;
      }
    }
    return -1;
  }
}
