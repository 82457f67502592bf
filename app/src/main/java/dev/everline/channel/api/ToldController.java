package dev.everline.channel.api;

import dev.everline.channel.api.http.Amount;
import dev.everline.channel.api.http.Caller;
import dev.everline.channel.api.http.Page;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.EscalationId;
import dev.everline.renewal.Renewals;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the owner was told. */
@RestController
@RequestMapping(path = "/api/v1/told", produces = "application/json")
@Tag(name = "Told", description = "Reminders, and what needs the owner's attention.")
final class ToldController {

  private final Renewals renewals;

  ToldController(Renewals renewals) {
    this.renewals = renewals;
  }

  @Schema(name = "Told")
  record ToldView(
      @Schema(example = "es_0G00000000001X") String id,
      String line,
      @Schema(description = "What they were told, as a code.") String kind,
      @Schema(description = "The day it is about, in the carrier's zone.") LocalDate forDate,
      @Schema(description = "Money that is missing.") @Nullable Amount needed,
      @Schema(description = "Until when they can act.") @Nullable Instant actBy,
      Instant at,
      @Schema(description = "Since when it is settled.") @Nullable Instant settledAt) {

    static ToldView of(Renewals.Told told) {
      return new ToldView(
          told.id().toString(),
          told.line().toString(),
          told.kind(),
          told.forDate(),
          Amount.ofNullable(told.needed()),
          told.actBy(),
          told.at(),
          told.settledAt());
    }
  }

  @GetMapping
  @Operation(operationId = "listTold", summary = "What the owner was told, newest first")
  Page<ToldView> told(
      @Caller AccountId account,
      @Parameter(description = "Only what still needs them.") @RequestParam(defaultValue = "false")
          boolean open,
      @Parameter(description = "The next of the previous page.") @RequestParam(required = false)
          @Nullable String cursor,
      @Parameter(description = "1 to 500.") @RequestParam(defaultValue = Page.USUAL) int limit) {
    int most = Page.limit(limit);
    Long below = Page.after(cursor, "es");
    List<Renewals.Told> found =
        renewals.told(account, open, below == null ? null : new EscalationId(below), most + 1);
    return Page.of(found, most, told -> told.id().toString(), ToldView::of);
  }
}
