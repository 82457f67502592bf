package dev.everline.renewal.order;

import dev.everline.carrier.CarrierConnector;
import dev.everline.carrier.CarrierConnector.Done;
import dev.everline.carrier.CarrierConnector.LookUpAnswer;
import dev.everline.carrier.CarrierConnector.NotFound;
import dev.everline.carrier.CarrierConnector.Pending;
import dev.everline.carrier.CarrierConnector.ReferenceUsed;
import dev.everline.carrier.CarrierConnector.Refused;
import dev.everline.carrier.CarrierConnector.TopUpAnswer;
import dev.everline.carrier.CarrierConnector.Unknown;

/** The result of an outside call about an order, a request or a look-up. */
public sealed interface Outcome {

  /** The carrier has renewed. */
  record Renewed(Done done) implements Outcome {}

  /** The carrier has it and is working on it. */
  record Working(String carrierReference) implements Outcome {}

  /** The carrier did not renew and will not. */
  record WillNot(String code) implements Outcome {}

  /** The carrier certainly did not renew this time, but may if asked again. */
  record NotNow(String code) implements Outcome {}

  /** The carrier knows of no such top-up. */
  record Absent() implements Outcome {}

  /** Nobody knows. */
  record Unclear(String cause) implements Outcome {}

  static Outcome ofAsking(TopUpAnswer answer) {
    return switch (answer) {
      case Done done -> new Renewed(done);
      case Pending pending -> new Working(pending.carrierReference());
      case Refused refused ->
          refused.mayRetry() ? new NotNow(refused.code()) : new WillNot(refused.code());
      case Unknown unknown -> new Unclear(unknown.cause());
      // Not a failure: the carrier holds a top-up under our reference. Look it up.
      case ReferenceUsed used -> new Unclear("REFERENCE_USED");
    };
  }

  static Outcome ofLookingUp(LookUpAnswer answer) {
    return switch (answer) {
      case Done done -> new Renewed(done);
      case Pending pending -> new Working(pending.carrierReference());
      case Refused refused -> new WillNot(refused.code());
      case NotFound notFound -> new Absent();
      case Unknown unknown -> new Unclear(unknown.cause());
    };
  }

  /**
   * Asks or looks up. Whatever a connector throws makes the outcome unclear, never refused; that
   * includes an answer that is nested too deep, which affects no other call of its batch.
   */
  static Outcome of(CarrierConnector connector, CarrierConnector.TopUp topUp, boolean ask) {
    try {
      return ask ? ofAsking(connector.topUp(topUp)) : ofLookingUp(connector.find(topUp));
    } catch (RuntimeException | StackOverflowError | LinkageError broken) {
      return new Unclear(broken.getClass().getSimpleName());
    }
  }
}
