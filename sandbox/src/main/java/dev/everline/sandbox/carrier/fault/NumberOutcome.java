package dev.everline.sandbox.carrier.fault;

/**
 * The outcome that a sample number's last two digits choose, so that each failure can be shown at
 * will. Only numbers reserved for fiction, 555-0100 to 555-0199 of any area, have one.
 */
enum NumberOutcome {
  /** 00 to 89: whatever chance has in store. */
  ORDINARY,
  /** 90: refused, at every try. */
  REFUSED,
  /** 91: refused at the first try, to be tried again. */
  REFUSED_ONCE,
  /** 92: the first try is never answered, and nothing is committed. */
  TIMED_OUT,
  /** 93: committed, then the connection is cut. */
  DROPPED,
  /** 94: pending, then completed. */
  PENDING,
  /** 95: pending, then failed. */
  PENDING_FAILED,
  /** 96: the first try is answered by an error of the server. */
  FAILED_ONCE,
  /** 97: the first try comes too soon. */
  THROTTLED_ONCE,
  /** 98: answered slowly. */
  SLOW,
  /** 99: paid twice under one reference. */
  PAID_TWICE;

  private static final int FIRST = 90;
  private static final long SAMPLE_PREFIX = 555_01;

  static NumberOutcome of(long msisdn) {
    int lastTwo = (int) (msisdn % 100);
    boolean sample = msisdn / 100 % 100_000 == SAMPLE_PREFIX;
    return sample && lastTwo >= FIRST ? values()[lastTwo - FIRST + 1] : ORDINARY;
  }
}
