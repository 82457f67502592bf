package dev.everline.channel.api;

import dev.everline.catalog.LapseRule;
import dev.everline.channel.api.http.Amount;
import dev.everline.kernel.OrderId;
import dev.everline.line.FactSource;
import dev.everline.line.IfNotRenewed;
import dev.everline.line.Line;
import dev.everline.line.renewer.RenewedBy;
import dev.everline.line.validity.LineState;
import dev.everline.line.validity.LineStatus;
import dev.everline.renewal.decide.ExpectedCharge;
import dev.everline.renewal.decide.Outlook;
import dev.everline.renewal.decide.Reach;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A line as the API shows it. */
@Schema(name = "Line")
record LineView(
    @Schema(example = "ln_0G00000000001X") String id,
    @Schema(description = "With + and country code.", example = "+12125550100") String number,
    @Nullable String iccid,
    String label,
    List<String> tags,
    String carrier,
    @Schema(description = "When you confirmed that it is this carrier's; no money is sent before.")
        @Nullable Instant brandConfirmedAt,
    @Nullable String plan,
    @Nullable Source planFrom,
    @Schema(description = "Its state today, computed from what is known about it.")
        LineState status,
    @Schema(description = "What ended the service; null when it isn't suspended.")
        LineStatus.@Nullable Cause suspendedBy,
    @Schema(description = "Last day that is paid for, in the carrier's zone.")
        @Nullable LocalDate coveredUntil,
    @Schema(description = "Days until then; below zero when it has passed.")
        @Nullable Long daysLeft,
    @Schema(description = "Last day of the paid period, in the carrier's zone.")
        @Nullable LocalDate validUntil,
    @Nullable Source validityFrom,
    @Nullable Amount balance,
    @Schema(description = "Last day on which the balance can be used.")
        @Nullable LocalDate balanceExpiresOn,
    @Nullable Source balanceFrom,
    @Schema(
            description =
                "What money in the balance does for the plan: PAYS_PLAN covers further periods;"
                    + " BESIDE, NONE and UNKNOWN count for nothing; IS_SERVICE is used up by calls."
                    + " Null without a plan.")
        LapseRule.@Nullable BalanceRole balanceRole,
    @Schema(description = "Day of the month; null when it has none.") @Nullable Integer anchorDay,
    @Nullable LocalDate lastPaymentOn,
    @Nullable LocalDate lastActivityOn,
    @Schema(
            description =
                "Who renews it: Everline, the carrier's own autopay, or its owner. At its present"
                    + " end it may be otherwise; see autopay.")
        RenewedBy renewedBy,
    @Schema(
            description =
                "The carrier's own autopay at its present end; null if it isn't expected.")
        @Nullable Autopay autopay,
    @Schema(description = "Whether you said that the carrier's autopay failed for its present end.")
        boolean autopayFailed,
    @Schema(description = "Whether Everline can renew it from here.") boolean renewableHere,
    @Schema(description = "The reason why not; null if it can.")
        Reach.@Nullable Cause notRenewableReason,
    @Nullable Amount priceCeiling,
    @Schema(description = "What is done if it can't be renewed.") IfNotRenewed ifNotRenewed,
    @Schema(description = "US state whose fees apply; null for the account's.")
        @Nullable String state,
    @Schema(description = "Since when it has been paused.") @Nullable Instant pausedAt,
    @Schema(description = "Since when it is being let go, which is a pause for good; else null.")
        @Nullable Instant letGoAt,
    @Schema(description = "When it is checked next.") @Nullable Instant nextWakeAt,
    @Schema(description = "The order in progress.") @Nullable String openOrder,
    Instant createdAt,
    Instant changedAt) {

  /** Who says a fact, and when it was so. */
  @Schema(name = "FactSource")
  record Source(@Schema(example = "owner") String source, Instant asOf) {

    static @Nullable Source of(@Nullable FactSource from) {
      return from == null ? null : new Source(from.source(), from.asOf());
    }
  }

  /** What the carrier's own autopay is expected to do. */
  @Schema(name = "Autopay")
  record Autopay(
      @Schema(description = "When it charges at the earliest; null if no source says.")
          @Nullable Instant chargeFrom,
      @Schema(description = "When its last try is over; the end of the line if no source says.")
          Instant chargeTo,
      @Schema(description = "From when its success is to be confirmed.") Instant confirmFrom,
      @Schema(description = "Whether it is to be confirmed now.") boolean toBeConfirmed,
      @Schema(description = "The last day of service if it goes through; null if unknown.")
          @Nullable LocalDate nextValidUntil,
      @Schema(description = "What is known to endanger it; null if nothing is.")
          ExpectedCharge.@Nullable Danger danger) {

    static @Nullable Autopay of(Outlook.Standing standing) {
      ExpectedCharge charge = standing.charge();
      return charge == null
          ? null
          : new Autopay(
              charge.from(),
              charge.to(),
              charge.checkFrom(),
              standing.isAutopayToBeChecked(),
              standing.line().nextEnd(),
              charge.danger());
    }
  }

  static LineView of(Line line, Outlook.Standing standing) {
    OrderId open = line.openOrder();
    return new LineView(
        line.id().toString(),
        "+" + line.msisdn(),
        line.iccid(),
        line.label(),
        line.tags(),
        line.carrier(),
        line.brandConfirmedAt(),
        line.plan(),
        Source.of(line.planFrom()),
        standing.state(),
        standing.suspendedBy(),
        standing.coveredUntil(),
        standing.daysLeft(),
        line.facts().validUntil(),
        Source.of(line.validityFrom()),
        Amount.ofNullable(line.facts().balance()),
        line.facts().balanceExpiresOn(),
        Source.of(line.balanceFrom()),
        standing.balanceRole(),
        line.facts().anchorDay() == 0 ? null : line.facts().anchorDay(),
        line.facts().lastPaymentOn(),
        line.facts().lastActivityOn(),
        line.renewedBy(),
        Autopay.of(standing),
        line.renewer().failedAt(standing.coveredUntil()),
        standing.canRenew(),
        standing.obstacle(),
        Amount.ofNullable(line.priceCeiling()),
        line.ifNotRenewed(),
        line.state(),
        line.pausedAt(),
        line.letGo() == null ? null : line.letGo().at(),
        line.nextWakeAt(),
        open == null ? null : open.toString(),
        line.createdAt(),
        line.changedAt());
  }

  /** Personal data stays out of logs. */
  @Override
  public String toString() {
    return "LineView[" + id + "]";
  }
}
