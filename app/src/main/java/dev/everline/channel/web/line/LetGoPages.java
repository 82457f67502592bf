package dev.everline.channel.web.line;

import dev.everline.account.AuditTrail;
import dev.everline.account.Member;
import dev.everline.account.Members;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.LapseRule;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.Visit;
import dev.everline.kernel.LineId;
import dev.everline.kernel.MemberId;
import dev.everline.kernel.Money;
import dev.everline.line.Line;
import dev.everline.line.LineFacts;
import dev.everline.line.LineService;
import dev.everline.line.LineWishes;
import dev.everline.line.validity.LineState;
import dev.everline.renewal.decide.Outlook;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/** Lets a line go: says what that loses and when, and who decided it. */
@ServesPages
final class LetGoPages {

  private final LineService lines;
  private final Catalog catalog;
  private final Outlook outlook;
  private final Members members;
  private final AuditTrail audit;
  private final Pages pages;

  LetGoPages(
      LineService lines,
      Catalog catalog,
      Outlook outlook,
      Members members,
      AuditTrail audit,
      Pages pages) {
    this.lines = lines;
    this.catalog = catalog;
    this.outlook = outlook;
    this.members = members;
    this.audit = audit;
    this.pages = pages;
  }

  /**
   * @param over whether its service has ended already
   * @param balance that is lost with it, or null when none is known
   * @param loss the first day on which its number may be lost, or null when not known
   * @param fact whether a reliable source says so
   * @param lost whether that day has come
   * @param decided the decision, once it is made; else null
   * @param by who made it, or null when not known
   */
  record LetGoPage(
      LineCard card,
      boolean over,
      @Nullable Money balance,
      @Nullable LocalDate balanceUntil,
      @Nullable LocalDate loss,
      boolean fact,
      boolean lost,
      LineWishes.@Nullable LetGo decided,
      @Nullable String by) {}

  @GetMapping("/lines/{line}/let-go")
  View ask(Visit visit, @PathVariable String line) {
    Line own = lines.get(visit.accountId(), LineId.parse(line));
    Outlook.Standing standing = outlook.of(own, visit.state());
    LocalDate end = standing.coveredUntil();
    LineFacts facts = standing.facts();
    Money balance = facts.balance();
    LineWishes.LetGo decided = own.letGo();
    LapseRule rule = standing.line().rule();
    return pages.show(
        "line/let-go",
        visit,
        new LetGoPage(
            LineCard.of(own, standing, catalog),
            end != null && end.isBefore(standing.today()),
            balance != null && balance.isPositive() ? balance : null,
            facts.balanceExpiresOn(),
            standing.numberMayBeLostOn(),
            rule != null && rule.provenance().isFact(),
            standing.state() == LineState.LOST,
            decided,
            decided == null ? null : name(visit, decided.by())));
  }

  private @Nullable String name(Visit visit, @Nullable MemberId by) {
    return by == null
        ? null
        : members.list(visit.accountId()).stream()
            .filter(member -> member.id().equals(by))
            .map(Member::name)
            .findFirst()
            .orElse(null);
  }

  @PostMapping("/lines/{line}/let-go")
  View letGo(Visit visit, @PathVariable String line) {
    Line own = lines.get(visit.accountId(), LineId.parse(line));
    audit.attempt(
        visit.accountId(),
        visit.member(),
        AuditTrail.Act.LINE_LET_GO,
        own.id().toString(),
        () -> lines.letGo(own.id(), visit.member().id()));
    return Pages.to("/lines/" + own.id() + "/let-go");
  }
}
