package dev.everline.kernel;

/**
 * Another failure's kind and place, without its message, which may hold somebody's number: for the
 * log.
 */
public final class WithoutMessage extends Exception {

  private static final long serialVersionUID = 1L;

  public WithoutMessage(Throwable failure) {
    super(
        failure.getClass().getName(),
        failure.getCause() == null ? null : new WithoutMessage(failure.getCause()));
    setStackTrace(failure.getStackTrace());
  }
}
