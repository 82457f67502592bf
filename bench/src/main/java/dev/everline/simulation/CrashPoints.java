package dev.everline.simulation;

/**
 * Counts the steps of one process (statements, commits, outside calls) and lets it die at the one
 * it is told to. A process that has died does nothing more.
 */
final class CrashPoints {

  private int left = -1;
  private boolean dead;

  /** Dies at the so-manieth step from now; each has a point before and a point after it. */
  void arm(int steps) {
    left = steps;
  }

  void disarm() {
    left = -1;
  }

  boolean isDead() {
    return dead;
  }

  /** A point at which a process can die. */
  void reach(String where) {
    if (dead) {
      throw new SimulatedCrash("already dead, at " + where);
    }
    if (left >= 0 && left-- == 0) {
      dead = true;
      throw new SimulatedCrash(where);
    }
  }
}
