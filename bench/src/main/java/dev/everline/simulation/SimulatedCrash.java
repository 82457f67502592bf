package dev.everline.simulation;

/**
 * The process dies here. An error, not an exception, so that no code of the engine takes it for
 * something it can handle: what it held in memory is gone.
 */
final class SimulatedCrash extends Error {

  private static final long serialVersionUID = 1L;

  SimulatedCrash(String where) {
    super(where, null, false, false);
  }
}
