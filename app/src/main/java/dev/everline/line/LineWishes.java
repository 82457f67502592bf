package dev.everline.line;

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
 */
public record LineWishes(
    Renewer renewer,
    @Nullable Money priceCeiling,
    IfNotRenewed ifNotRenewed,
    @Nullable Instant pausedAt) {

  public boolean isPaused() {
    return pausedAt != null;
  }
}
