package dev.everline.line;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.OrderId;
import dev.everline.line.due.DueLine;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Builds a line as the heartbeat sees it, in a test. Until told otherwise it is in New York, its
 * brand is confirmed, it renews itself without a ceiling, and nobody has been told of anything.
 */
public final class DueLineBuilder {

  private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

  private ZoneId ownersZone = ZoneId.of("America/New_York");
  private String carrier = "acme";
  private boolean brandConfirmed = true;
  private @Nullable String plan;
  private @Nullable String state;
  private LineFacts facts = FactsBuilder.aLine().facts();
  private boolean autoRenew = true;
  private @Nullable Money ceiling;
  private IfNotRenewed fallback = IfNotRenewed.TELL;
  private boolean paused;
  private @Nullable OrderId openOrder;
  private DueLine.Reminded reminded = DueLine.Reminded.OF_NOTHING;

  private DueLineBuilder() {}

  public static DueLineBuilder aDueLine() {
    return new DueLineBuilder();
  }

  public DueLineBuilder ownedIn(ZoneId zone) {
    ownersZone = zone;
    return this;
  }

  public DueLineBuilder with(String carrierId) {
    carrier = carrierId;
    return this;
  }

  public DueLineBuilder on(@Nullable String planId) {
    plan = planId;
    return this;
  }

  public DueLineBuilder in(@Nullable String stateCode) {
    state = stateCode;
    return this;
  }

  public DueLineBuilder brandConfirmed(boolean confirmed) {
    brandConfirmed = confirmed;
    return this;
  }

  public DueLineBuilder knowing(LineFacts known) {
    facts = known;
    return this;
  }

  public DueLineBuilder validUntil(LocalDate day) {
    facts = facts.withValidUntil(day);
    return this;
  }

  public DueLineBuilder autoRenew(boolean wished) {
    autoRenew = wished;
    return this;
  }

  public DueLineBuilder ceiling(@Nullable Money most) {
    ceiling = most;
    return this;
  }

  public DueLineBuilder fallback(IfNotRenewed wish) {
    fallback = wish;
    return this;
  }

  public DueLineBuilder paused() {
    paused = true;
    return this;
  }

  public DueLineBuilder ordered() {
    openOrder = OrderId.of(1, 1);
    return this;
  }

  /** The owner was told that they must act for this end. */
  public DueLineBuilder escalatedFor(@Nullable LocalDate end) {
    reminded = new DueLine.Reminded(reminded.of(), reminded.step(), end);
    return this;
  }

  /** The owner was reminded so many times of this end. */
  public DueLineBuilder reminded(LocalDate end, int times) {
    reminded = new DueLine.Reminded(end, times, reminded.escalatedFor());
    return this;
  }

  public DueLine line() {
    return new DueLine(
        LineId.of(1, 1),
        AccountId.of(1, 1),
        ownersZone,
        "12125550100",
        new DueLine.Subscription(carrier, brandConfirmed, plan, state, Money.USD),
        new DueLine.Known(facts, null, null),
        new LineWishes(autoRenew, ceiling, fallback, paused ? LONG_AGO : null),
        new DueLine.Claim(null, null, openOrder),
        reminded,
        DueLine.Charged.NOTHING,
        LONG_AGO);
  }
}
