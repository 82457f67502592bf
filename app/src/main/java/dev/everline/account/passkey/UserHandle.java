package dev.everline.account.passkey;

import dev.everline.account.secret.Secrets;
import org.jspecify.annotations.Nullable;

/** The random bytes by which authenticators know a member; the first two name the bucket. */
public final class UserHandle {

  private static final int BUCKET_BYTES = 2;
  private static final int DRAWN_BYTES = 30;

  private UserHandle() {}

  public static byte[] draw(Secrets secrets, int bucket) {
    byte[] drawn = secrets.bytes(BUCKET_BYTES + DRAWN_BYTES);
    drawn[0] = (byte) (bucket >> 8);
    drawn[1] = (byte) bucket;
    return drawn;
  }

  /** The bucket that a handle names; -1, which holds nothing, where it can't be one of ours. */
  public static int bucketOf(byte @Nullable [] handle) {
    return handle == null || handle.length != BUCKET_BYTES + DRAWN_BYTES
        ? -1
        : ((handle[0] & 0xff) << 8) | (handle[1] & 0xff);
  }
}
