package dev.everline.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.everline.AtOnce;
import dev.everline.account.Accounts;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.MicrosecondClock;
import dev.everline.kernel.Money;
import dev.everline.ledger.Ledger;
import dev.everline.ledger.LedgerCheck;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.TestDatabase;
import dev.everline.storage.Transactions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A wallet takes less than $2,000 by deposits in one day, counted in UTC. */
@Timeout(300)
class WalletDepositTest {

  private static final String MORNING = "2026-11-24T09:00:00Z";
  private static final Money BOUND = Money.usd(1_999_99);

  private static TestDatabase database;

  private IdAllocator ids;
  private AccountId account;

  @BeforeAll
  static void open() {
    database = TestDatabase.create();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @BeforeEach
  void anAccount() {
    ids = new IdAllocator(database.dataSource());
    account = opened();
  }

  private AccountId opened() {
    return new Accounts(database.dataSource(), database.seal(), ids, MicrosecondClock.system())
        .open("A", "UTC", null)
        .id();
  }

  /** The wallets as a process of its own sees them, at a time. */
  private Wallet at(String time) {
    return new Wallet(
        new Transactions(database.dataSource()),
        new Ledger(ids),
        Clock.fixed(Instant.parse(time), ZoneOffset.UTC));
  }

  @Test
  void depositsOfADayAreBoundedTogether() {
    Wallet wallet = at(MORNING);
    assertThat(wallet.deposit(account, Money.usd(1_500_00))).isEqualTo(Money.usd(1_500_00));
    assertThatExceptionOfType(InvalidValue.class)
        .isThrownBy(() -> at("2026-11-24T23:59:59.999Z").deposit(account, Money.usd(500_00)))
        .withMessage(
            "amount '500.00 USD' is more than the wallet still accepts today: at most 1999.99 USD"
                + " can be deposited in a day (UTC), and 1500.00 USD did; give at most 499.99"
                + " USD, or try again from 2026-11-25T00:00:00Z on.");
    assertThat(wallet.deposit(account, Money.usd(499_99), "the-rest")).isEqualTo(BOUND);
    assertThatExceptionOfType(InvalidValue.class)
        .isThrownBy(() -> wallet.deposit(account, Money.usd(1), "one-cent"))
        .withMessageContaining("1999.99 USD did; try again from 2026-11-25T00:00:00Z on");
    assertThat(wallet.balance(account, Money.USD)).isEqualTo(BOUND);
  }

  @Test
  void theNextDayOfUtcStartsFromZero() {
    at("2026-11-24T23:59:59.999Z").deposit(account, BOUND);
    assertThat(at("2026-11-25T00:00:00Z").deposit(account, BOUND))
        .isEqualTo(Money.usd(2 * 1_999_99));
  }

  @Test
  void anotherAccountsDepositsAndGiftsAreNotCounted() {
    Wallet wallet = at(MORNING);
    wallet.deposit(opened(), BOUND);
    wallet.promote(account, Money.usd(5_000_00));
    assertThat(wallet.deposit(account, BOUND)).isEqualTo(Money.usd(6_999_99));
  }

  @Test
  void aRepeatedRequestIsAnsweredThoughTheDayIsFull() {
    Wallet wallet = at(MORNING);
    Money first = wallet.deposit(account, BOUND, "once");
    assertThat(wallet.deposit(account, BOUND, "once")).isEqualTo(first);
    assertThat(wallet.balance(account, Money.USD)).isEqualTo(BOUND);
  }

  @Test
  void aRefusedDepositLeavesItsKeyFree() {
    at(MORNING).deposit(account, BOUND);
    assertThatExceptionOfType(InvalidValue.class)
        .isThrownBy(() -> at(MORNING).deposit(account, Money.usd(25_00), "later"));
    assertThat(at("2026-11-25T00:00:00Z").deposit(account, Money.usd(25_00), "later"))
        .isEqualTo(BOUND.plus(Money.usd(25_00)));
  }

  @Test
  void depositsAtOnceCannotPassTheBoundTogether() throws Exception {
    List<Callable<Boolean>> deposits = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      String key = "key-" + i;
      boolean keyed = i % 2 == 0;
      Wallet node = at(MORNING);
      deposits.add(
          () -> {
            try {
              var _ =
                  keyed
                      ? node.deposit(account, Money.usd(300_00), key)
                      : node.deposit(account, Money.usd(300_00));
              return true;
            } catch (InvalidValue full) {
              return false;
            }
          });
    }

    List<Boolean> taken = AtOnce.all(deposits);

    assertThat(taken.stream().filter(done -> done)).hasSize(6);
    assertThat(at(MORNING).balance(account, Money.USD)).isEqualTo(Money.usd(1_800_00));
    assertThat(new Transactions(database.dataSource()).run(new LedgerCheck()::run).isSound())
        .isTrue();
  }
}
