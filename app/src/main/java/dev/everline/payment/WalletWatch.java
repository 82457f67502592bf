package dev.everline.payment;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.Money;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/** Hears of money that comes into a wallet, in the very transaction that books it. */
@FunctionalInterface
public interface WalletWatch {

  /** For wallets whose owners get no notices. */
  WalletWatch NOBODY = (connection, account, added, now) -> {};

  void filled(Connection connection, AccountId account, Money added, Instant now)
      throws SQLException;
}
