package dev.everline.demo;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** What became of a line. */
sealed interface LineFate {

  /** Served today, by its carrier's own books. */
  record Kept() implements LineFate {}

  /** No payment ahead keeps it, or too little is known; its owner was told. */
  record NotOurs() implements LineFate {}

  /**
   * Not served, as it should be: its owner wanted it so, or was told in time and did not act.
   *
   * @param reason for people
   * @param since the last day it was served
   */
  record Lapsed(String reason, LocalDate since) implements LineFate {}

  /** Not served, in silence. */
  record Silent(@Nullable LocalDate since) implements LineFate {}
}
