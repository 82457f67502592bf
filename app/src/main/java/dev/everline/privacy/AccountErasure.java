package dev.everline.privacy;

import dev.everline.account.Accounts;
import dev.everline.account.AuditTrail;
import dev.everline.account.Member;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.OrderId;
import dev.everline.kernel.ProblemException;
import dev.everline.line.LineService;
import dev.everline.renewal.Renewals;
import dev.everline.storage.RequestKeys;
import dev.everline.storage.Transactions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * Destroys what an account's people told of themselves and of their lines, at once or not at all.
 * What stays are amounts, dates and ids: the ledger, the orders it refers to and the trail of what
 * was done, which nobody may change.
 */
public final class AccountErasure {

  private final Transactions transactions;
  private final Accounts accounts;
  private final LineService lines;
  private final Renewals renewals;
  private final AuditTrail audit;
  private final Clock clock;

  AccountErasure(
      Transactions transactions,
      Accounts accounts,
      LineService lines,
      Renewals renewals,
      AuditTrail audit,
      Clock clock) {
    this.transactions = transactions;
    this.accounts = accounts;
    this.lines = lines;
    this.renewals = renewals;
    this.audit = audit;
    this.clock = clock;
  }

  /** The orders that have to end before the account can be erased, the first hundred of them. */
  public List<OrderId> openOrders(AccountId account) {
    return lines.openOrders(account, 100);
  }

  /**
   * Erases an account. Its members, sessions, tokens and invitations are gone then, and its lines
   * are renewed no more.
   *
   * @param by the owner who asked for it, and has proved just now that he is he
   * @throws ProblemException CONFLICT while an order is under way; nothing is erased then
   */
  public void erase(Member by) {
    AccountId account = by.account();
    Instant now = clock.instant();
    transactions.run(
        connection -> {
          lines.erase(connection, account, now);
          renewals.forgetWhatWasTold(connection, account);
          RequestKeys.forget(connection, account);
          audit.add(
              connection, account, by, AuditTrail.Act.ACCOUNT_ERASED, account.toString(), now);
          return accounts.erase(connection, account, now);
        });
  }
}
