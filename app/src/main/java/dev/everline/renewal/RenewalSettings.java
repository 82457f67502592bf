package dev.everline.renewal;

import dev.everline.kernel.Money;
import dev.everline.kernel.setting.Setting;
import dev.everline.renewal.engine.stop.SpendingLimits;
import java.time.Duration;

/**
 * How renewals are run.
 *
 * @param batch the most lines handled in one transaction
 * @param lanes concurrent transactions on this node
 * @param claim how long a line is claimed for an outside call; after that another node may take it
 *     over
 * @param recheck how long until a line that can't be renewed yet is looked at again
 * @param tellAhead how long before the end of validity owners are told that they must act
 * @param maxCalls how many times at most a carrier is asked for one order
 * @param maxOrders how many orders at most are made for one period of a line when all end without
 *     renewal
 * @param serviceFee what the operator charges for each renewal; may be zero
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
    require("claim", claim, Duration.ofSeconds(10), Duration.ofHours(1), "10s to 1h");
    require("recheck", recheck, Duration.ofSeconds(1), Duration.ofDays(2), "1s to 2d");
    require("tell-ahead", tellAhead, Duration.ofHours(1), Duration.ofDays(60), "1h to 60d");
    if (serviceFee.isNegative()) {
      throw Setting.wrong(
          PREFIX + "service-fee-usd", serviceFee.toString(), "which is negative", "give 0 or more");
    }
  }

  /** Defaults that suit a household or a shop. */
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

  private static void require(
      String name, Duration value, Duration least, Duration most, String bounds) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw Setting.wrong(
          PREFIX + name,
          value.toString(),
          value.compareTo(least) < 0 ? "which is too short" : "which is too long",
          "give " + bounds);
    }
  }

  private static void require(String name, int value, int least, int most) {
    Setting.requireWithin(PREFIX + name, value, least, most);
  }
}
