package dev.everline.privacy;

import dev.everline.account.Accounts;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.MemberId;
import dev.everline.kernel.ProblemException;
import dev.everline.storage.AccountCopy;
import dev.everline.storage.AccountData;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that is stored of an account, as one ZIP of JSON and CSV files; each module writes its own.
 * Secrets are not in it: of passwords, codes and tokens only hashes are kept, and the seed of
 * one-time codes is for the member's own app.
 */
public final class AccountExport {

  private final Accounts accounts;
  private final List<AccountData> all;

  AccountExport(Accounts accounts, List<AccountData> all) {
    this.accounts = accounts;
    this.all = all;
  }

  /**
   * @param out is left open
   * @throws ProblemException NOT_FOUND when there is no such account
   * @throws IOException when it can't be written on
   */
  public void write(AccountId id, OutputStream out) throws IOException {
    AccountId account = accounts.get(id).id();
    AccountCopy copy = new AccountCopy(out, this::ofMember);
    for (AccountData data : all) {
      data.export(account, copy);
    }
    copy.finish();
  }

  private Map<String, Object> ofMember(MemberId member) {
    Map<String, Object> fields = new LinkedHashMap<>();
    all.forEach(data -> fields.putAll(data.exportOf(member)));
    return fields;
  }
}
