package dev.everline.notice.push;

import java.util.Optional;

/**
 * Tells what a push message is about. Lines, accounts and orders belong to modules that depend on
 * this one, so one of them implements it.
 */
@FunctionalInterface
public interface PushSubjects {

  /** Empty when the line is gone. */
  Optional<PushSubject> of(PushQueue.Due due);
}
