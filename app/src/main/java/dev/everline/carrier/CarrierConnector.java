package dev.everline.carrier;

import dev.everline.catalog.Length;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.Money;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A way to a carrier. An implementation bounds each call by {@link #deadline} and never repeats a
 * top-up by itself: what to do after an unknown outcome is the renewal's to decide.
 */
public interface CarrierConnector {

  /** The name of the route, under which its record is kept, such as {@code tmf654:sandbox}. */
  String route();

  /** The longest a single call may take; after it the outcome is unknown. */
  Duration deadline();

  /**
   * How long after a call the carrier may still turn out to have taken it. A look-up that finds
   * nothing is believed only when the call is older than this.
   */
  Duration settlingTime();

  /** Asks the carrier to top up a line, once. Throws nothing for what the network does. */
  TopUpAnswer topUp(TopUp request);

  /** Asks the carrier what became of a top-up, by our own reference. */
  LookUpAnswer find(TopUp request);

  /** Asks the carrier what it holds for a line. */
  ReadAnswer read(String carrier, String msisdn);

  /**
   * A top-up to be made.
   *
   * @param reference our own, the same at every attempt: the order's id
   * @param carrier the carrier's id in the catalog
   * @param msisdn the line's number, E.164 digits without the plus sign
   * @param amount what the carrier credits or takes for the plan
   * @param plan the plan to renew, or null for a flexible top-up
   * @param periods how many periods of the plan the amount pays for, 1 or more; 1 for a flexible
   *     top-up
   * @param term the term of the plan that it pays for, in place of periods; else null
   */
  record TopUp(
      String reference,
      String carrier,
      String msisdn,
      Money amount,
      @Nullable String plan,
      int periods,
      @Nullable Length term) {

    /** Refuses fewer than one period, and several periods of no plan. */
    public TopUp {
      if (periods < 1 || (plan == null && periods > 1)) {
        throw InvalidValue.of(
            "periods",
            Integer.toString(periods),
            "must be 1 or more, and 1 when no plan is renewed",
            "ask for at least one period of a plan");
      }
    }
  }

  /** What the carrier said to a top-up. */
  sealed interface TopUpAnswer permits Done, Pending, Refused, Unknown, ReferenceUsed {}

  /** What the carrier said to a look-up by our reference. */
  sealed interface LookUpAnswer permits Done, Pending, Refused, NotFound, Unknown {}

  /** What the carrier said to a question about a line. */
  sealed interface ReadAnswer permits CarrierFacts, NotFound, Unknown {}

  /**
   * The carrier has topped up.
   *
   * @param carrierReference the carrier's own id of the top-up
   * @param facts what it says of the line afterwards, or null when it doesn't say
   * @param copies how many completed top-ups the carrier shows under our reference: 1, or more when
   *     it has paid the same reference again
   */
  record Done(String carrierReference, @Nullable CarrierFacts facts, int copies)
      implements TopUpAnswer, LookUpAnswer {

    /** Refuses fewer than one copy. */
    public Done {
      if (copies < 1) {
        throw InvalidValue.of(
            "copies", Integer.toString(copies), "must be 1 or more", "count the top-up itself");
      }
    }
  }

  /** The carrier has taken the request and will say later. */
  record Pending(String carrierReference) implements TopUpAnswer, LookUpAnswer {}

  /**
   * The carrier has not topped up and will not.
   *
   * @param code the carrier's own
   * @param mayRetry true when a new attempt later may succeed, such as after throttling
   */
  record Refused(String code, String message, boolean mayRetry)
      implements TopUpAnswer, LookUpAnswer {}

  /** Nobody knows whether the carrier has topped up: time-out, cut connection, server error. */
  record Unknown(String cause) implements TopUpAnswer, LookUpAnswer, ReadAnswer {}

  /** The carrier says our reference was used before: to be looked up, not a failure. */
  record ReferenceUsed(String message) implements TopUpAnswer {}

  /** The carrier knows no such top-up or line. */
  record NotFound() implements LookUpAnswer, ReadAnswer {}

  /**
   * What a carrier says of a line.
   *
   * @param validUntil last day of the paid period, in the carrier's zone, or null
   * @param balance money held for the line, or null
   * @param balanceExpiresOn last day of that money's life, or null
   * @param asOf when the carrier said so
   */
  record CarrierFacts(
      @Nullable LocalDate validUntil,
      @Nullable Money balance,
      @Nullable LocalDate balanceExpiresOn,
      Instant asOf)
      implements ReadAnswer {}
}
