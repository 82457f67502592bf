package dev.everline.kernel;

/**
 * What a process doesn't go on after: memory that has run out, or a machine that fails within. Some
 * thread has lost its work then, and nobody knows which; what was committed is safe, so the process
 * ends and is restarted. A stack that was too deep, an assertion or a class that can't be linked
 * spoil one piece of work only.
 */
public final class Fatal {

  /** Of the process that ends so; documented in {@code docs/command-line.md}. */
  public static final int EXIT_CODE = 11;

  private Fatal() {}

  /** Whether the failure, or what caused it, is one that the process doesn't go on after. */
  public static boolean is(Throwable failure) {
    int depth = 0;
    for (Throwable cause = failure; cause != null && depth < 50; cause = cause.getCause()) {
      if (cause instanceof VirtualMachineError && !(cause instanceof StackOverflowError)) {
        return true;
      }
      depth++;
    }
    return false;
  }

  /**
   * Ends the process at once, with a last word, when the failure is {@linkplain #is fatal}; else
   * returns. Nothing is closed: there may be no memory to close it with, and a crash is what the
   * data is made for.
   */
  public static void endIf(Throwable failure) {
    if (is(failure)) {
      try {
        // Whole and ready: making words takes memory.
        System.err.println(LAST_WORD);
        System.err.println(failure.getClass().getName());
      } finally {
        Runtime.getRuntime().halt(EXIT_CODE);
      }
    }
  }

  private static final String LAST_WORD =
      "everline: Java ran out of memory or failed internally, so this process ends. Nothing"
          + " acknowledged is lost: start it again, with more memory if needed by setting"
          + " EVERLINE_JAVA_OPTS=-Xmx512m.";
}
