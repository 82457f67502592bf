package dev.everline.renewal.order;

import org.jspecify.annotations.Nullable;

/** Who releases an order that is held for approval. */
public enum Releaser {
  /** A program with an API token: it may be the very runaway that a spending limit has stopped. */
  PROGRAM,
  /** A member of the account who may renew its lines. */
  MEMBER,
  /** A person who runs the installation: in the console, or at the server. */
  OPERATOR;

  /** The reason of orders that the limit of all accounts together has stopped. */
  public static final String LIMIT_OF_ALL = "BREAKER_DAY";

  private static final String ANY_LIMIT = "BREAKER_";

  /**
   * @param reason why the order is held, as a code
   */
  public boolean mayRelease(@Nullable String reason) {
    return reason == null
        || switch (this) {
          case PROGRAM -> !reason.startsWith(ANY_LIMIT);
          case MEMBER -> !reason.equals(LIMIT_OF_ALL);
          case OPERATOR -> true;
        };
  }
}
