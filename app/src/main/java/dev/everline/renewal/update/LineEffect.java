package dev.everline.renewal.update;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What another catalog changes for a line.
 *
 * @param number masked
 */
public record LineEffect(
    LineId line, AccountId account, String number, String carrier, Facts before, Facts after) {

  /**
   * What matters of a line under one catalog.
   *
   * @param plan its name, or null when the catalog doesn't have it
   * @param price of a period today, or null when not known
   * @param lastDay of service by what is paid, or null when not known
   * @param numberLost the first day on which the number may be lost, or null when not known
   * @param nextLook when it is looked at again; null: never, until it is changed
   */
  public record Facts(
      @Nullable String plan,
      @Nullable Money price,
      @Nullable LocalDate lastDay,
      @Nullable LocalDate numberLost,
      @Nullable Instant nextLook) {}

  public boolean changesAnything() {
    return !before.equals(after);
  }

  public boolean losesPlan() {
    return before.plan() != null && after.plan() == null;
  }

  public boolean changesPrice() {
    return !losesPlan() && !Objects.equals(before.price(), after.price());
  }

  public boolean changesLastDay() {
    return !Objects.equals(before.lastDay(), after.lastDay());
  }

  /** Whether its number may be lost earlier than before. */
  public boolean endangersNumber() {
    LocalDate was = before.numberLost();
    LocalDate is = after.numberLost();
    return is != null && (was == null || is.isBefore(was));
  }

  public boolean changesNumberLost() {
    return !Objects.equals(before.numberLost(), after.numberLost());
  }
}
