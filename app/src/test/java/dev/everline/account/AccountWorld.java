package dev.everline.account;

import dev.everline.TestClock;
import dev.everline.account.secret.Challenges;
import dev.everline.account.secret.CurrentPassword;
import dev.everline.account.secret.Passwords;
import dev.everline.account.secret.Throttle;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.TestDatabase;

/** Accounts and their members on a database, at a time that stands until it is moved. */
final class AccountWorld {

  static final String PASSWORD = "a few words make a good one";

  final TestClock clock = new TestClock("2026-11-24T09:00:00Z");
  final Accounts accounts;
  final Invitations invitations;
  final Members members;
  final Joining joining;
  final OneTimeCodes codes;

  AccountWorld(TestDatabase database) {
    IdAllocator ids = new IdAllocator(database.dataSource());
    Passwords passwords = new Passwords();
    CurrentPassword current =
        new CurrentPassword(
            database.dataSource(),
            passwords,
            new Throttle(database.dataSource(), database.seal(), clock));
    Challenges challenges = new Challenges(database.dataSource(), database.seal(), clock);
    accounts = new Accounts(database.dataSource(), database.seal(), ids, clock);
    invitations = new Invitations(database.dataSource(), ids, accounts, clock);
    members = new Members(database.dataSource(), database.seal(), passwords, current);
    joining =
        new Joining(
            database.dataSource(),
            database.seal(),
            ids,
            passwords,
            new Passkeys(database.dataSource(), database.seal(), ids, challenges, clock),
            clock);
    codes = new OneTimeCodes(database.dataSource(), database.seal(), current, clock);
  }

  /** The first owner of an account of its own. */
  Member owner(String name) {
    Account account = accounts.open("Household of " + name, "UTC", null);
    return joining.withPassword(invitations.create(account.id(), Role.OWNER), name, PASSWORD);
  }
}
