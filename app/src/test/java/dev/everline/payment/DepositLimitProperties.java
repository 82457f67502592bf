package dev.everline.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.Money;
import java.time.LocalDate;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** What holds for every sequence of deposits in a day. */
class DepositLimitProperties {

  private static final LocalDate DAY = LocalDate.of(2026, 11, 24);

  @Property
  void whatIsTakenInADayNeverExceedsTheBoundAndNothingIsRefusedThatFits(
      @ForAll List<@LongRange(min = 1, max = 1_999_99) Long> amounts) {
    long today = 0;
    for (long amount : amounts) {
      boolean fits = today + amount <= 1_999_99;
      assertThat(isTaken(Money.usd(amount), Money.usd(today))).isEqualTo(fits);
      today += fits ? amount : 0;
    }
    assertThat(today).isLessThanOrEqualTo(1_999_99);
  }

  private static boolean isTaken(Money amount, Money today) {
    try {
      DepositLimit.require(amount, today, DAY);
      return true;
    } catch (InvalidValue full) {
      return false;
    }
  }
}
