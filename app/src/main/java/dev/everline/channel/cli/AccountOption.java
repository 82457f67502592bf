package dev.everline.channel.cli;

import dev.everline.account.Account;
import dev.everline.account.Accounts;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whose lines a command is about. A household has one account, and need not name it. */
public final class AccountOption {

  @Option(
      names = "--account",
      paramLabel = "ACCOUNT",
      description = "The account; optional if there is only one.")
  private @Nullable String account;

  /** Whether one was named. */
  public boolean isGiven() {
    return account != null;
  }

  /**
   * The account meant; the first command ever opens one for the household.
   *
   * @throws ProblemException when there are several and none was named, or there is no such account
   */
  public Account of(Services services) {
    Accounts accounts = services.get(Accounts.class);
    if (account != null) {
      return accounts.get(AccountId.parse(account));
    }
    List<Account> first = accounts.first(2);
    if (first.isEmpty()) {
      return accounts.open("Household", null, null);
    }
    if (first.size() > 1) {
      throw new ProblemException(
          ProblemType.INVALID_VALUE,
          "There are several accounts; choose one with --account. 'everline accounts' lists them.");
    }
    return first.getFirst();
  }
}
