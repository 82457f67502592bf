package dev.everline.privacy;

import dev.everline.account.AuditTrail;
import dev.everline.account.Member;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.OrderId;
import dev.everline.kernel.ProblemException;
import dev.everline.line.LineService;
import dev.everline.storage.AccountData;
import dev.everline.storage.AccountData.Turn;
import dev.everline.storage.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Destroys what an account's people told of themselves and of their lines, at once or not at all;
 * each module destroys its own. What stays are amounts, dates and ids: the ledger, the orders it
 * refers to and the trail of what was done, which nobody may change.
 */
public final class AccountErasure {

  private final Transactions transactions;
  private final LineService lines;
  private final AuditTrail audit;
  private final List<AccountData> inTurn;
  private final Clock clock;

  AccountErasure(
      Transactions transactions,
      LineService lines,
      AuditTrail audit,
      List<AccountData> all,
      Clock clock) {
    this.transactions = transactions;
    this.lines = lines;
    this.audit = audit;
    this.inTurn = all.stream().sorted(Comparator.comparing(AccountData::turn)).toList();
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
   * @param by the owner who asked for it, and has just re-authenticated
   * @throws ProblemException CONFLICT while an order or an import is under way; nothing is erased
   *     then
   */
  public void erase(Member by) {
    Instant now = clock.instant();
    List<Runnable> afterCommit = transactions.run(connection -> erase(connection, by, now));
    afterCommit.forEach(Runnable::run);
  }

  private List<Runnable> erase(Connection connection, Member by, Instant now) throws SQLException {
    AccountId account = by.account();
    AccountData.Erasure erasure = new AccountData.Erasure(account, now, new ArrayList<>());
    for (AccountData data : inTurn) {
      if (data.turn() != Turn.PEOPLE) {
        data.erase(connection, erasure);
      }
    }
    audit.add(connection, account, by, AuditTrail.Act.ACCOUNT_ERASED, account.toString(), now);
    for (AccountData data : inTurn) {
      if (data.turn() == Turn.PEOPLE) {
        data.erase(connection, erasure);
      }
    }
    return erasure.afterCommit();
  }
}
