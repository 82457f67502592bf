package dev.everline.channel.api;

import dev.everline.channel.api.http.Amount;
import dev.everline.channel.api.http.Caller;
import dev.everline.channel.api.http.Page;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.NoticeId;
import dev.everline.notice.Notice;
import dev.everline.notice.Notices;
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

/** What the members of an account are told of its lines. */
@RestController
@RequestMapping(path = "/api/v1/notices", produces = "application/json")
@Tag(name = "Notices", description = "What the account's members are told of its lines.")
final class NoticeController {

  private final Notices notices;

  NoticeController(Notices notices) {
    this.notices = notices;
  }

  @Schema(name = "Notice")
  record NoticeView(
      @Schema(example = "nc_0G00000000001X") String id,
      String line,
      @Schema(description = "What it says, as a code.") String kind,
      @Schema(description = "The day it is about, in the carrier's zone.") LocalDate forDate,
      @Schema(description = "Money that would help.") @Nullable Amount needed,
      @Schema(description = "When it is too late to act.") @Nullable Instant actBy,
      Instant at,
      @Schema(description = "Since when it is no longer true.") @Nullable Instant settledAt) {

    static NoticeView of(Notice notice) {
      return new NoticeView(
          notice.id().toString(),
          notice.line().toString(),
          notice.kind().name(),
          notice.forDate(),
          Amount.ofNullable(notice.needed()),
          notice.actBy(),
          notice.at(),
          notice.settledAt());
    }
  }

  @GetMapping
  @Operation(operationId = "listNotices", summary = "Lists the notices, newest first")
  Page<NoticeView> notices(
      @Caller AccountId account,
      @Parameter(description = "Only those that are still true.")
          @RequestParam(defaultValue = "false")
          boolean open,
      @Parameter(description = "The next of the previous page.") @RequestParam(required = false)
          @Nullable String cursor,
      @Parameter(description = "1 to 500.") @RequestParam(defaultValue = Page.USUAL) int limit) {
    int most = Page.limit(limit);
    Long below = Page.after(cursor, "nc");
    List<Notice> found =
        notices.list(account, open, below == null ? null : new NoticeId(below), most + 1);
    return Page.of(found, most, notice -> notice.id().toString(), NoticeView::of);
  }
}
