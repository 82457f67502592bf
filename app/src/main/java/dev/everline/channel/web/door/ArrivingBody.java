package dev.everline.channel.web.door;

import dev.everline.channel.web.frame.BrokenOff;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The body of a request as it comes over the network. One that comes too slowly is broken off, so
 * that nobody can hold a permit for an upload by sending a byte now and then.
 */
public final class ArrivingBody extends InputStream {

  /** So slow is no network on which a portal can be used. */
  static final int SLOWEST_BYTES_A_SECOND = 16 * 1024;

  /** A telephone loses its network for a moment. */
  static final Duration GRACE = Duration.ofSeconds(30);

  private static final String ATTRIBUTE = ArrivingBody.class.getName();

  private final InputStream body;
  private final LongSupplier nanos;
  private final long began;
  private long read;

  /**
   * @param nanos as {@link System#nanoTime} counts
   */
  ArrivingBody(InputStream body, LongSupplier nanos) {
    this.body = body;
    this.nanos = nanos;
    this.began = nanos.getAsLong();
  }

  void attachTo(HttpServletRequest request) {
    request.setAttribute(ATTRIBUTE, this);
  }

  /** What {@link UploadDoor} let in. */
  public static ArrivingBody of(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof ArrivingBody body) {
      return body;
    }
    throw new IllegalStateException(request.getRequestURI() + " is not behind the upload door");
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count;
    try {
      count = body.read(buffer, offset, length);
    } catch (IOException gone) {
      throw BrokenOff.by(gone);
    }
    read += Math.max(0, count);
    Duration allowed = GRACE.plus(Duration.ofSeconds(read / SLOWEST_BYTES_A_SECOND));
    if (nanos.getAsLong() - began > allowed.toNanos()) {
      throw BrokenOff.tooSlow();
    }
    return count;
  }
}
