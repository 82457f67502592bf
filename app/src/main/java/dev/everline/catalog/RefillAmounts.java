package dev.everline.catalog;

import dev.everline.kernel.Money;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The amounts a carrier takes for a refill.
 *
 * @param kind {@code FIXED} amounts only, a {@code RANGE}, or the {@code PLAN}'s own price only
 * @param amounts the fixed amounts, smallest first; empty for a range and for a plan's price
 * @param min smallest amount of a range, or null
 * @param max largest amount of a range, or null
 * @param mostHeld the most that the carrier holds for a line, or null when not found
 */
public record RefillAmounts(
    String carrier,
    Kind kind,
    List<Money> amounts,
    @Nullable Money min,
    @Nullable Money max,
    @Nullable Money mostHeld,
    Provenance provenance) {

  /** How a carrier limits what may be paid. */
  public enum Kind {
    FIXED,
    RANGE,
    PLAN
  }

  /** Whether a source confirms the largest amount; a recalled one is treated as not known. */
  public boolean isMostKnown() {
    return kind == Kind.RANGE ? max != null && provenance.isFact() : provenance.isFact();
  }

  /** Whether exactly this amount may be paid as a refill. */
  public boolean allows(Money amount) {
    return switch (kind) {
      case FIXED -> amounts.contains(amount);
      case RANGE ->
          (min == null || !amount.isLessThan(min)) && (max == null || !max.isLessThan(amount));
      case PLAN -> false;
    };
  }

  /** The smallest allowed amount that is at least this much, or null when there is none. */
  public @Nullable Money smallestAtLeast(Money needed) {
    return switch (kind) {
      case FIXED ->
          amounts.stream().filter(amount -> !amount.isLessThan(needed)).findFirst().orElse(null);
      case RANGE -> {
        Money least = min == null ? needed : Money.max(min, needed);
        yield max != null && max.isLessThan(least) ? null : least;
      }
      case PLAN -> null;
    };
  }
}
