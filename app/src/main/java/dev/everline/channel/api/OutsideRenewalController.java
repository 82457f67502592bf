package dev.everline.channel.api;

import dev.everline.channel.api.http.Caller;
import dev.everline.channel.api.http.Page;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.OutsideRenewalId;
import dev.everline.line.LineService;
import dev.everline.renewal.outside.OutsideRenewal;
import dev.everline.renewal.outside.OutsideRenewals;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Renewals that owners paid for at their carriers themselves. */
@RestController
@RequestMapping(path = "/api/v1", produces = "application/json")
@Tag(name = "Renewals", description = "What a renewal costs, and renewing now.")
final class OutsideRenewalController {

  private final OutsideRenewals outside;
  private final LineService lines;

  OutsideRenewalController(OutsideRenewals outside, LineService lines) {
    this.outside = outside;
    this.lines = lines;
  }

  @PostMapping(path = "/lines/{line}/outside-renewals", consumes = "application/json")
  @Operation(
      operationId = "recordOutsideRenewal",
      summary = "Record a renewal that was paid for outside",
      description =
          "Moves the line's end date, as its owner's word, and books the sum as spent outside the"
              + " wallet; spending limits don't apply to it. An order of the line that is held for"
              + " approval is cancelled. The same Idempotency-Key with the same request is one"
              + " renewal. ORDER_UNDER_WAY while Everline is renewing the line; PAID_ALREADY when"
              + " the period is paid already.")
  @ApiResponse(responseCode = "201", description = "Recorded.")
  ResponseEntity<OutsideRenewalView> record(
      @Caller AccountId account,
      @PathVariable String line,
      @Parameter(description = "Your own key, 1 to 200 printable ASCII characters.")
          @RequestHeader("Idempotency-Key")
          String key,
      @RequestBody OutsideRenewalInput told) {
    OutsideRenewal done = outside.record(account, LineId.parse(line), told.told(), key, null);
    return ResponseEntity.created(URI.create("/api/v1/outside-renewals/" + done.id()))
        .body(OutsideRenewalView.of(done));
  }

  @GetMapping("/lines/{line}/outside-renewals")
  @Operation(
      operationId = "listOutsideRenewals",
      summary = "A line's renewals outside, newest first",
      description = "Those that were undone are among them.")
  Page<OutsideRenewalView> list(
      @Caller AccountId account,
      @PathVariable String line,
      @Parameter(description = "The next of the previous page.") @RequestParam(required = false)
          @Nullable String cursor,
      @Parameter(description = "1 to 500.") @RequestParam(defaultValue = Page.USUAL) int limit) {
    int most = Page.limit(limit);
    Long below = Page.after(cursor, "rn");
    List<OutsideRenewal> found =
        outside.ofLine(
            account,
            lines.get(account, LineId.parse(line)).id(),
            below == null ? null : new OutsideRenewalId(below),
            most + 1);
    return Page.of(found, most, renewal -> renewal.id().toString(), OutsideRenewalView::of);
  }

  @GetMapping("/outside-renewals/{renewal}")
  @Operation(operationId = "getOutsideRenewal", summary = "One renewal outside")
  OutsideRenewalView one(@Caller AccountId account, @PathVariable String renewal) {
    return OutsideRenewalView.of(outside.find(account, OutsideRenewalId.parse(renewal)));
  }

  @PostMapping("/outside-renewals/{renewal}/undo")
  @Operation(
      operationId = "undoOutsideRenewal",
      summary = "Undo a renewal outside",
      description =
          "Books the sum back, and restores the line's end date and balance unless they have been"
              + " changed since. Undoing twice is undoing once. CONFLICT when the line was renewed"
              + " outside once more after it: undo that first.")
  OutsideRenewalView undo(@Caller AccountId account, @PathVariable String renewal) {
    return OutsideRenewalView.of(
        outside.undo(account, OutsideRenewalId.parse(renewal), null).renewal());
  }
}
