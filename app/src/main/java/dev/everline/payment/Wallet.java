package dev.everline.payment;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import dev.everline.ledger.Ledger;
import dev.everline.ledger.LedgerAccountKind;
import dev.everline.ledger.LedgerKey;
import dev.everline.ledger.Posting;
import dev.everline.storage.Pipeline;
import dev.everline.storage.RequestKeys;
import dev.everline.storage.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Pays from the owner's prepaid wallet, which is an account of the ledger: setting aside moves
 * money to the clearing, capture moves it from there to those it is owed to, release moves it back.
 */
public final class Wallet implements Payments {

  private final Transactions transactions;
  private final Ledger ledger;
  private final WalletWatch watch;
  private final Clock clock;

  /** A wallet whose owners get no notices. */
  public Wallet(Transactions transactions, Ledger ledger, Clock clock) {
    this(transactions, ledger, WalletWatch.NOBODY, clock);
  }

  public Wallet(Transactions transactions, Ledger ledger, WalletWatch watch, Clock clock) {
    this.transactions = transactions;
    this.ledger = ledger;
    this.watch = watch;
    this.clock = clock;
  }

  /** What the account can spend; zero when it has no wallet yet. */
  public Money balance(AccountId account, Currency currency) {
    return transactions.read(
        connection -> {
          Pipeline pipeline = new Pipeline(connection);
          Pipeline.Answer<Money> balance = balance(pipeline, account, currency);
          pipeline.send();
          return balance.get();
        });
  }

  private Pipeline.Answer<Money> balance(Pipeline pipeline, AccountId account, Currency currency) {
    return ledger
        .wallets(pipeline, account.bucket(), List.of(account.value()), currency)
        .map(wallets -> wallets.getOrDefault(account.value(), Money.zero(currency)));
  }

  /**
   * Puts money that came from outside into the wallet.
   *
   * @return the balance after it
   * @throws InvalidValue when the amount isn't above zero, or the wallet takes no such amount today
   */
  public Money deposit(AccountId account, Money amount) {
    DepositLimit.requireDeposit(amount);
    return transactions.run(
        connection -> {
          ledger.lock(connection, account.bucket());
          return deposited(connection, account, amount, clock.instant());
        });
  }

  /**
   * The same, done once no matter how often and how concurrently it is requested: the key is
   * remembered in the transaction that moves the money.
   *
   * @param requestKey the caller's own idempotency key for this deposit
   * @return the balance right after this deposit, even if it was made earlier
   * @throws InvalidValue when the key is invalid, the amount isn't above zero, or the wallet takes
   *     no such amount today
   * @throws ProblemException IDEMPOTENCY_KEY_REUSED when the key was used for something else
   */
  public Money deposit(AccountId account, Money amount, String requestKey) {
    DepositLimit.requireDeposit(amount);
    RequestKeys.require(requestKey);
    String request = "deposit " + amount;
    Currency currency = amount.currency();
    return transactions.run(
        connection -> {
          int bucket = account.bucket();
          Pipeline pipeline = new Pipeline(connection);
          ledger.lock(pipeline, bucket);
          Pipeline.Answer<Optional<String>> before =
              RequestKeys.answerTo(pipeline, account, requestKey, request);
          pipeline.send();
          if (before.get().isPresent()) {
            return new Money(Long.parseLong(before.get().get()), currency);
          }
          Instant now = clock.instant();
          Money balance = deposited(connection, account, amount, now);
          RequestKeys.remember(
              pipeline, account, requestKey, request, Long.toString(balance.minor()), now);
          pipeline.send();
          return balance;
        });
  }

  /**
   * What came into the wallet and went out of it, newest first.
   *
   * @param below the number of an entry, or null for the newest
   */
  public List<Ledger.Entry> entries(
      AccountId account, Currency currency, @Nullable Long below, int limit) {
    return transactions.run(
        connection ->
            ledger.entries(
                connection,
                account.bucket(),
                LedgerKey.wallet(account, currency.getCurrencyCode()),
                below,
                limit));
  }

  /**
   * The caller holds the ledger's lock, so that concurrent deposits can't exceed the limit
   * together.
   */
  private Money deposited(Connection connection, AccountId account, Money amount, Instant now)
      throws SQLException {
    DepositLimit.require(connection, account, amount, now);
    Posting posting = posting(account, amount, LedgerAccountKind.FUNDING, Posting.Kind.FUND);
    Pipeline pipeline = new Pipeline(connection);
    ledger.post(pipeline, account.bucket(), List.of(posting), now);
    Pipeline.Answer<Money> balance = balance(pipeline, account, amount.currency());
    pipeline.send();
    watch.filled(connection, account, amount, now);
    return balance.get();
  }

  /**
   * Gives credit that costs the owner nothing.
   *
   * @return the balance after it
   * @throws InvalidValue when the amount isn't above zero
   */
  public Money promote(AccountId account, Money amount) {
    amount.requirePositive("amount");
    Posting posting = posting(account, amount, LedgerAccountKind.PROMOTION, Posting.Kind.PROMOTE);
    return transactions.run(
        connection -> {
          Instant now = clock.instant();
          Pipeline pipeline = new Pipeline(connection);
          ledger.lock(pipeline, account.bucket());
          ledger.post(pipeline, account.bucket(), List.of(posting), now);
          Pipeline.Answer<Money> balance = balance(pipeline, account, amount.currency());
          pipeline.send();
          watch.filled(connection, account, amount, now);
          return balance.get();
        });
  }

  private static Posting posting(
      AccountId account, Money amount, LedgerAccountKind from, Posting.Kind kind) {
    String code = amount.currency().getCurrencyCode();
    return new Posting(
        LedgerKey.house(from, "", code), LedgerKey.wallet(account, code), amount, kind, null);
  }

  @Override
  public Pipeline.Answer<Map<Long, Money>> available(
      Pipeline pipeline, int bucket, Collection<Long> accounts, Currency currency) {
    return ledger.wallets(pipeline, bucket, accounts, currency);
  }

  @Override
  public List<Authorisation> authorise(
      Pipeline pipeline, int bucket, List<Charge> charges, Instant at) throws SQLException {
    if (charges.isEmpty()) {
      return List.of();
    }
    Pipeline asking = new Pipeline(pipeline.connection());
    ledger.lock(asking, bucket);
    Map<Currency, Pipeline.Answer<Map<Long, Money>>> wallets = new HashMap<>();
    for (Currency currency : currencies(charges)) {
      wallets.put(currency, ledger.wallets(asking, bucket, owners(charges), currency));
    }
    asking.send();
    List<Authorisation> answers = new ArrayList<>(charges.size());
    List<Posting> postings = new ArrayList<>(charges.size());
    for (Charge charge : charges) {
      Map<Long, Money> ofCurrency =
          Objects.requireNonNull(wallets.get(charge.amount().currency())).get();
      Money has =
          ofCurrency.getOrDefault(charge.account().value(), Money.zero(charge.amount().currency()));
      if (has.isLessThan(charge.amount())) {
        answers.add(new Declined(charge.order(), charge.amount().minus(has)));
      } else {
        ofCurrency.put(charge.account().value(), has.minus(charge.amount()));
        answers.add(new Authorised(charge.order(), "wallet"));
        postings.add(
            new Posting(
                wallet(charge),
                clearing(charge),
                charge.amount(),
                Posting.Kind.RESERVE,
                charge.order().value()));
      }
    }
    ledger.post(pipeline, bucket, postings, at);
    return answers;
  }

  @Override
  public void capture(Pipeline pipeline, int bucket, List<Charge> charges, Instant at)
      throws SQLException {
    if (charges.isEmpty()) {
      return;
    }
    ledger.lock(pipeline, bucket);
    List<Posting> postings = new ArrayList<>(charges.size() * 2);
    for (Charge charge : charges) {
      requireWhole(charge);
      for (Part part : charge.parts()) {
        postings.add(posting(charge, clearing(charge), payee(part), part, Posting.Kind.CAPTURE));
      }
    }
    ledger.post(pipeline, bucket, postings, at);
  }

  @Override
  public void release(Pipeline pipeline, int bucket, List<Charge> charges, Instant at)
      throws SQLException {
    if (charges.isEmpty()) {
      return;
    }
    ledger.lock(pipeline, bucket);
    List<Posting> postings = new ArrayList<>(charges.size());
    for (Charge charge : charges) {
      postings.add(
          new Posting(
              clearing(charge),
              wallet(charge),
              charge.amount(),
              Posting.Kind.RELEASE,
              charge.order().value()));
    }
    ledger.post(pipeline, bucket, postings, at);
  }

  @Override
  public void refund(Pipeline pipeline, int bucket, List<Charge> charges, Instant at)
      throws SQLException {
    if (charges.isEmpty()) {
      return;
    }
    ledger.lock(pipeline, bucket);
    List<Posting> postings = new ArrayList<>(charges.size() * 3);
    for (Charge charge : charges) {
      requireWhole(charge);
      LedgerKey refunds = LedgerKey.house(LedgerAccountKind.REFUND, "", code(charge));
      for (Part part : charge.parts()) {
        postings.add(posting(charge, payee(part), refunds, part, Posting.Kind.REFUND));
      }
      postings.add(
          new Posting(
              refunds,
              wallet(charge),
              charge.amount(),
              Posting.Kind.REFUND,
              charge.order().value()));
    }
    ledger.post(pipeline, bucket, postings, at);
  }

  private static Posting posting(
      Charge charge, LedgerKey from, LedgerKey to, Part part, Posting.Kind kind) {
    return new Posting(from, to, part.amount(), kind, charge.order().value());
  }

  private static LedgerKey wallet(Charge charge) {
    return LedgerKey.wallet(charge.account(), code(charge));
  }

  private static LedgerKey clearing(Charge charge) {
    return LedgerKey.clearing(code(charge));
  }

  private static LedgerKey payee(Part part) {
    LedgerAccountKind kind =
        switch (part.payee()) {
          case CARRIER -> LedgerAccountKind.CARRIER_PAYABLE;
          case STATE -> LedgerAccountKind.TAX_PAYABLE;
          case HOUSE -> LedgerAccountKind.FEE_INCOME;
        };
    return LedgerKey.house(kind, part.subject(), part.amount().currency().getCurrencyCode());
  }

  private static void requireWhole(Charge charge) {
    Money sum = Money.zero(charge.amount().currency());
    for (Part part : charge.parts()) {
      sum = sum.plus(part.amount());
    }
    if (!sum.equals(charge.amount())) {
      throw new IllegalStateException(
          "the parts of order " + charge.order() + " sum to " + sum + ", not " + charge.amount());
    }
  }

  private static String code(Charge charge) {
    return charge.amount().currency().getCurrencyCode();
  }

  private static Set<Currency> currencies(List<Charge> charges) {
    Set<Currency> currencies = new HashSet<>();
    charges.forEach(charge -> currencies.add(charge.amount().currency()));
    return currencies;
  }

  private static Set<Long> owners(List<Charge> charges) {
    Set<Long> owners = new HashSet<>();
    charges.forEach(charge -> owners.add(charge.account().value()));
    return owners;
  }
}
