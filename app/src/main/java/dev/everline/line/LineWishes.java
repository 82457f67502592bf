package dev.everline.line;

import dev.everline.kernel.MemberId;
import dev.everline.kernel.Money;
import dev.everline.line.renewer.Renewer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the owner wants done for a line.
 *
 * @param renewer who renews it
 * @param priceCeiling the most a renewal may cost, or null for no bound
 * @param ifNotRenewed what is done when it can't be renewed as wished
 * @param pausedAt since when they want nothing done, or null
 * @param letGo why that is so for good, or null where it isn't; no line is let go without a pause
 */
public record LineWishes(
    Renewer renewer,
    @Nullable Money priceCeiling,
    IfNotRenewed ifNotRenewed,
    @Nullable Instant pausedAt,
    @Nullable LetGo letGo) {

  /**
   * A decision to let a line go: it is paused until its number is lost, or until somebody changes
   * their mind.
   *
   * @param at when it was made
   * @param by the member who made it, or null for somebody at the server or a program
   */
  public record LetGo(Instant at, @Nullable MemberId by) {}

  public boolean isPaused() {
    return pausedAt != null;
  }
}
