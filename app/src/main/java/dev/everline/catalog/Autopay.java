package dev.everline.catalog;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a carrier's own autopay: when it charges, measured from the end of the paid
 * period, and when it doesn't work. Sources seldom say all of it; what none says is null.
 *
 * @param chargeFrom when it charges at the earliest
 * @param chargeTo when the last of its tries is over; null exactly when {@code chargeFrom} is
 * @param zone of the times of day, or null for the carrier's
 * @param retries how often it tries again after a decline within that window, or null when not
 *     known
 * @param offAfterDecline whether a declined charge switches it off until its owner switches it on
 *     again; null when not known
 * @param noEffectWithinDays switched on fewer days than this before the end, it doesn't pay that
 *     end; null when not known
 */
public record Autopay(
    @Nullable ChargeTime chargeFrom,
    @Nullable ChargeTime chargeTo,
    @Nullable ZoneId zone,
    @Nullable Integer retries,
    @Nullable Boolean offAfterDecline,
    @Nullable Integer noEffectWithinDays,
    Provenance provenance) {

  /** A time relative to the end of a paid period. */
  public sealed interface ChargeTime {

    /**
     * On a day before the last day served, or on that day.
     *
     * @param before 0 for the last day served itself
     * @param time null for any time of that day
     */
    record OnDay(int before, @Nullable LocalTime time) implements ChargeTime {}

    /** So many hours before the last day served is over. */
    record HoursBefore(int hours) implements ChargeTime {}
  }

  /**
   * When the first charge for an end may come.
   *
   * @param end the last day served
   * @param carriers the carrier's zone
   * @return null when no source says
   */
  public @Nullable Instant firstCharge(LocalDate end, ZoneId carriers) {
    return switch (chargeFrom) {
      case null -> null;
      case ChargeTime.OnDay day -> {
        LocalTime time = day.time() == null ? LocalTime.MIN : day.time();
        yield end.minusDays(day.before()).atTime(time).atZone(of(carriers)).toInstant();
      }
      case ChargeTime.HoursBefore hours -> before(end, carriers, hours);
    };
  }

  /**
   * When the last try for an end is over.
   *
   * @return null when no source says
   */
  public @Nullable Instant lastTry(LocalDate end, ZoneId carriers) {
    return switch (chargeTo) {
      case null -> null;
      case ChargeTime.OnDay day -> {
        LocalDate on = end.minusDays(day.before());
        yield day.time() == null
            ? on.plusDays(1).atStartOfDay(of(carriers)).toInstant()
            : on.atTime(day.time()).atZone(of(carriers)).toInstant();
      }
      case ChargeTime.HoursBefore hours -> before(end, carriers, hours);
    };
  }

  private static Instant before(LocalDate end, ZoneId carriers, ChargeTime.HoursBefore hours) {
    return end.plusDays(1).atStartOfDay(carriers).minusHours(hours.hours()).toInstant();
  }

  private ZoneId of(ZoneId carriers) {
    return zone == null ? carriers : zone;
  }
}
