package dev.everline.channel.web.order;

import dev.everline.account.AuditTrail;
import dev.everline.catalog.Catalog;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.ProblemPage;
import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.Visit;
import dev.everline.channel.web.line.LineCard;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.OrderId;
import dev.everline.kernel.OutsideRenewalId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.line.Line;
import dev.everline.line.LineService;
import dev.everline.line.validity.FarEnd;
import dev.everline.renewal.OrderDesk;
import dev.everline.renewal.decide.Outlook;
import dev.everline.renewal.order.OrderState;
import dev.everline.renewal.outside.OutsideRenewal;
import dev.everline.renewal.outside.OutsideRenewals;
import dev.everline.renewal.outside.PaidAt;
import dev.everline.renewal.outside.Proposal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** "I have renewed it": what its owner paid at the carrier is recorded, shown, and undone. */
@ServesPages
final class RenewedPages {

  private static final int NEWEST_LOOKED_AT = 50;

  private final OutsideRenewals outside;
  private final OrderDesk orderDesk;
  private final LineService lines;
  private final Outlook outlook;
  private final Catalog catalog;
  private final AuditTrail audit;
  private final Pages pages;

  RenewedPages(
      OutsideRenewals outside,
      OrderDesk orderDesk,
      LineService lines,
      Outlook outlook,
      Catalog catalog,
      AuditTrail audit,
      Pages pages) {
    this.outside = outside;
    this.orderDesk = orderDesk;
    this.lines = lines;
    this.outlook = outlook;
    this.catalog = catalog;
    this.audit = audit;
    this.pages = pages;
  }

  /**
   * What was refused.
   *
   * @param said in the reader's words
   * @param field that it is about, or empty
   */
  record Refusal(String said, String field) {}

  /**
   * @param open an order of the line that isn't done, or null
   * @param held whether that order waits for approval, and is cancelled by what is recorded
   */
  record RenewedPage(
      LineCard card,
      Proposal proposal,
      RenewedForm form,
      @Nullable OrderId open,
      boolean held,
      @Nullable Refusal refusal) {

    List<PaidAt> places() {
      return List.of(PaidAt.values());
    }

    boolean isWrong(String field) {
      return refusal != null && refusal.field().equals(field);
    }

    /** The carrier's own word for its end date, or null when none is known. */
    @Nullable String word() {
      return proposal.printed().word();
    }

    /** Whether an order at the carrier has to end first. */
    boolean mustWait() {
      return open != null && !held;
    }
  }

  @GetMapping("/lines/{line}/renewed")
  View ask(Visit visit, @PathVariable String line, @RequestParam Map<String, String> asked) {
    Line own = own(visit, line);
    RenewedForm form =
        asked.containsKey(RenewedForm.PAID) ? RenewedForm.of(asked) : proposed(visit, own);
    return show(HttpStatus.OK, visit, own, form, null);
  }

  private RenewedForm proposed(Visit visit, Line line) {
    Money usual = outlook.of(line, visit.state()).leastPaid();
    List<OutsideRenewal> last = outside.ofLine(visit.accountId(), line.id(), null, 1);
    return new RenewedForm(
        usual == null || !usual.isPositive() ? "" : usual.toDecimal().toPlainString(),
        outside.proposal(visit.accountId(), line.id(), null, null).today().toString(),
        "",
        last.isEmpty() ? PaidAt.WEB.key() : last.getFirst().paid().at().key(),
        "",
        text(line.facts().validUntil()),
        outside.nextRequestKey(line.id()),
        "");
  }

  /** The key makes two tabs, or a double click, one renewal. */
  @PostMapping("/lines/{line}/renewed")
  View record(Visit visit, @PathVariable String line, @RequestParam Map<String, String> typed) {
    Line own = own(visit, line);
    RenewedForm form = RenewedForm.of(typed);
    try {
      Proposal proposal =
          outside.proposal(visit.accountId(), own.id(), form.amount(own.currency()), form.day());
      View doubt = doubt(visit, own, form, proposal);
      if (doubt != null) {
        return doubt;
      }
      OutsideRenewal done =
          audit.attempt(
              visit.accountId(),
              visit.member(),
              AuditTrail.Act.RENEWED_OUTSIDE,
              own.id().toString(),
              () ->
                  outside.record(
                      visit.accountId(),
                      own.id(),
                      form.told(own.currency(), proposal.printed()),
                      form.key(),
                      visit.member().id()));
      return Pages.to("/lines/" + own.id() + "/renewed/" + done.id());
    } catch (ProblemException refused) {
      ProblemPage problem = ProblemPage.of(refused);
      return show(
          HttpStatus.valueOf(problem.status()), visit, own, form, refusal(visit, own, refused));
    }
  }

  /** Shows the form once more where its end isn't what was meant, as far as can be seen. */
  private @Nullable View doubt(Visit visit, Line line, RenewedForm form, Proposal proposal) {
    LocalDate paidOn = form.day();
    if (paidOn != null && paidOn.isAfter(proposal.today())) {
      // Refused where it is recorded.
      return null;
    }
    if (form.showsAnotherEndThan(proposal) && !form.until().isEmpty()) {
      return show(
          HttpStatus.CONFLICT,
          visit,
          line,
          form,
          new Refusal(
              proposal.shown() == null
                  ? visit.say("renewed.give-end")
                  : visit.say("renewed.other-end", visit.date(proposal.shown())),
              RenewedForm.UNTIL));
    }
    LocalDate end = form.told(line.currency(), proposal.printed()).until();
    if (FarEnd.isDoubtful(end, proposal.today()) && !form.until().equals(form.sureOf())) {
      return show(
          HttpStatus.CONFLICT,
          visit,
          line,
          form.sureOf(form.until()),
          new Refusal(visit.say("line-edit.far-end", visit.date(end)), RenewedForm.UNTIL));
    }
    return null;
  }

  private Refusal refusal(Visit visit, Line line, ProblemException refused) {
    if (refused instanceof InvalidValue wrong) {
      LocalDate today = outlook.of(line, visit.state()).today();
      return switch (wrong.name()) {
        case RenewedForm.PAID -> new Refusal(visit.say("renewed.wrong-paid"), RenewedForm.PAID);
        case RenewedForm.PAID_ON ->
            new Refusal(
                visit.say("renewed.wrong-day", visit.date(today.minusYears(1)), visit.date(today)),
                RenewedForm.PAID_ON);
        case RenewedForm.UNTIL ->
            new Refusal(
                visit.say(
                    "END_BEFORE_PAYMENT".equals(wrong.code())
                        ? "renewed.end-too-early"
                        : "renewed.give-end"),
                RenewedForm.UNTIL);
        case RenewedForm.WHERE -> new Refusal(visit.say("renewed.wrong-where"), RenewedForm.WHERE);
        default -> new Refusal(ProblemPage.of(refused).said(visit), "");
      };
    }
    String key =
        switch (refused.type()) {
          case ORDER_UNDER_WAY -> "renewed.under-way";
          case PAID_ALREADY -> "renewed.already";
          case CONFLICT -> "renewed.changed";
          case IDEMPOTENCY_KEY_REUSED -> "renewed.other-tab";
          default -> null;
        };
    return new Refusal(key == null ? ProblemPage.of(refused).said(visit) : visit.say(key), "");
  }

  private View show(
      HttpStatus status, Visit visit, Line line, RenewedForm form, @Nullable Refusal refusal) {
    Proposal proposal = proposal(visit, line, form);
    OrderId open = line.openOrder();
    return pages.show(
        status,
        "order/renewed",
        visit,
        new RenewedPage(
            LineCard.of(line, outlook.of(line, visit.state()), catalog),
            proposal,
            form.proposing(proposal),
            open,
            open != null
                && orderDesk.order(visit.accountId(), open).state()
                    instanceof OrderState.HeldForApproval,
            refusal));
  }

  /** By what can be read of the form; the rest is as if it were empty. */
  private Proposal proposal(Visit visit, Line line, RenewedForm form) {
    try {
      return outside.proposal(
          visit.accountId(), line.id(), form.amount(line.currency()), form.day());
    } catch (InvalidValue unreadable) {
      return outside.proposal(visit.accountId(), line.id(), null, null);
    }
  }

  /**
   * A renewal that was recorded.
   *
   * @param now the line's end as it is now, as the carrier shows it
   * @param undoable whether it stands, and no later one is reckoned from it
   * @param problem a message's key, or null
   */
  record DonePage(
      LineCard card,
      OutsideRenewal renewal,
      @Nullable LocalDate now,
      boolean undoable,
      @Nullable String problem) {}

  @GetMapping("/lines/{line}/renewed/{renewal}")
  View done(Visit visit, @PathVariable String line, @PathVariable String renewal) {
    Line own = own(visit, line);
    return showDone(HttpStatus.OK, visit, own, found(visit, own, renewal), null);
  }

  @PostMapping("/lines/{line}/renewed/{renewal}/undo")
  View undo(Visit visit, @PathVariable String line, @PathVariable String renewal) {
    Line own = own(visit, line);
    OutsideRenewal found = found(visit, own, renewal);
    try {
      audit.attempt(
          visit.accountId(),
          visit.member(),
          AuditTrail.Act.RENEWED_OUTSIDE_UNDONE,
          own.id().toString(),
          () -> outside.undo(visit.accountId(), found.id(), visit.member().id()));
    } catch (ProblemException refused) {
      ProblemPage problem = ProblemPage.of(refused);
      String key =
          switch (refused.type()) {
            case ORDER_UNDER_WAY -> "renewed.under-way";
            case CONFLICT -> "renewed.later-first";
            default -> problem.key();
          };
      return showDone(HttpStatus.valueOf(problem.status()), visit, own, found, key);
    }
    return Pages.to("/lines/" + own.id() + "/renewed/" + found.id());
  }

  private View showDone(
      HttpStatus status, Visit visit, Line line, OutsideRenewal renewal, @Nullable String problem) {
    LineCard card = LineCard.of(line, outlook.of(line, visit.state()), catalog);
    LocalDate end = card.coveredUntil();
    boolean newest =
        outside.ofLine(visit.accountId(), line.id(), null, NEWEST_LOOKED_AT).stream()
            .filter(OutsideRenewal::isStanding)
            .findFirst()
            .filter(first -> first.id().equals(renewal.id()))
            .isPresent();
    return pages.show(
        status, "order/renewed-done", visit, new DonePage(card, renewal, end, newest, problem));
  }

  private OutsideRenewal found(Visit visit, Line line, String renewal) {
    OutsideRenewal found = outside.find(visit.accountId(), OutsideRenewalId.parse(renewal));
    if (!found.line().equals(line.id())) {
      throw new ProblemException(
          ProblemType.NOT_FOUND, "Line " + line.id() + " has no renewal " + found.id() + ".");
    }
    return found;
  }

  private static String text(@Nullable LocalDate date) {
    return date == null ? "" : date.toString();
  }

  private Line own(Visit visit, String line) {
    return lines.get(visit.accountId(), LineId.parse(line));
  }
}
