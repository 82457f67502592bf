package dev.everline.sandbox.carrier.wire;

/** A request that is answered by an error, in the shape TMF654 gives to errors. */
public final class Problem extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final String reason;
  private final int retryAfterSeconds;

  private Problem(int status, String code, String reason, String message, int retryAfterSeconds) {
    // No stack trace: it is an answer, and throttled requests come by the thousand.
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.reason = reason;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  public static Problem of(int status, String code, String reason, String message) {
    return new Problem(status, code, reason, message, 0);
  }

  public static Problem badRequest(String message) {
    return of(400, "invalidRequest", "The request cannot be taken as it is", message);
  }

  public static Problem notFound(String message) {
    return of(404, "notFound", "There is no such resource", message);
  }

  /** What the carrier has understood and won't do. */
  public static Problem refused(String code, String message) {
    return of(422, code, "The carrier refuses", message);
  }

  public static Problem referenceUsed() {
    return of(
        409,
        "referenceUsed",
        "The reference was used before",
        "Ask what became of what came under this reference; nothing was done now.");
  }

  public Problem retryAfter(int seconds) {
    return new Problem(status, code, reason, message(), seconds);
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  String reason() {
    return reason;
  }

  public String message() {
    return String.valueOf(getMessage());
  }

  /** Seconds to wait before another try, or 0 when the answer doesn't say. */
  int retryAfterSeconds() {
    return retryAfterSeconds;
  }
}
