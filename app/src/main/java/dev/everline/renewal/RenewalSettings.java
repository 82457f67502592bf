package dev.everline.renewal;

import dev.everline.kernel.Money;
import dev.everline.kernel.setting.Setting;
import dev.everline.renewal.engine.stop.SpendingLimits;
import java.time.Duration;

/**
 * How renewals are run.
 *
 * @param batch most lines a transaction moves
 * @param lanes transactions at once on this node
 * @param claim how long a line is claimed for an outside call; after it another node may take it
 *     over
 * @param recheck how long until a line that can't be renewed yet is looked at again
 * @param tellAhead how long before the end of validity an owner is told that he must act
 * @param maxCalls most times a carrier is asked for one order
 * @param maxOrders most orders for one period of a line, all ended without renewal
 * @param serviceFee what the operator takes for each renewal; may be zero
 * @param limits on what is charged in a day
 */
public record RenewalSettings(
    int batch,
    int lanes,
    Duration claim,
    Duration recheck,
    Duration tellAhead,
    int maxCalls,
    int maxOrders,
    Money serviceFee,
    SpendingLimits limits) {

  private static final String PREFIX = "everline.renewal.";

  public RenewalSettings {
    require("batch", batch, 1, 5_000);
    require("lanes", lanes, 1, 64);
    require("max-calls", maxCalls, 1, 100);
    require("max-orders", maxOrders, 1, 100);
    if (claim.compareTo(Duration.ofSeconds(10)) < 0) {
      throw Setting.wrong(
          PREFIX + "claim", claim.toString(), "which is too short", "give at least 10s");
    }
    if (serviceFee.isNegative()) {
      throw Setting.wrong(
          PREFIX + "service-fee-usd",
          serviceFee.toString(),
          "which is less than nothing",
          "give 0 or more");
    }
  }

  /** What a household or a shop runs with. */
  public static RenewalSettings defaults() {
    return new RenewalSettings(
        500,
        4,
        Duration.ofMinutes(2),
        Duration.ofHours(6),
        Duration.ofDays(7),
        8,
        6,
        Money.usd(0),
        SpendingLimits.defaults());
  }

  private static void require(String name, int value, int least, int most) {
    Setting.requireWithin(PREFIX + name, value, least, most);
  }
}
