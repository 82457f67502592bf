package dev.everline.privacy;

import dev.everline.account.Accounts;
import dev.everline.account.AuditTrail;
import dev.everline.account.Member;
import dev.everline.fleet.Jobs;
import dev.everline.fleet.Uploads;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.OrderId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.UploadId;
import dev.everline.line.LineNotes;
import dev.everline.line.LineService;
import dev.everline.notice.Notices;
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
  private final LineNotes notes;
  private final Notices notices;
  private final Jobs jobs;
  private final Uploads uploads;
  private final AuditTrail audit;
  private final Clock clock;

  AccountErasure(
      Transactions transactions,
      Accounts accounts,
      LineService lines,
      LineNotes notes,
      Notices notices,
      Jobs jobs,
      Uploads uploads,
      AuditTrail audit,
      Clock clock) {
    this.transactions = transactions;
    this.accounts = accounts;
    this.lines = lines;
    this.notes = notes;
    this.notices = notices;
    this.jobs = jobs;
    this.uploads = uploads;
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
   * @throws ProblemException CONFLICT while an order or an import is under way; nothing is erased
   *     then
   */
  public void erase(Member by) {
    AccountId account = by.account();
    Instant now = clock.instant();
    List<UploadId> files =
        transactions.run(
            connection -> {
              List<UploadId> forgotten = uploads.forget(connection, account);
              jobs.forget(connection, account);
              lines.erase(connection, account, now);
              notes.erase(connection, account);
              notices.forget(connection, account);
              RequestKeys.forget(connection, account);
              audit.add(
                  connection, account, by, AuditTrail.Act.ACCOUNT_ERASED, account.toString(), now);
              accounts.erase(connection, account, now);
              return forgotten;
            });
    uploads.eraseFiles(files);
  }
}
