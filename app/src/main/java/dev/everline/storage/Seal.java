package dev.everline.storage;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.prf.PrfSet;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.storage.key.KeyFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Seals personal data for the database, opens it, and makes the keyed hashes by which it is found:
 * a dump of the database tells neither. Safe for use by many threads.
 *
 * <p>A sealed value is Tink's: a byte 1, the key's id in four bytes, then AES-256-GCM's nonce,
 * ciphertext and tag, bound to its column and row. A hash is the first 128 bits of HMAC-SHA-256,
 * within a scope, so that the same number in two accounts doesn't look the same.
 */
public final class Seal {

  static final int HASH_BYTES = 16;

  private static final int PREFIX = 5;

  /** A process seals with a key that was retired at most this much longer. */
  private static final long LOOK_AGAIN = TimeUnit.SECONDS.toNanos(5);

  private final KeyFile file;
  private volatile Keys keys;
  private volatile long lookedAt = System.nanoTime();

  /**
   * What the file held when it was read.
   *
   * @param known the ids of all keys that open
   * @param changedAt the file's time
   */
  private record Keys(
      Aead sealing, int primary, Set<Integer> known, PrfSet finding, FileTime changedAt) {}

  /**
   * @throws ProblemException CONFIGURATION when the file can't be read
   */
  public Seal(KeyFile file) {
    this.file = file;
    this.keys = read(file);
  }

  public KeyFile file() {
    return file;
  }

  /** Tells these keys from another database's, and nothing more of them. */
  public byte[] identity() {
    return find("key-check", 0, "everline");
  }

  /** The value sealed for a row. */
  public byte[] seal(Sealed what, long row, byte[] value) {
    followFile();
    return sealed(what.place(row), value);
  }

  /** The text sealed for a row. */
  public byte[] seal(Sealed what, long row, String text) {
    return seal(what, row, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The text sealed for a row; null for null. */
  public byte @Nullable [] sealIfAny(Sealed what, long row, @Nullable String text) {
    return text == null ? null : seal(what, row, text);
  }

  /**
   * @throws ProblemException CONFIGURATION when none of the keys opens it, or it was sealed for
   *     another row
   */
  public byte[] openBytes(Sealed what, long row, byte[] sealed) {
    return opened(what.place(row), sealed);
  }

  /** The text that was sealed for a row, see {@link #openBytes}. */
  public String open(Sealed what, long row, byte[] sealed) {
    return new String(openBytes(what, row, sealed), StandardCharsets.UTF_8);
  }

  /** The text that was sealed for a row; null for null. */
  public @Nullable String openIfAny(Sealed what, long row, byte @Nullable [] sealed) {
    return sealed == null ? null : open(what, row, sealed);
  }

  /**
   * The keyed hash by which a text is found again.
   *
   * @param what kind of text
   * @param scope within which it is looked for, such as an account's id; 0 for everywhere
   */
  public byte[] find(String what, long scope, String text) {
    byte[] kind = what.getBytes(StandardCharsets.US_ASCII);
    byte[] value = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer input = ByteBuffer.allocate(kind.length + 1 + Long.BYTES + value.length);
    input.put(kind).put((byte) 0).putLong(scope).put(value);
    try {
      return keys.finding().computePrimary(input.array(), HASH_BYTES);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("a MAC takes any bytes", impossible);
    }
  }

  /** The id of the key that seals now. */
  public int primary() {
    return keys.primary();
  }

  /** The same value, sealed again for its row. */
  public byte[] again(Sealed what, long row, byte[] sealed) {
    byte[] place = what.place(row);
    return sealed(place, opened(place, sealed));
  }

  public byte[] sealed(byte[] place, byte[] value) {
    try {
      return keys.sealing().encrypt(value, place);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("AES-GCM seals any bytes", impossible);
    }
  }

  public byte[] opened(byte[] place, byte[] sealed) {
    Keys with = keys;
    if (sealed.length > PREFIX && !with.known().contains(keyOf(sealed))) {
      with = reread();
    }
    try {
      return with.sealing().decrypt(sealed, place);
    } catch (GeneralSecurityException refused) {
      boolean known = sealed.length > PREFIX && with.known().contains(keyOf(sealed));
      throw new ProblemException(
          ProblemType.CONFIGURATION,
          known
              ? "A sealed value in the database was altered, or moved from another row; restore it"
                  + " from a backup."
              : "A value in the database was sealed with a key that '"
                  + file.path()
                  + "' doesn't hold; restore the file that holds it.",
          refused);
    }
  }

  /** Reads the file again now, such as after a change of it. */
  public synchronized void reload() {
    keys = read(file);
  }

  private synchronized Keys reread() {
    reload();
    return keys;
  }

  /** A process that runs while the keys are rotated goes over to the new one within seconds. */
  private void followFile() {
    if (System.nanoTime() - lookedAt < LOOK_AGAIN) {
      return;
    }
    lookedAt = System.nanoTime();
    try {
      if (!file.changedAt().equals(keys.changedAt())) {
        reload();
      }
    } catch (IOException gone) {
      throw new ProblemException(
          ProblemType.CONFIGURATION,
          "The key file '" + file.path() + "' can't be read any more; restore it.",
          gone);
    }
  }

  private static int keyOf(byte[] sealed) {
    return ByteBuffer.wrap(sealed, 1, Integer.BYTES).getInt();
  }

  private static Keys read(KeyFile file) {
    try {
      FileTime changedAt = file.exists() ? file.changedAt() : FileTime.fromMillis(0);
      KeyFile.Keysets keysets = file.read();
      KeysetHandle sealing = keysets.sealing();
      Set<Integer> known = new HashSet<>();
      for (int i = 0; i < sealing.size(); i++) {
        known.add(sealing.getAt(i).getId());
      }
      return new Keys(
          sealing.getPrimitive(KeyFile.configuration(), Aead.class),
          sealing.getPrimary().getId(),
          Set.copyOf(known),
          keysets.finding().getPrimitive(KeyFile.configuration(), PrfSet.class),
          changedAt);
    } catch (IOException | GeneralSecurityException unusable) {
      throw new ProblemException(
          ProblemType.CONFIGURATION,
          "The key file '" + file.path() + "' can't be used; restore the right one.",
          unusable);
    }
  }
}
