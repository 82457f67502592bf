package dev.everline.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Pipeline;
import dev.everline.storage.TestDatabase;
import dev.everline.storage.Transactions;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.dao.DataAccessException;

/** The rules of the ledger, each on accounts of its own. */
@Timeout(300)
class LedgerTest {

  private static final int BUCKET = 7;
  private static final Instant NOW = Instant.parse("2026-11-24T09:00:00Z");

  private static TestDatabase database;
  private static IdAllocator ids;
  private static Transactions transactions;
  private static int owners;

  private Ledger ledger;
  private AccountId owner;

  @BeforeAll
  static void open() {
    database = TestDatabase.create();
    ids = new IdAllocator(database.dataSource());
    transactions = new Transactions(database.dataSource());
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @BeforeEach
  void anOwner() {
    ledger = new Ledger(ids);
    owner = AccountId.of(BUCKET, ++owners);
  }

  @Test
  void aTransferTakesFromOneAccountWhatItGivesToAnother() {
    long before = balance(house(LedgerAccountKind.FUNDING));
    post(fund(25_00));
    assertThat(balance(wallet())).isEqualTo(25_00);
    assertThat(balance(house(LedgerAccountKind.FUNDING))).isEqualTo(before - 25_00);
  }

  @Test
  void aWalletIsNeverOverdrawnAndNothingOfSuchABatchIsPosted() {
    post(fund(25_00));
    assertInsufficient(reserve(10_00), reserve(15_01));
    assertThat(balance(wallet())).isEqualTo(25_00);
    assertThat(entries()).hasSize(1);
    post(reserve(10_00), reserve(15_00));
    assertThat(balance(wallet())).isZero();
  }

  @Test
  void noMoreIsPaidOutThanWasSetAside() {
    long reserved = balance(LedgerKey.clearing("USD"));
    assertInsufficient(
        new Posting(
            LedgerKey.clearing("USD"),
            house(LedgerAccountKind.FEE_INCOME),
            Money.usd(reserved + 1),
            Posting.Kind.CAPTURE,
            null));
  }

  @Test
  void aBatchIsHeldAgainstTheBalanceAtItsEnd() {
    post(reserve(5_00), fund(5_00));
    assertThat(balance(wallet())).isZero();
    assertThat(entries()).hasSize(2);
  }

  @Test
  void anAmountOfZeroOrLessIsNoTransfer() {
    assertThatExceptionOfType(InvalidValue.class).isThrownBy(() -> fund(0));
    assertThatExceptionOfType(InvalidValue.class).isThrownBy(() -> fund(-1));
  }

  @Test
  void walletsOfTwoCurrenciesAreApart() {
    Currency peso = Currency.getInstance("MXN");
    post(fund(25_00));
    post(
        new Posting(
            LedgerKey.house(LedgerAccountKind.FUNDING, "", "MXN"),
            LedgerKey.wallet(owner, "MXN"),
            new Money(9_00, peso),
            Posting.Kind.FUND,
            null));
    assertThat(wallets(Money.USD)).containsExactly(Map.entry(owner.value(), Money.usd(25_00)));
    assertThat(wallets(peso)).containsExactly(Map.entry(owner.value(), new Money(9_00, peso)));
  }

  @Test
  void anOwnerWithoutAWalletIsAbsent() {
    assertThat(wallets(Money.USD)).isEmpty();
  }

  /** Ids of accounts are remembered, but not those of accounts that a rollback has taken back. */
  @Test
  void aRolledBackTransactionLeavesNothingBehind() {
    int untouched = BUCKET + 2;
    AccountId first = AccountId.of(untouched, 1);
    Posting posting =
        new Posting(
            house(LedgerAccountKind.FUNDING),
            LedgerKey.wallet(first, "USD"),
            Money.usd(25_00),
            Posting.Kind.FUND,
            null);
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () ->
                transactions.run(
                    connection -> {
                      Pipeline pipeline = new Pipeline(connection);
                      ledger.post(pipeline, untouched, List.of(posting), NOW);
                      ledger.wallets(pipeline, untouched, List.of(first.value()), Money.USD);
                      pipeline.send();
                      throw new IllegalStateException("the rest has failed");
                    }));
    assertThat(database.number("SELECT count(*) FROM ledger_account WHERE bucket = " + untouched))
        .isZero();
    post(untouched, posting);
    assertThat(
            database.number(
                "SELECT balance FROM ledger_account WHERE kind = 'WALLET' AND bucket = "
                    + untouched))
        .isEqualTo(25_00);
  }

  @Test
  void aStatementIsNewestFirstAndGoesOnBelowATransfer() {
    post(fund(25_00));
    post(reserve(10_00));
    post(fund(1_00));
    List<Ledger.Entry> all = entries();
    assertThat(all)
        .extracting(Ledger.Entry::amount)
        .containsExactly(Money.usd(1_00), Money.usd(-10_00), Money.usd(25_00));
    assertThat(all).allSatisfy(entry -> assertThat(entry.at()).isEqualTo(NOW));
    List<Ledger.Entry> older = entries(all.getFirst().number(), 1);
    assertThat(older).containsExactly(all.get(1));
  }

  @Test
  void aTransferIsNeitherChangedNorDeleted() {
    post(fund(25_00));
    for (String act :
        List.of("UPDATE ledger_transfer SET amount = 1", "DELETE FROM ledger_transfer")) {
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(() -> database.execute(act))
          .withMessageContaining("append-only");
    }
  }

  @Test
  void theProofFindsAnAccountThatItsTransfersDoNotAccountFor() {
    post(fund(25_00));
    assertThat(proof().isSound()).isTrue();
    String of = " WHERE bucket = 7 AND kind = 'WALLET' AND owner_id = " + owner.value();
    database.execute("UPDATE ledger_account SET balance = balance + 1" + of);
    try {
      assertThat(proof().isSound()).isFalse();
      assertThat(proof().faults())
          .singleElement()
          .asString()
          .contains("(WALLET): balance 2501, its transfers sum to 2500");
    } finally {
      database.execute("UPDATE ledger_account SET balance = balance - 1" + of);
    }
  }

  /** Only a balance below zero is missing money; another refusal is a fault of the program. */
  @Test
  void anotherRefusalThanThatOfABalanceIsNotToldAsMissingMoney() {
    database.execute(
        "ALTER TABLE ledger_account ADD CONSTRAINT not_too_rich CHECK (balance < 1000000)");
    try {
      assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> post(fund(1_000_000)));
    } finally {
      database.execute("ALTER TABLE ledger_account DROP CONSTRAINT not_too_rich");
    }
  }

  private LedgerKey wallet() {
    return LedgerKey.wallet(owner, "USD");
  }

  private static LedgerKey house(LedgerAccountKind kind) {
    return LedgerKey.house(kind, "", "USD");
  }

  private Posting fund(long cents) {
    return new Posting(
        house(LedgerAccountKind.FUNDING), wallet(), Money.usd(cents), Posting.Kind.FUND, null);
  }

  private Posting reserve(long cents) {
    return new Posting(
        wallet(), LedgerKey.clearing("USD"), Money.usd(cents), Posting.Kind.RESERVE, null);
  }

  private void post(Posting... postings) {
    post(BUCKET, postings);
  }

  private void post(int bucket, Posting... postings) {
    transactions.run(
        connection -> {
          Pipeline pipeline = new Pipeline(connection);
          ledger.lock(pipeline, bucket);
          ledger.post(pipeline, bucket, List.of(postings), NOW);
          pipeline.send();
          return true;
        });
  }

  private void assertInsufficient(Posting... postings) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> post(postings))
        .extracting(ProblemException::type)
        .isEqualTo(ProblemType.INSUFFICIENT_FUNDS);
  }

  private static long balance(LedgerKey key) {
    return database.number(
        "SELECT coalesce(sum(balance), 0) FROM ledger_account WHERE bucket = %d AND owner_id = %d"
                .formatted(BUCKET, key.owner())
            + " AND kind = '%s' AND currency = '%s'".formatted(key.kind(), key.currency()));
  }

  private Map<Long, Money> wallets(Currency currency) {
    return transactions.run(
        connection -> {
          Pipeline pipeline = new Pipeline(connection);
          Pipeline.Answer<Map<Long, Money>> found =
              ledger.wallets(pipeline, BUCKET, List.of(owner.value()), currency);
          pipeline.send();
          return found.get();
        });
  }

  private List<Ledger.Entry> entries() {
    return entries(null, 10);
  }

  private List<Ledger.Entry> entries(@Nullable Long below, int limit) {
    return transactions.run(
        connection ->
            ledger.entries(connection, BUCKET, LedgerKey.wallet(owner, "USD"), below, limit));
  }

  private static LedgerCheck.Proof proof() {
    return transactions.run(new LedgerCheck()::run);
  }
}
