package dev.everline.carrier.tmf654;

import java.util.OptionalLong;

/** What came of an HTTP request, before anyone has read the body's meaning. */
sealed interface Reply {

  /**
   * The server answered in full.
   *
   * @param total how many results there are by {@code X-Total-Count}
   */
  record Answered(int status, String body, OptionalLong total) implements Reply {}

  /** The request surely didn't reach the server. */
  record NotSent(String cause) implements Reply {}

  /** The request may have reached the server; no full answer came back. */
  record Lost(String cause) implements Reply {}
}
