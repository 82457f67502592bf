package dev.everline.kernel;

import java.util.Locale;

/**
 * The kinds of problem Everline reports, each with its HTTP status (RFC 9110) and its exit code.
 * The exit codes are documented in {@code docs/command-line.md}.
 */
public enum ProblemType {
  UNEXPECTED(500, 1),
  INVALID_VALUE(400, 2),
  MALFORMED(400, 2),
  METHOD_NOT_ALLOWED(405, 2),
  NOT_ACCEPTABLE(406, 2),
  TOO_LARGE(413, 2),
  UNSUPPORTED_MEDIA_TYPE(415, 2),
  UNAUTHENTICATED(401, 7),
  FORBIDDEN(403, 7),
  NOT_FOUND(404, 3),
  CONFLICT(409, 4),
  /** A line can't become another one while it is being renewed. */
  ORDER_UNDER_WAY(409, 4),
  /** The line isn't what a held order was made for. */
  LINE_CHANGED(409, 4),
  LINE_PAUSED(409, 4),
  ABOVE_CEILING(409, 4),
  /** What concerns all accounts together is decided by those who run the installation. */
  NEEDS_OPERATOR(403, 7),
  PAID_ALREADY(409, 4),
  IDEMPOTENCY_KEY_REUSED(422, 4),
  ILLEGAL_TRANSITION(409, 4),
  INSUFFICIENT_FUNDS(402, 5),
  BRAND_NOT_CONFIRMED(409, 4),
  /** Everline can't pay the line's carrier from here. */
  NO_ROUTE(409, 4),
  NOT_RENEWABLE(409, 4),
  /** The carrier's own autopay renews the line, so nothing is paid from here. */
  RENEWED_BY_CARRIER(409, 4),
  HELD_FOR_APPROVAL(409, 6),
  HELD(409, 6),
  LEDGER_UNBALANCED(500, 8),
  CONFIGURATION(500, 9),
  UNAVAILABLE(503, 10),
  CLOCK_BEHIND(503, 10);

  private final int httpStatus;
  private final int exitCode;

  ProblemType(int httpStatus, int exitCode) {
    this.httpStatus = httpStatus;
    this.exitCode = exitCode;
  }

  public int httpStatus() {
    return httpStatus;
  }

  public int exitCode() {
    return exitCode;
  }

  /**
   * Whether only the operator can do something about it: its words may name our files and settings,
   * so a caller gets an incident's number instead.
   */
  public boolean isOurs() {
    return switch (this) {
      case UNEXPECTED, LEDGER_UNBALANCED, CONFIGURATION -> true;
      case INVALID_VALUE,
          MALFORMED,
          METHOD_NOT_ALLOWED,
          NOT_ACCEPTABLE,
          TOO_LARGE,
          UNSUPPORTED_MEDIA_TYPE,
          UNAUTHENTICATED,
          FORBIDDEN,
          NOT_FOUND,
          CONFLICT,
          ORDER_UNDER_WAY,
          LINE_CHANGED,
          LINE_PAUSED,
          ABOVE_CEILING,
          NEEDS_OPERATOR,
          PAID_ALREADY,
          IDEMPOTENCY_KEY_REUSED,
          ILLEGAL_TRANSITION,
          INSUFFICIENT_FUNDS,
          BRAND_NOT_CONFIRMED,
          NO_ROUTE,
          NOT_RENEWABLE,
          RENEWED_BY_CARRIER,
          HELD_FOR_APPROVAL,
          HELD,
          UNAVAILABLE,
          CLOCK_BEHIND ->
          false;
    };
  }

  /** The last part of the problem's URI, such as {@code insufficient-funds}. */
  public String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
