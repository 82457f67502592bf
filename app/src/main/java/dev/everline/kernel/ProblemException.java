package dev.everline.kernel;

/**
 * Something that the caller can't be given, with a type that programs branch on and a message that
 * people read. The doors turn it into an RFC 9457 problem or an exit code.
 */
public class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ProblemType type;

  public ProblemException(ProblemType type, String message) {
    super(message);
    this.type = type;
  }

  public ProblemException(ProblemType type, String message, Throwable cause) {
    super(message, cause);
    this.type = type;
  }

  public final ProblemType type() {
    return type;
  }
}
