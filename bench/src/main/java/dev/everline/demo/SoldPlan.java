package dev.everline.demo;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A plan of the catalog that sample lines are on.
 *
 * @param days longest time until the end of validity
 * @param lifeDays how long a payment for it lives, or 0 when it buys a period
 * @param weight how often it is drawn, compared with the others
 */
record SoldPlan(
    String carrier, String plan, Host host, Shape shape, int days, int lifeDays, int weight) {

  /** What a line's validity hangs on, as far as it decides which columns are filled. */
  enum Shape {
    PERIOD,
    /** On a day of the month. */
    ANCHORED,
    /** Out of a balance without an end. */
    BALANCE,
    /** Out of a balance that dies. */
    MORTAL_BALANCE,
    ACTIVITY
  }

  /** The network that the brand's SIMs are of, as their numbers begin. */
  enum Host {
    ATT("8901410", 12),
    T_MOBILE("8901260", 12),
    VERIZON("891480", 13),
    /** The brand's SIMs don't tell. */
    UNKNOWN("", 0);

    final String prefix;
    final int digits;

    Host(String prefix, int digits) {
      this.prefix = prefix;
      this.digits = digits;
    }
  }

  static final List<SoldPlan> RENEWABLE =
      List.of(
          new SoldPlan("visible", "visible-base", Host.VERIZON, Shape.ANCHORED, 30, 7),
          new SoldPlan("visible", "visible-plus", Host.VERIZON, Shape.ANCHORED, 30, 3),
          new SoldPlan(
              "verizon-prepaid", "verizon-prepaid-15gb", Host.VERIZON, Shape.ANCHORED, 30, 4),
          new SoldPlan(
              "verizon-prepaid", "verizon-prepaid-unlimited", Host.VERIZON, Shape.ANCHORED, 30, 2),
          new SoldPlan("cricket", "cricket-sensible-10gb", Host.ATT, Shape.ANCHORED, 30, 4),
          new SoldPlan("cricket", "cricket-select-unlimited", Host.ATT, Shape.ANCHORED, 30, 4),
          new SoldPlan("boost", "boost-unlimited", Host.ATT, Shape.ANCHORED, 30, 5),
          new SoldPlan("metro", "metro-25-byod", Host.T_MOBILE, Shape.ANCHORED, 30, 5),
          new SoldPlan("metro", "metro-40-period", Host.T_MOBILE, Shape.ANCHORED, 30, 4),
          new SoldPlan("total-wireless", "total-max-5g", Host.VERIZON, Shape.PERIOD, 30, 4),
          new SoldPlan("straight-talk", "straighttalk-bronze", Host.VERIZON, Shape.PERIOD, 30, 3),
          new SoldPlan("straight-talk", "straighttalk-silver", Host.VERIZON, Shape.PERIOD, 30, 3),
          new SoldPlan("simple-mobile", "simple-25", Host.VERIZON, Shape.PERIOD, 30, 4),
          new SoldPlan("tracfone", "tracfone-20-1gb", Host.VERIZON, Shape.PERIOD, 30, 4),
          new SoldPlan("tracfone", "tracfone-125-365", Host.VERIZON, Shape.PERIOD, 120, 2),
          new SoldPlan("mint", "mint-6gb", Host.T_MOBILE, Shape.PERIOD, 90, 5),
          new SoldPlan("mint", "mint-unlimited", Host.T_MOBILE, Shape.PERIOD, 90, 3),
          new SoldPlan("h2o", "h2o-20", Host.ATT, Shape.PERIOD, 30, 5),
          new SoldPlan("red-pocket", "redpocket-plus-20gb", Host.ATT, Shape.PERIOD, 30, 4),
          new SoldPlan("red-pocket", "redpocket-essentials-annual", Host.ATT, Shape.PERIOD, 120, 2),
          new SoldPlan("lycamobile", "lycamobile-19", Host.T_MOBILE, Shape.PERIOD, 30, 5),
          new SoldPlan("lycamobile", "lycamobile-29", Host.T_MOBILE, Shape.PERIOD, 30, 4),
          new SoldPlan("tmobile-prepaid", "tmobile-us-pass-30", Host.T_MOBILE, Shape.PERIOD, 30, 2),
          new SoldPlan("tmobile-prepaid", "tmobile-us-pass-14", Host.T_MOBILE, Shape.PERIOD, 14, 1),
          new SoldPlan("tello", "tello-paygo", Host.T_MOBILE, Shape.MORTAL_BALANCE, 90, 90, 2),
          new SoldPlan("helium-mobile", "helium-air", Host.T_MOBILE, Shape.PERIOD, 30, 3),
          new SoldPlan("gen-mobile", "gen-mobile-8gb-annual", Host.ATT, Shape.PERIOD, 120, 2),
          new SoldPlan("good2go", "good2go-10", Host.ATT, Shape.PERIOD, 30, 2),
          new SoldPlan("textnow", "textnow-20gb", Host.T_MOBILE, Shape.PERIOD, 30, 2),
          new SoldPlan(
              "page-plus", "pageplus-standard-10", Host.VERIZON, Shape.MORTAL_BALANCE, 90, 120, 2),
          new SoldPlan(
              "us-cellular-prepaid",
              "uscellular-prepaid-unlimited",
              Host.UNKNOWN,
              Shape.PERIOD,
              30,
              1),
          new SoldPlan(
              "att-prepaid", "att-prepaid-25-lock", Host.ATT, Shape.MORTAL_BALANCE, 30, 90, 6),
          new SoldPlan(
              "att-prepaid",
              "att-prepaid-unlimited-saver",
              Host.ATT,
              Shape.MORTAL_BALANCE,
              30,
              90,
              4),
          new SoldPlan(
              "tmobile-prepaid", "tmobile-connect-5gb", Host.T_MOBILE, Shape.BALANCE, 30, 7),
          new SoldPlan(
              "tmobile-prepaid", "tmobile-connect-12gb", Host.T_MOBILE, Shape.BALANCE, 30, 4),
          new SoldPlan("us-mobile", "usmobile-starter", Host.UNKNOWN, Shape.BALANCE, 30, 4),
          new SoldPlan("tello", "tello-5gb", Host.T_MOBILE, Shape.BALANCE, 30, 5),
          new SoldPlan("tello", "tello-100min", Host.T_MOBILE, Shape.BALANCE, 30, 3),
          new SoldPlan("ultra", "ultra-paygo", Host.T_MOBILE, Shape.BALANCE, 30, 4),
          new SoldPlan("hello-mobile", "hello-mobile-500mb", Host.T_MOBILE, Shape.BALANCE, 30, 2),
          new SoldPlan("speedtalk", "speedtalk-5", Host.T_MOBILE, Shape.BALANCE, 30, 3));

  /** Kept by a bill or by use: their owners are only told. */
  static final List<SoldPlan> TOLD_ONLY =
      List.of(
          new SoldPlan("google-fi", "fi-flexible", Host.T_MOBILE, Shape.PERIOD, 30, 1),
          new SoldPlan(
              "consumer-cellular", "consumer-cellular-unlimited", Host.ATT, Shape.PERIOD, 30, 1),
          new SoldPlan(
              "xfinity-mobile", "xfinity-mobile-select", Host.VERIZON, Shape.PERIOD, 30, 1),
          new SoldPlan(
              "spectrum-mobile", "spectrum-mobile-unlimited", Host.VERIZON, Shape.PERIOD, 30, 1),
          new SoldPlan("textnow", "textnow-free", Host.T_MOBILE, Shape.ACTIVITY, 7, 1));

  static final List<SoldPlan> IN_THE_SHOP =
      RENEWABLE.stream()
          .filter(
              sold ->
                  List.of("lycamobile", "h2o", "ultra", "tmobile-prepaid", "boost", "metro")
                      .contains(sold.carrier()))
          .toList();

  SoldPlan(String carrier, String plan, Host host, Shape shape, int days, int weight) {
    this(carrier, plan, host, shape, days, 0, weight);
  }

  static SoldPlan renewable(String plan) {
    return RENEWABLE.stream().filter(sold -> sold.plan().equals(plan)).findFirst().orElseThrow();
  }

  /** One of the plans, by their weights. */
  static SoldPlan drawn(List<SoldPlan> plans, RandomGenerator random) {
    int all = plans.stream().mapToInt(SoldPlan::weight).sum();
    int drawn = random.nextInt(all);
    for (SoldPlan sold : plans) {
      drawn -= sold.weight();
      if (drawn < 0) {
        return sold;
      }
    }
    return plans.getLast();
  }
}
