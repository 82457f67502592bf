package dev.everline.line.validity;

import dev.everline.kernel.Money;
import dev.everline.line.LineFacts;
import org.jspecify.annotations.Nullable;

/**
 * The state of a line on a day and, when it is suspended, the reason.
 *
 * @param suspendedBy null when it isn't suspended
 */
public record LineStatus(LineState state, @Nullable Cause suspendedBy) {

  private static final LineStatus UNCONFIRMED = new LineStatus(LineState.UNCONFIRMED, null);

  /** What ended the service. */
  public enum Cause {
    /** The paid days are over. */
    DATE,
    /** The balance that service is paid out of is used up. */
    BALANCE
  }

  /**
   * A metered line lapses by date or by balance, whichever is first: where service is paid out of
   * the balance and that is known to be used up, the line is suspended whatever its date. A number
   * that may be lost stays lost, and a balance that isn't known changes nothing.
   *
   * @param byDate the line's state by its dates alone
   * @param now the facts rolled forward to the day
   */
  public static LineStatus of(LineState byDate, LineFacts now, boolean servedFromBalance) {
    boolean usedUp = servedFromBalance && isUsedUp(now.balance());
    return switch (byDate) {
      case ACTIVE, GRACE, UNKNOWN, UNCONFIRMED ->
          usedUp
              ? new LineStatus(LineState.SUSPENDED, Cause.BALANCE)
              : new LineStatus(byDate, null);
      case SUSPENDED -> new LineStatus(byDate, Cause.DATE);
      case LOST -> new LineStatus(byDate, null);
    };
  }

  /**
   * The same for a line that its carrier's own autopay renews: once its date has passed, nobody
   * knows whether it is served until somebody has confirmed it.
   */
  public LineStatus ofAutopay() {
    return switch (state) {
      case GRACE, LOST -> UNCONFIRMED;
      case SUSPENDED -> suspendedBy == Cause.BALANCE ? this : UNCONFIRMED;
      case ACTIVE, UNCONFIRMED, UNKNOWN -> this;
    };
  }

  private static boolean isUsedUp(@Nullable Money balance) {
    return balance != null && !balance.isPositive();
  }
}
