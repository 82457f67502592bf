package dev.everline.channel.web.line;

import dev.everline.account.AuditTrail;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.Visit;
import dev.everline.kernel.LineId;
import dev.everline.line.Line;
import dev.everline.line.LineService;
import dev.everline.renewal.decide.ExpectedCharge;
import dev.everline.renewal.decide.Outlook;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** What the owner of a line answers about its carrier's own autopay. */
@ServesPages
final class AutopayPages {

  private final LineService lines;
  private final Outlook outlook;
  private final AuditTrail audit;

  AutopayPages(LineService lines, Outlook outlook, AuditTrail audit) {
    this.lines = lines;
    this.outlook = outlook;
    this.audit = audit;
  }

  /**
   * It went through: the line has the end that was shown, as its owner's word.
   *
   * @param end the end that the page asked about; an answer about another one does nothing
   */
  @PostMapping("/lines/{line}/confirm-autopay")
  View confirm(
      Visit visit,
      @PathVariable String line,
      @RequestParam(defaultValue = "") String end,
      @RequestParam(defaultValue = "") String back) {
    Line own = own(visit, line);
    Outlook.Standing standing = outlook.of(own, visit.state());
    if (!asksAbout(standing.charge(), end)) {
      return after(own, back);
    }
    LocalDate next = standing.endByAutopay();
    if (next == null || standing.requireCharge(own.id()).earliest().isAfter(standing.at())) {
      return Pages.to("/lines/" + own.id() + "/edit#valid_until");
    }
    audit.add(
        visit.accountId(), visit.member(), AuditTrail.Act.AUTOPAY_CONFIRMED, own.id().toString());
    lines.autopayConfirmed(own.id(), own.facts().validUntil(), next, visit.member().id());
    return after(own, back);
  }

  /** It failed: the line becomes due like one that its owner renews. */
  @PostMapping("/lines/{line}/autopay-failed")
  View failed(
      Visit visit,
      @PathVariable String line,
      @RequestParam(defaultValue = "") String end,
      @RequestParam(defaultValue = "") String back) {
    Line own = own(visit, line);
    ExpectedCharge charge = outlook.of(own, visit.state()).charge();
    if (charge != null && asksAbout(charge, end)) {
      audit.add(
          visit.accountId(), visit.member(), AuditTrail.Act.AUTOPAY_FAILED, own.id().toString());
      lines.autopayFailed(own.id(), charge.end());
    }
    return after(own, back);
  }

  private static boolean asksAbout(@Nullable ExpectedCharge charge, String end) {
    return charge != null && charge.end().toString().equals(end);
  }

  private static View after(Line line, String back) {
    return Pages.to(back.equals("home") ? "/" : "/lines/" + line.id());
  }

  private Line own(Visit visit, String line) {
    return lines.get(visit.accountId(), LineId.parse(line));
  }
}
