package dev.everline.demo;

import dev.everline.ledger.LedgerCheck;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a person wants to see at the end. Amounts are in US cents, so that programs add without
 * rounding.
 *
 * @param from where the clock stood at this start
 * @param to where it stands now
 * @param backup what came of a backup that was restored into another data folder
 * @param faults what should not be; empty when all promises held
 */
record DemoSummary(
    Instant from,
    Instant to,
    long seed,
    long seconds,
    List<DemoState.Imported> imports,
    Lines lines,
    Renewals renewals,
    Map<String, Long> faultsPlayed,
    List<DemoBooks.WalletMoney> wallets,
    List<CarrierAccount> carriers,
    Ledger ledger,
    CarriersBooks carriersBooks,
    DemoBackup.Restored backup,
    List<NeedsOwner> needOwner,
    List<String> faults) {

  /**
   * What became of the lines, by the carriers' own books.
   *
   * @param kept served today
   * @param keptOtherwise kept by a bill or by use, or not known enough: their owners were told
   * @param lapsed by reason
   * @param broughtBack renewed after a gap, their owners told before it
   */
  record Lines(
      long all,
      long brands,
      long kept,
      long keptOtherwise,
      Map<String, Long> lapsed,
      long broughtBack) {}

  /**
   * What became of the orders.
   *
   * @param doubts calls whose outcome was not known at first
   * @param healed renewed, though not by the first call
   */
  record Renewals(
      long renewed, long refused, long underWay, long doubts, long healed, long notices) {}

  /** What a carrier is owed by our ledger and orders, and has received by its own books. */
  record CarrierAccount(
      String carrier, long renewals, long ordersMinor, long ledgerMinor, long receivedMinor) {

    boolean agrees() {
      return ordersMinor == ledgerMinor && ledgerMinor == receivedMinor;
    }
  }

  /** The ledger's proof. */
  record Ledger(
      boolean sound, long transfers, long accounts, List<LedgerCheck.KindTotal> balances) {}

  /** The carriers' books against ours: each reference once, and each of ours among them. */
  record CarriersBooks(
      long topUps, long references, long paidMoreThanOnce, long notOurs, long missing) {

    boolean agree() {
      return paidMoreThanOnce == 0 && notOurs == 0 && missing == 0 && topUps == references;
    }
  }

  /**
   * A line that only its owner can keep.
   *
   * @param what to do
   * @param others how many more lines of the account need the same
   */
  record NeedsOwner(
      String account,
      String line,
      String what,
      String why,
      LocalDate by,
      @Nullable Long amountMinor,
      long others) {}

  boolean holds() {
    return faults.isEmpty();
  }
}
