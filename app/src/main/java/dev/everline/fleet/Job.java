package dev.everline.fleet;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.JobId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.OrderId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An act on many lines.
 *
 * @param argument of the act: the tag; the ceiling as a plain decimal of US dollars, or empty; what
 *     completes the lines
 * @param lines how many were chosen
 */
public record Job(
    JobId id,
    AccountId account,
    Act act,
    String argument,
    State state,
    int lines,
    Instant createdAt,
    @Nullable Instant finishedAt) {

  /** What is done to each line. */
  public enum Act {
    /** Says of each what is known of all: its plan, its end, who renews it. */
    COMPLETE,
    /** One whole period, paid from the wallet. */
    RENEW,
    /** Everline renews them from now on. */
    BY_EVERLINE,
    /** The carrier's own autopay renews them. */
    BY_CARRIER,
    /** Their owner renews them. */
    BY_OWNER,
    /** Sets the fallback: keep the number at least cost. */
    KEEP_NUMBER,
    /** Sets the fallback: only tell the owner. */
    TELL_ONLY,
    TAG,
    UNTAG,
    PAUSE,
    RESUME;

    /** Whether it spends money, now or later. */
    boolean costs() {
      return this == RENEW || this == BY_EVERLINE;
    }
  }

  /** The progress of a job. */
  public enum State {
    /** Each line is being checked: what the act would do to it, and at what price. */
    PREPARING,
    /** Waits for somebody to confirm it. */
    READY,
    RUNNING,
    DONE,
    /** Somebody stopped it; what was done before stays done. */
    STOPPED;

    /** Whether it continues without anybody's action. */
    public boolean isUnderWay() {
      return this == PREPARING || this == RUNNING;
    }
  }

  /** The outcome for a line. */
  public enum Outcome {
    /** Not checked yet. */
    CHOSEN,
    /** The act will be applied to it. */
    PLANNED,
    /** The act doesn't apply to it. */
    SKIPPED,
    DONE,
    /** Its order is still under way, or waits for release. */
    OPEN,
    FAILED
  }

  /** Why a line is skipped or failed, or what still prevents the act from having an effect. */
  public enum Reason {
    GONE,
    ALREADY_SO,
    PAUSED,
    UNDER_WAY,
    BRAND_NOT_CONFIRMED,
    NO_ROUTE,
    RENEWED_BY_CARRIER,
    NOT_RENEWABLE,
    PAID_ALREADY,
    CHANGED_MEANWHILE,
    WALLET_SHORT,
    CARRIER_REFUSED,
    STOPPED_BY_A_BOUND,
    IN_DOUBT
  }

  /**
   * A line of a job.
   *
   * @param price of its renewal, or null
   * @param order that renewed it, or is to; null when there is none
   */
  public record Entry(
      LineId line,
      Outcome outcome,
      @Nullable Reason reason,
      @Nullable Money price,
      @Nullable OrderId order) {}

  /**
   * The lines of a job that have one outcome for one reason.
   *
   * @param price what their renewals cost in all; null where they have no price
   */
  public record Group(
      Outcome outcome, @Nullable Reason reason, long lines, @Nullable Money price) {}

  /** A job's lines, counted. */
  public record Summary(List<Group> groups) {

    public Summary {
      groups = List.copyOf(groups);
    }

    public long count(Outcome outcome) {
      return of(outcome).stream().mapToLong(Group::lines).sum();
    }

    public List<Group> of(Outcome outcome) {
      return groups.stream().filter(group -> group.outcome() == outcome).toList();
    }

    /** What the renewals of lines with this outcome cost, a sum for each currency. */
    public List<Money> total(Outcome outcome) {
      return of(outcome).stream()
          .map(Group::price)
          .filter(java.util.Objects::nonNull)
          .collect(java.util.stream.Collectors.toMap(Money::currency, price -> price, Money::plus))
          .values()
          .stream()
          .sorted(java.util.Comparator.comparing(sum -> sum.currency().getCurrencyCode()))
          .toList();
    }
  }
}
