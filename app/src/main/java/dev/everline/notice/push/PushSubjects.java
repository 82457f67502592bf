package dev.everline.notice.push;

import java.util.Optional;

/**
 * Tells what a push message is about. Lines, accounts and orders belong to modules that stand on
 * this one, so one of them brings it.
 */
@FunctionalInterface
public interface PushSubjects {

  /** Empty when the line is gone. */
  Optional<PushSubject> of(PushQueue.Due due);
}
