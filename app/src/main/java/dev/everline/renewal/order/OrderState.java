package dev.everline.renewal.order;

/**
 * The state of a stored order. Each state has only the transitions that it allows, so that an
 * illegal one doesn't compile. States can't be made outside this file and transitions can't be made
 * outside this package: an order reaches its next state through the methods of {@link Order}, which
 * refuse what the current state doesn't allow.
 *
 * <pre>
 * a draft           ─► Fulfilling (asked at once), HeldForApproval (held) or Declined
 * HeldForApproval  ─► Fulfilling (released), Declined, Cancelled, Expired
 * Paid              ─► Fulfilling (asked, or taken after all), Renewed, Reversed
 * Fulfilling        ─► Renewed, Reversed, Paid (not taken), InDoubt
 * InDoubt           ─► Renewed, Reversed, Paid (not taken), Fulfilling (taken)
 * Renewed           ─► Reversed (refunded by a person)
 * </pre>
 */
public abstract sealed class OrderState {

  private final String code;

  private OrderState(String code) {
    this.code = code;
  }

  /** As stored: {@code IN_DOUBT}. */
  public final String code() {
    return code;
  }

  /** Whether it will no longer change by itself. */
  public final boolean isFinal() {
    return !(this instanceof HeldForApproval) && !(this instanceof UnderWay);
  }

  @Override
  public final String toString() {
    return code;
  }

  /** Held for approval: stopped before any charge, until a person releases or cancels it. */
  public static final class HeldForApproval extends OrderState {

    static final HeldForApproval STATE = new HeldForApproval();

    private HeldForApproval() {
      super("HELD_FOR_APPROVAL");
    }

    /** The money is set aside and the intent to ask is stored. */
    Fulfilling released() {
      return Fulfilling.STATE;
    }

    /** Released, but there wasn't enough money. */
    Declined declined() {
      return Declined.STATE;
    }

    Cancelled cancelled() {
      return Cancelled.STATE;
    }

    /** Nobody released it in time. */
    Expired expired() {
      return Expired.STATE;
    }
  }

  /**
   * The money is set aside, and the carrier's answer decides what happens to it. The answer may
   * come in each of these states: a carrier that certainly hadn't taken the request is asked for
   * the outcome before it is asked to top up again, and may turn out to have it after all.
   */
  public abstract static sealed class UnderWay extends OrderState {

    private UnderWay(String code) {
      super(code);
    }

    final Renewed confirmed() {
      return Renewed.STATE;
    }

    /** The carrier has it and works on it. */
    final Fulfilling taken() {
      return Fulfilling.STATE;
    }

    /** The carrier certainly did not take it, and may be asked again later. */
    final Paid notTaken() {
      return Paid.STATE;
    }

    /** The carrier certainly will not renew: the money goes back. */
    final Reversed refused() {
      return Reversed.STATE;
    }

    /** The call had no clear outcome. */
    abstract UnderWay doubted();
  }

  /** The money is set aside, and the carrier certainly has not renewed: it may be asked. */
  public static final class Paid extends UnderWay {

    static final Paid STATE = new Paid();

    private Paid() {
      super("PAID");
    }

    /** The intent to ask is stored; the call follows. */
    Fulfilling asked() {
      return Fulfilling.STATE;
    }

    /** The carrier isn't asked any more: the money goes back. */
    Reversed givenUp() {
      return Reversed.STATE;
    }

    /** A look-up with no clear outcome changes nothing. */
    @Override
    Paid doubted() {
      return this;
    }
  }

  /** The carrier is being asked, or has taken the request and works on it. */
  public static final class Fulfilling extends UnderWay {

    static final Fulfilling STATE = new Fulfilling();

    private Fulfilling() {
      super("FULFILLING");
    }

    @Override
    InDoubt doubted() {
      return InDoubt.STATE;
    }
  }

  /** Nobody knows whether the carrier renewed; it is asked by our reference until it answers. */
  public static final class InDoubt extends UnderWay {

    static final InDoubt STATE = new InDoubt();

    private InDoubt() {
      super("IN_DOUBT");
    }

    @Override
    InDoubt doubted() {
      return this;
    }
  }

  /** The carrier has renewed and the money is paid out. */
  public static final class Renewed extends OrderState {

    static final Renewed STATE = new Renewed();

    private Renewed() {
      super("RENEWED");
    }

    /** A person refunds it after all. */
    Reversed refunded() {
      return Reversed.STATE;
    }
  }

  /** There wasn't enough money; nothing was taken. */
  public static final class Declined extends OrderState {

    static final Declined STATE = new Declined();

    private Declined() {
      super("DECLINED");
    }
  }

  /** The money was returned in full. */
  public static final class Reversed extends OrderState {

    static final Reversed STATE = new Reversed();

    private Reversed() {
      super("REVERSED");
    }
  }

  /** A person cancelled it before any money was taken. */
  public static final class Cancelled extends OrderState {

    static final Cancelled STATE = new Cancelled();

    private Cancelled() {
      super("CANCELLED");
    }
  }

  /** It expired before any money was taken. */
  public static final class Expired extends OrderState {

    static final Expired STATE = new Expired();

    private Expired() {
      super("EXPIRED");
    }
  }

  /**
   * Parses a stored state.
   *
   * @throws IllegalStateException when the code is unknown
   */
  public static OrderState of(String code) {
    return switch (code) {
      case "HELD_FOR_APPROVAL" -> HeldForApproval.STATE;
      case "PAID" -> Paid.STATE;
      case "FULFILLING" -> Fulfilling.STATE;
      case "IN_DOUBT" -> InDoubt.STATE;
      case "RENEWED" -> Renewed.STATE;
      case "DECLINED" -> Declined.STATE;
      case "REVERSED" -> Reversed.STATE;
      case "CANCELLED" -> Cancelled.STATE;
      case "EXPIRED" -> Expired.STATE;
      default -> throw new IllegalStateException("unknown order state " + code);
    };
  }
}
