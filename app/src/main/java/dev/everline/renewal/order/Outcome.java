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

/** What an outside call told us about an order, whether it asked or looked up. */
public sealed interface Outcome {

  /** The carrier has renewed. */
  record Renewed(Done done) implements Outcome {}

  /** The carrier has it and works on it. */
  record Working(String carrierReference) implements Outcome {}

  /** The carrier did not and will not. */
  record WillNot(String code) implements Outcome {}

  /** The carrier surely did not this time; another time it may. */
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
      // Not a failure: somebody holds a top-up under our reference. Look which.
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
   * Asks or looks up. Whatever a connector throws leaves the outcome unclear, never refused; an
   * answer that was nested too deep is one such, and spoils no other call of its batch.
   */
  static Outcome of(CarrierConnector connector, CarrierConnector.TopUp topUp, boolean ask) {
    try {
      return ask ? ofAsking(connector.topUp(topUp)) : ofLookingUp(connector.find(topUp));
    } catch (RuntimeException | StackOverflowError | LinkageError broken) {
      return new Unclear(broken.getClass().getSimpleName());
    }
  }
}
