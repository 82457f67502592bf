package dev.everline.renewal.order;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;

/**
 * Where a renewal order stands. Each state is a type with only the transitions it allows, so that
 * an illegal one does not compile; states read from outside are checked by the {@code as…} methods.
 *
 * <pre>
 * Quoted ─► HeldForApproval ─► Paying ─► Paid ─► Fulfilling ─► Renewed
 *                                 │        ▲  │        │  ▲        │
 *                             Declined     │  │    InDoubt │        │
 *                                          └──┼──── (not taken)     │
 *                                          Reversed ◄───────────────┘
 * </pre>
 */
public sealed interface OrderState {

  /** As stored: {@code IN_DOUBT}. */
  String code();

  /** Whether nothing will change any more by itself. */
  default boolean isFinal() {
    return switch (this) {
      case Renewed renewed -> true;
      case Declined declined -> true;
      case Reversed reversed -> true;
      case Cancelled cancelled -> true;
      case Expired expired -> true;
      case Quoted quoted -> false;
      case HeldForApproval awaiting -> false;
      case Paying paying -> false;
      case Paid paid -> false;
      case Fulfilling fulfilling -> false;
      case InDoubt inDoubt -> false;
    };
  }

  /** Priced, and nothing done yet. */
  record Quoted() implements OrderState {
    @Override
    public String code() {
      return "QUOTED";
    }

    public Paying pay() {
      return new Paying();
    }

    /** Stopped before any charge, until a person lets it go on. */
    HeldForApproval hold() {
      return new HeldForApproval();
    }
  }

  /** Held with a reason until a person releases it. */
  record HeldForApproval() implements OrderState {
    @Override
    public String code() {
      return "HELD_FOR_APPROVAL";
    }

    public Paying release() {
      return new Paying();
    }

    public Cancelled cancel() {
      return new Cancelled();
    }

    /** Nobody released it in time. */
    Expired expire() {
      return new Expired();
    }
  }

  /** The money is being set aside. */
  record Paying() implements OrderState {
    @Override
    public String code() {
      return "PAYING";
    }

    public Paid authorised() {
      return new Paid();
    }

    public Declined declined() {
      return new Declined();
    }
  }

  /** The money is set aside, and the carrier surely has not renewed: it may be asked. */
  record Paid() implements OrderState {
    @Override
    public String code() {
      return "PAID";
    }

    /** The intent to ask is stored; the call follows. */
    public Fulfilling ask() {
      return new Fulfilling();
    }

    /** Given up: the money goes back. */
    public Reversed giveUp() {
      return new Reversed();
    }
  }

  /** The carrier is being asked, or has taken the request and works on it. */
  record Fulfilling() implements OrderState {
    @Override
    public String code() {
      return "FULFILLING";
    }

    Renewed confirmed() {
      return new Renewed();
    }

    /** The carrier surely did not take it, and may be asked again later. */
    Paid notTaken() {
      return new Paid();
    }

    Reversed refused() {
      return new Reversed();
    }

    InDoubt unknown() {
      return new InDoubt();
    }
  }

  /** Nobody knows whether the carrier renewed; it is asked by our reference until it says. */
  record InDoubt() implements OrderState {
    @Override
    public String code() {
      return "IN_DOUBT";
    }

    Renewed confirmed() {
      return new Renewed();
    }

    Paid notTaken() {
      return new Paid();
    }

    Reversed refused() {
      return new Reversed();
    }

    /** The carrier has it and works on it. */
    Fulfilling taken() {
      return new Fulfilling();
    }
  }

  /** The carrier has renewed and the money is paid out. */
  record Renewed() implements OrderState {
    @Override
    public String code() {
      return "RENEWED";
    }

    /** A person gives the money back after all. */
    public Reversed refund() {
      return new Reversed();
    }
  }

  /** The money was not there; nothing was taken. */
  record Declined() implements OrderState {
    @Override
    public String code() {
      return "DECLINED";
    }
  }

  /** The money went back in full. */
  record Reversed() implements OrderState {
    @Override
    public String code() {
      return "REVERSED";
    }
  }

  /** A person ended it before any money was taken. */
  record Cancelled() implements OrderState {
    @Override
    public String code() {
      return "CANCELLED";
    }
  }

  /** Its time ran out before any money was taken. */
  record Expired() implements OrderState {
    @Override
    public String code() {
      return "EXPIRED";
    }
  }

  /**
   * @throws IllegalStateException when the code is none of ours; the database's CHECK forbids it
   */
  static OrderState of(String code) {
    return switch (code) {
      case "QUOTED" -> new Quoted();
      case "HELD_FOR_APPROVAL" -> new HeldForApproval();
      case "PAYING" -> new Paying();
      case "PAID" -> new Paid();
      case "FULFILLING" -> new Fulfilling();
      case "IN_DOUBT" -> new InDoubt();
      case "RENEWED" -> new Renewed();
      case "DECLINED" -> new Declined();
      case "REVERSED" -> new Reversed();
      case "CANCELLED" -> new Cancelled();
      case "EXPIRED" -> new Expired();
      default -> throw new IllegalStateException("no order state " + code);
    };
  }

  /**
   * For an act that a person asks for on an order in this state only.
   *
   * @throws ProblemException ILLEGAL_TRANSITION, naming the state it is in and the one it must be
   *     in
   */
  default <S extends OrderState> S require(Class<S> wanted, String act) {
    if (wanted.isInstance(this)) {
      return wanted.cast(this);
    }
    throw new ProblemException(
        ProblemType.ILLEGAL_TRANSITION,
        "An order that is "
            + code()
            + " can't be "
            + act
            + "; only one that is "
            + wanted.getSimpleName()
            + " can. Look at it again: it has moved on.");
  }
}
