package dev.everline.demo;

import dev.everline.kernel.Money;
import java.time.DayOfWeek;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** The owners in the demo: whose lines are in which file, and how each fills their wallet. */
enum Owner {
  /** Adds a little every second week; never short. */
  HOUSEHOLD("A family new to Boston", SampleLines.HOUSEHOLD, "America/New_York", "MA") {
    @Override
    @Nullable Money deposit(LocalDate day, @Nullable LocalDate last, Money balance) {
      return last == null || !day.isBefore(last.plusDays(14)) ? Money.usd(120_00) : null;
    }
  },
  /** Adds money each Monday, but forgets for some weeks: its wallet runs dry. */
  SHOP("A corner shop in Los Angeles", SampleLines.SHOP, "America/Los_Angeles", "CA") {
    @Override
    @Nullable Money deposit(LocalDate day, @Nullable LocalDate last, Money balance) {
      if (last == null) {
        return Money.usd(1_900_00);
      }
      boolean monday = day.getDayOfWeek() == DayOfWeek.MONDAY && day.isAfter(last);
      boolean forgotten = !day.isBefore(FORGETS_FROM) && day.isBefore(REMEMBERS_FROM);
      return monday && !forgotten ? Money.usd(1_400_00) : null;
    }
  },
  /** Adds, each morning, what a wallet takes in a day, until it holds enough; never short. */
  FLEET("A fleet of travel SIMs in Austin", SampleLines.FLEET, "America/Chicago", "TX") {
    @Override
    @Nullable Money deposit(LocalDate day, @Nullable LocalDate last, Money balance) {
      boolean enough = !balance.isLessThan(Money.usd(6_500_00));
      return enough || (last != null && !day.isAfter(last)) ? null : Money.usd(1_999_99);
    }
  };

  private static final LocalDate FORGETS_FROM = LocalDate.of(2027, 1, 4);
  private static final LocalDate REMEMBERS_FROM = LocalDate.of(2027, 2, 8);

  private final String title;
  private final String file;
  private final String zone;
  private final String state;

  Owner(String title, String file, String zone, String state) {
    this.title = title;
    this.file = file;
    this.zone = zone;
    this.state = state;
  }

  /** The name of their account. */
  String title() {
    return title;
  }

  String file() {
    return file;
  }

  String zone() {
    return zone;
  }

  String state() {
    return state;
  }

  /**
   * What they add to their wallet on a day, or null.
   *
   * @param last the day of their last deposit, or null before the first
   */
  abstract @Nullable Money deposit(LocalDate day, @Nullable LocalDate last, Money balance);
}
