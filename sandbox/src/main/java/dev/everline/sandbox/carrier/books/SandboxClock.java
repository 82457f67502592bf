package dev.everline.sandbox.carrier.books;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** The time as the carriers see it: the machine's, or one that stands still until it is moved. */
public final class SandboxClock {

  private final Clock machine;
  private volatile @Nullable Instant fixed;

  SandboxClock(Clock machine) {
    this.machine = machine;
  }

  public Instant now() {
    Instant at = fixed;
    return at == null ? machine.instant() : at;
  }

  public LocalDate today(ZoneId zone) {
    return LocalDate.ofInstant(now(), zone);
  }

  public boolean isReal() {
    return fixed == null;
  }

  /**
   * @param now where to stand still, or null to run with the machine
   */
  void set(@Nullable Instant now) {
    fixed = now;
  }
}
