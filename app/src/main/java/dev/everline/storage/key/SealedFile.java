package dev.everline.storage.key;

import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;

/**
 * A file that only who has its key can read: AES-256-GCM by Tink, a segment at a time, so that a
 * file of any size is read in bounded memory and one that was changed or cut off is noticed. Each
 * file has a key of its own; where that is kept sealed in the database, the file is worth nothing
 * without the database, and nothing once the key is deleted there.
 */
public final class SealedFile {

  private static final int KEY_BYTES = 32;
  private static final int SEGMENT_BYTES = 64 * 1024;
  private static final byte[] NOTHING_MORE = {};
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path path;
  private final StreamingAead cipher;

  /**
   * @param key that {@link #newKey} gave
   */
  public SealedFile(Path path, byte[] key) {
    this.path = path;
    try {
      this.cipher = new AesGcmHkdfStreaming(key, "HmacSha256", KEY_BYTES, SEGMENT_BYTES, 0);
    } catch (GeneralSecurityException noKey) {
      throw new IllegalArgumentException("not a key of a file", noKey);
    }
  }

  public static byte[] newKey() {
    byte[] key = new byte[KEY_BYTES];
    RANDOM.nextBytes(key);
    return key;
  }

  /**
   * Writes the file, replacing what it held.
   *
   * @return how many bytes there were to read
   * @throws IOException when it can't be written
   */
  public long write(InputStream content) throws IOException {
    try (OutputStream sealing =
        cipher.newEncryptingStream(Files.newOutputStream(path), NOTHING_MORE)) {
      return content.transferTo(sealing);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("AES-GCM seals any bytes", impossible);
    }
  }

  /**
   * Begins the file anew, to be written part by part; it is whole once this is closed.
   *
   * @throws IOException when it can't be written
   */
  public OutputStream write() throws IOException {
    OutputStream file = Files.newOutputStream(path);
    try {
      return cipher.newEncryptingStream(file, NOTHING_MORE);
    } catch (GeneralSecurityException impossible) {
      file.close();
      throw new IllegalStateException("AES-GCM seals any bytes", impossible);
    }
  }

  /**
   * Opens the file; reading fails where it isn't as it was written.
   *
   * @throws IOException when it can't be opened
   */
  public InputStream read() throws IOException {
    InputStream file = Files.newInputStream(path);
    try {
      return cipher.newDecryptingStream(file, NOTHING_MORE);
    } catch (GeneralSecurityException impossible) {
      file.close();
      throw new IllegalStateException("nothing is opened before it is read", impossible);
    }
  }
}
