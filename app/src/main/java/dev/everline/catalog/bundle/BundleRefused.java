package dev.everline.catalog.bundle;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import java.util.Arrays;
import java.util.List;

/** A bundle that isn't taken, and why. Nothing was changed. */
public final class BundleRefused extends ProblemException {

  private static final long serialVersionUID = 1L;

  /** What is wrong, by which it can be said in other languages. */
  public enum Why {
    NO_BUNDLE,
    TOO_LARGE,
    NO_KEY_TRUSTED,
    UNTRUSTED_KEY,
    ALTERED,
    MALFORMED,
    FORMAT_TOO_NEW,
    PROGRAM_TOO_OLD,
    OLDER,
    FROM_THE_FUTURE,
    INVALID_CATALOG,
    LINES_LOSE_PLAN,
    LINES_LOSE_CARRIER,
    ROUTES_LOSE_CARRIER,
    CHANGED_MEANWHILE,
    GONE,
    NOTHING_TO_UNDO,
    NOT_SECURE,
    UNREACHABLE
  }

  private final Why why;
  private final String[] details;

  public BundleRefused(Why why, String message, Object... details) {
    super(typeOf(why), message);
    this.why = why;
    this.details = Arrays.stream(details).map(String::valueOf).toArray(String[]::new);
  }

  private static ProblemType typeOf(Why why) {
    return switch (why) {
      case NO_BUNDLE,
          TOO_LARGE,
          UNTRUSTED_KEY,
          ALTERED,
          MALFORMED,
          FORMAT_TOO_NEW,
          PROGRAM_TOO_OLD,
          INVALID_CATALOG,
          NOT_SECURE ->
          ProblemType.INVALID_VALUE;
      case NO_KEY_TRUSTED,
          OLDER,
          FROM_THE_FUTURE,
          LINES_LOSE_PLAN,
          LINES_LOSE_CARRIER,
          ROUTES_LOSE_CARRIER,
          CHANGED_MEANWHILE,
          NOTHING_TO_UNDO ->
          ProblemType.CONFLICT;
      case GONE -> ProblemType.NOT_FOUND;
      case UNREACHABLE -> ProblemType.UNAVAILABLE;
    };
  }

  public Why why() {
    return why;
  }

  /** What the sentence names, in the order in which it does. */
  public List<String> details() {
    return List.of(details);
  }
}
