package dev.everline.payment;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.Money;
import dev.everline.ledger.Deposits;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * How much a wallet takes by deposits in one day: less than $2,000, the amount per device and day
 * from which US rules on prepaid access require more of a provider (31 CFR 1010.100(ff)(4)). Days
 * are those of UTC, so that all nodes and owners count alike. Gifts are no deposits.
 */
public final class DepositLimit {

  /** The word for an amount above what may still be added; its detail is how much that is. */
  public static final String TOO_MUCH = "MORE_THAN_LEFT";

  private static final Money OF_A_DAY = Money.usd(1_999_99);

  private DepositLimit() {}

  /**
   * Checks an amount without looking at the wallet.
   *
   * @throws InvalidValue when it isn't above zero or is more than a whole day's
   */
  static void requireDeposit(Money amount) {
    amount.requirePositive("amount");
    if (isLimited(amount) && OF_A_DAY.isLessThan(amount)) {
      throw InvalidValue.of(
              "amount",
              amount.toString(),
              "is more than a wallet accepts in a day",
              "give at most " + OF_A_DAY)
          .as(TOO_MUCH, OF_A_DAY.toDecimal().toPlainString());
    }
  }

  /**
   * The rule itself; pure.
   *
   * @param today what came in by deposits since midnight UTC
   * @throws InvalidValue when the amount would bring the day above its limit
   */
  static void require(Money amount, Money today, LocalDate day) {
    Money left = OF_A_DAY.minus(today);
    if (!left.isLessThan(amount)) {
      return;
    }
    String tomorrow = "try again from " + day.plusDays(1) + "T00:00:00Z on";
    throw InvalidValue.of(
            "amount",
            amount.toString(),
            "is more than the wallet still accepts today: at most "
                + OF_A_DAY
                + " can be deposited in a day (UTC), and "
                + today
                + " did",
            left.isPositive() ? "give at most " + left + ", or " + tomorrow : tomorrow)
        .as(TOO_MUCH, left.toDecimal().toPlainString());
  }

  /**
   * Checks an account's deposit against the earlier deposits of its day. The caller holds the
   * ledger's lock of the bucket.
   */
  static void require(Connection connection, AccountId account, Money amount, Instant now)
      throws SQLException {
    if (isLimited(amount)) {
      LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
      require(amount, depositedOn(connection, account, day), day);
    }
  }

  private static boolean isLimited(Money amount) {
    return amount.currency().equals(OF_A_DAY.currency());
  }

  private static Money depositedOn(Connection connection, AccountId account, LocalDate day)
      throws SQLException {
    return Deposits.between(
        connection,
        account,
        OF_A_DAY.currency(),
        day.atStartOfDay(ZoneOffset.UTC).toInstant(),
        day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
  }
}
