package dev.everline.payment;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.Money;
import dev.everline.kernel.OrderId;
import dev.everline.storage.Pipeline;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Map;

/**
 * The port to the means of payment for renewals: money is authorised (set aside) first, captured
 * once the carrier has confirmed, released if it has not, and refunded if it must go back later.
 * The order's id is the idempotency key of every act.
 *
 * <p>Acts take the caller's transaction and many orders of one bucket at once; what they write goes
 * with the pipeline that the caller sends.
 */
public interface Payments {

  /**
   * Money to set aside.
   *
   * @param parts who will get it, and how much each; sums to the amount set aside
   */
  record Charge(OrderId order, AccountId account, Money amount, List<Part> parts) {}

  /**
   * A part of a charge.
   *
   * @param payee who gets it when captured
   * @param subject the carrier or state it is for; empty for Everline's own
   */
  record Part(Payee payee, String subject, Money amount) {}

  /** Who gets a part of a charge. */
  enum Payee {
    CARRIER,
    STATE,
    HOUSE
  }

  /** The outcome of an authorisation. */
  sealed interface Authorisation permits Authorised, Declined {
    OrderId order();
  }

  /** The money is set aside. */
  record Authorised(OrderId order, String reference) implements Authorisation {}

  /**
   * There isn't enough money.
   *
   * @param missing how much is missing
   */
  record Declined(OrderId order, Money missing) implements Authorisation {}

  /**
   * What accounts of a bucket can set aside in a currency, by account; one that can set aside
   * nothing is absent. True until the transaction ends where the caller holds the bucket's ledger.
   */
  Pipeline.Answer<Map<Long, Money>> available(
      Pipeline pipeline, int bucket, Collection<Long> accounts, Currency currency);

  /**
   * Sets money aside for each charge in order, as far as the money goes; the answers are in the
   * order of the charges.
   */
  List<Authorisation> authorise(Pipeline pipeline, int bucket, List<Charge> charges, Instant at)
      throws SQLException;

  /** Pays out what was set aside. */
  void capture(Pipeline pipeline, int bucket, List<Charge> charges, Instant at) throws SQLException;

  /** Gives back in full what was set aside. */
  void release(Pipeline pipeline, int bucket, List<Charge> charges, Instant at) throws SQLException;

  /** Gives back in full what was paid out. */
  void refund(Pipeline pipeline, int bucket, List<Charge> charges, Instant at) throws SQLException;
}
