package dev.everline.channel.cli.line;

import dev.everline.catalog.LapseRule;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.OrderId;
import dev.everline.line.FactSource;
import dev.everline.line.IfNotRenewed;
import dev.everline.line.Line;
import dev.everline.line.LineFacts;
import dev.everline.line.renewer.RenewedBy;
import dev.everline.line.validity.LineState;
import dev.everline.line.validity.LineStatus;
import dev.everline.renewal.decide.ExpectedCharge;
import dev.everline.renewal.decide.Outlook.Standing;
import dev.everline.renewal.decide.Reach;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line as programs see it.
 *
 * @param usState the state whose fees apply; null for the account's
 * @param state how the line stands today
 * @param suspendedBy what ended the service; null when it isn't suspended
 * @param validUntil the last day paid, as the carrier counts it today
 * @param coveredUntil the last day that the money in the balance covers, too
 * @param balanceRole what money in the balance does for the plan; null without a plan
 * @param renewedBy who renews it in general
 * @param autopayFailed whether its owner said that the carrier's autopay failed for its present end
 * @param autopay the charge expected of the carrier's own autopay, or null when none is
 * @param nextEndByAutopay the last day of service that this charge leads to; null when not known
 * @param renewsByItself whether Everline is to renew it at its present end, and can
 * @param obstacle why Everline can't renew it from here; null when it can
 * @param periodCosts what the carrier takes for a period, plan and taxes; null when not known
 */
record LineView(
    LineId id,
    String number,
    @Nullable String iccid,
    String label,
    List<String> tags,
    String carrier,
    @Nullable Instant brandConfirmedAt,
    @Nullable String plan,
    @Nullable FactSource planFrom,
    @Nullable String usState,
    LineState state,
    LineStatus.@Nullable Cause suspendedBy,
    @Nullable LocalDate validUntil,
    @Nullable FactSource validityFrom,
    @Nullable LocalDate coveredUntil,
    @Nullable Long daysLeft,
    @Nullable Money balance,
    @Nullable LocalDate balanceExpiresOn,
    @Nullable FactSource balanceFrom,
    LapseRule.@Nullable BalanceRole balanceRole,
    @Nullable Money periodCosts,
    @Nullable Integer anchorDay,
    @Nullable LocalDate lastPaymentOn,
    @Nullable LocalDate lastActivityOn,
    RenewedBy renewedBy,
    boolean autopayFailed,
    @Nullable ExpectedCharge autopay,
    @Nullable LocalDate nextEndByAutopay,
    boolean renewsByItself,
    Reach.@Nullable Cause obstacle,
    @Nullable Money priceCeiling,
    IfNotRenewed ifNotRenewed,
    boolean paused,
    boolean lettingGo,
    @Nullable OrderId openOrder,
    Instant changedAt) {

  static LineView of(Line line, Standing standing) {
    LineFacts facts = standing.facts();
    return new LineView(
        line.id(),
        "+" + line.msisdn(),
        line.iccid(),
        line.label(),
        line.tags(),
        line.carrier(),
        line.brandConfirmedAt(),
        line.plan(),
        line.planFrom(),
        line.state(),
        standing.state(),
        standing.suspendedBy(),
        facts.validUntil(),
        line.validityFrom(),
        standing.coveredUntil(),
        standing.daysLeft(),
        facts.balance(),
        facts.balanceExpiresOn(),
        line.balanceFrom(),
        standing.balanceRole(),
        standing.need(),
        facts.anchorDay() == 0 ? null : facts.anchorDay(),
        facts.lastPaymentOn(),
        facts.lastActivityOn(),
        line.renewedBy(),
        line.renewer().failedAt(standing.coveredUntil()),
        standing.charge(),
        standing.charge() == null ? null : standing.line().nextEnd(),
        standing.line().renewedBy() == RenewedBy.EVERLINE && standing.canRenew(),
        standing.obstacle(),
        line.priceCeiling(),
        line.ifNotRenewed(),
        line.isPaused(),
        line.letGo() != null,
        line.openOrder(),
        line.changedAt());
  }
}
