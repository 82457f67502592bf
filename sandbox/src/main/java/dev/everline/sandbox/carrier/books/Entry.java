package dev.everline.sandbox.carrier.books;

import dev.everline.sandbox.carrier.fault.FaultKind;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the journal remembers: results, never requests, so that a replay runs no rules. */
sealed interface Entry {

  /** A line as the control API set it. */
  record LineSet(Line line) implements Entry {}

  /**
   * A top-up as it now stands.
   *
   * @param after the line after it, or null when it moved nothing
   */
  record TopUpSet(TopUp topUp, @Nullable Line after) implements Entry {}

  /**
   * Something else was done to balances, and now stands so.
   *
   * @param after the lines after it
   */
  record ActSet(BalanceAct act, List<Line> after) implements Entry {}

  /**
   * The clock was set.
   *
   * @param now where it stands still, or null when it runs with the machine's
   */
  record ClockSet(@Nullable Instant now) implements Entry {}

  /** The faults, as the JSON that set them. */
  record FaultsSet(String json) implements Entry {}

  /** The carriers' settings, as the JSON that set them. */
  record SettingsSet(String json) implements Entry {}

  /** A listener was registered, or, without a callback, removed. */
  record SubscriptionSet(
      String id, String carrier, @Nullable String callback, @Nullable String query)
      implements Entry {}

  /**
   * A fault was played.
   *
   * @param reference of the request it was played on, or null
   */
  record FaultPlayed(FaultKind kind, String carrier, @Nullable String reference) implements Entry {}
}
