package dev.everline.fleet;

import dev.everline.kernel.ProblemType;

/** A file that isn't taken, however often it is sent as things stand. */
public final class UploadRefused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Why not, and with which HTTP status that is told. */
  public enum Why {
    /** More than {@link Uploads#MOST_BYTES}. */
    TOO_LARGE(ProblemType.TOO_LARGE.httpStatus()),
    /** More rows than {@link Uploads#MOST_ROWS}. */
    TOO_MANY_ROWS(422),
    /** The account has {@link Uploads#MOST_WAITING} files, or their bytes, waiting already. */
    TOO_MANY_WAITING(ProblemType.CONFLICT.httpStatus()),
    /** All accounts' files together, or the disk. */
    NO_ROOM(507);

    private final int httpStatus;

    Why(int httpStatus) {
      this.httpStatus = httpStatus;
    }

    public int httpStatus() {
      return httpStatus;
    }
  }

  private final Why why;

  UploadRefused(Why why) {
    super(why.name());
    this.why = why;
  }

  public Why why() {
    return why;
  }
}
