package dev.everline.channel.web.line;

import dev.everline.account.AuditTrail;
import dev.everline.account.Members;
import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.Plan;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.ProblemPage;
import dev.everline.channel.web.frame.Refusal;
import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.TypedAmount;
import dev.everline.channel.web.frame.Visit;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import dev.everline.line.IfNotRenewed;
import dev.everline.line.Line;
import dev.everline.line.LineField;
import dev.everline.line.LineNotes;
import dev.everline.line.LineService;
import dev.everline.line.Msisdn;
import dev.everline.line.renewer.RenewedBy;
import dev.everline.line.validity.Timeline;
import dev.everline.renewal.OrderDesk;
import dev.everline.renewal.Quotes;
import dev.everline.renewal.decide.Outlook;
import dev.everline.renewal.decide.Urgency;
import dev.everline.renewal.outside.OutsideRenewals;
import dev.everline.renewal.price.Quote;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** One line: what lies ahead, what is known and from which source, and what its owner wants. */
@ServesPages
final class LinePages {

  private static final int ORDERS = 20;

  private final LineService lines;
  private final LineNotes notes;
  private final Members members;
  private final Catalog catalog;
  private final Outlook outlook;
  private final OrderDesk orderDesk;
  private final OutsideRenewals outside;
  private final Quotes quotes;
  private final AuditTrail audit;
  private final Pages pages;

  LinePages(
      LineService lines,
      LineNotes notes,
      Members members,
      Catalog catalog,
      Outlook outlook,
      OrderDesk orderDesk,
      OutsideRenewals outside,
      Quotes quotes,
      AuditTrail audit,
      Pages pages) {
    this.lines = lines;
    this.notes = notes;
    this.members = members;
    this.catalog = catalog;
    this.outlook = outlook;
    this.orderDesk = orderDesk;
    this.outside = outside;
    this.quotes = quotes;
    this.audit = audit;
    this.pages = pages;
  }

  /**
   * What is in the form of who renews the line: what is so, or what was typed and refused.
   *
   * @param by a {@link RenewedBy#key}
   * @param otherwise an {@link IfNotRenewed#key}
   */
  record RenewedByForm(String by, String ceiling, String otherwise) {

    static RenewedByForm of(Line line) {
      Money ceiling = line.priceCeiling();
      return new RenewedByForm(
          line.renewedBy().key(),
          ceiling == null ? "" : ceiling.toDecimal().toPlainString(),
          line.ifNotRenewed().key());
    }
  }

  /** What lies ahead of a line, as a drawing and as a list. */
  record Ahead(Timeline timeline, TimelineDrawing drawing, List<TimelineStep> steps) {

    static Ahead of(Timeline timeline, LineCard card) {
      return new Ahead(
          timeline,
          TimelineDrawing.of(timeline),
          TimelineStep.of(timeline, !card.renewsItself() && !card.paused()));
    }
  }

  /**
   * What its manager is to know before deciding.
   *
   * @param keeping what keeping its number costs, or null when no payment is certain to keep it
   * @param atOnce what confirming its carrier buys at once, or null when nothing
   */
  record Costs(@Nullable Money keeping, @Nullable Money atOnce) {

    private static final Costs NOT_ASKED = new Costs(null, null);
  }

  /**
   * @param ahead null when the plan, and so its rule, isn't known
   * @param refusal null where nothing is refused
   */
  record LinePage(
      Line line,
      LineCard card,
      @Nullable Carrier carrier,
      @Nullable Plan plan,
      @Nullable Ahead ahead,
      List<KnownFact> facts,
      List<PastRenewal> renewals,
      LineNotePages.NotesSection notes,
      RenewedByForm wish,
      @Nullable AutopaySection autopay,
      Costs costs,
      @Nullable Refusal refusal) {

    /** Whether its carrier serves no line any more: then nothing is to be paid to it. */
    boolean isCarrierEnded() {
      return carrier != null && carrier.status() == Carrier.Status.ENDED;
    }

    /** What it needs first. */
    LineNeed need() {
      return LineNeed.of(card, isCarrierEnded(), autopay);
    }

    /** Whether its carrier, which can't be paid from here, is to be paid now. */
    boolean endsSoon() {
      return card.urgency() == Urgency.SOON || card.urgency() == Urgency.LAPSED;
    }

    /** Whether it can be renewed from here, though that isn't what it needs now. */
    boolean offersRenewal() {
      return switch (need()) {
        case GIVE_DATE, CONFIRM_BRAND, NOTHING -> !card.isOutOfReach() && !card.lettingGo();
        case REACH_CARRIER, LEAVE_CARRIER, AUTOPAY, USE, RENEW_ELSEWHERE, RENEW -> false;
      };
    }

    /** Whether its owner can say here that they renewed it; elsewhere what it needs offers that. */
    boolean offersRenewed() {
      return switch (need()) {
        case GIVE_DATE, CONFIRM_BRAND, RENEW, NOTHING -> !card.lettingGo();
        case REACH_CARRIER, LEAVE_CARRIER, AUTOPAY, USE, RENEW_ELSEWHERE -> false;
      };
    }

    List<KnownFact> known() {
      return facts.stream().filter(fact -> fact.value() != null).toList();
    }

    /** What nobody has said, in one row; what follows from other facts isn't asked for. */
    List<KnownFact> missing() {
      return facts.stream().filter(fact -> fact.value() == null && fact.field() != null).toList();
    }
  }

  @GetMapping("/lines/{line}")
  View line(Visit visit, @PathVariable String line) {
    Line own = own(visit, line);
    return show(HttpStatus.OK, visit, own, notes(visit, own), null);
  }

  private LineNotePages.NotesSection notes(Visit visit, Line line) {
    return LineNotePages.NotesSection.of(visit, line, notes, members, "");
  }

  /** The line's page, with what was refused. */
  View show(
      HttpStatus status,
      Visit visit,
      Line line,
      LineNotePages.NotesSection noted,
      @Nullable Refusal refusal) {
    return show(status, visit, line, noted, RenewedByForm.of(line), refusal);
  }

  private View show(
      HttpStatus status,
      Visit visit,
      Line line,
      LineNotePages.NotesSection noted,
      RenewedByForm wish,
      @Nullable Refusal refusal) {
    Outlook.Standing standing = outlook.of(line, visit.state());
    Timeline timeline = timeline(visit, line);
    LineCard card = LineCard.of(line, standing, catalog);
    return pages.show(
        status,
        "line/line",
        visit,
        new LinePage(
            line,
            card,
            catalog.carriers().get(line.carrier()),
            plan(line),
            timeline == null ? null : Ahead.of(timeline, card),
            KnownFact.of(visit, line, plan(line), standing, WhoSays.of(visit, line, members)),
            PastRenewal.of(
                visit,
                orderDesk.ordersOf(visit.accountId(), line.id(), ORDERS),
                outside.ofLine(visit.accountId(), line.id(), null, ORDERS)),
            noted,
            wish,
            AutopaySection.of(visit, line, card),
            visit.manages() ? costs(line) : Costs.NOT_ASKED,
            refusal));
  }

  private Costs costs(Line line) {
    return new Costs(
        quotes.keepingNumber(line.account(), line.id()).map(Quote::total).orElse(null),
        quotes.boughtOnConfirming(line.account(), line.id()).map(Quote::total).orElse(null));
  }

  private @Nullable Timeline timeline(Visit visit, Line line) {
    try {
      return outlook.timeline(line, visit.state());
    } catch (ProblemException noPlan) {
      return null;
    }
  }

  private @Nullable Plan plan(Line line) {
    return line.plan() == null ? null : catalog.plans().get(line.plan());
  }

  // --- the owner's wishes

  @PostMapping("/lines/{line}/renewed-by")
  View renewedBy(
      Visit visit,
      @PathVariable String line,
      @RequestParam(defaultValue = "") String by,
      @RequestParam(required = false) @Nullable String ceiling,
      @RequestParam(name = "if-not-renewed", defaultValue = "") String ifNotRenewed,
      @RequestParam(defaultValue = "") String back) {
    Line own = own(visit, line);
    Map<LineField, String> wish = new EnumMap<>(LineField.class);
    wish.put(LineField.RENEWED_BY, by);
    if (ceiling != null) {
      wish.put(LineField.PRICE_CEILING, TypedAmount.plain(ceiling));
    }
    if (!ifNotRenewed.isBlank()) {
      wish.put(LineField.IF_NOT_RENEWED, ifNotRenewed);
    }
    try {
      audit.attempt(
          visit.accountId(),
          visit.member(),
          AuditTrail.Act.AUTO_RENEW_CHANGED,
          own.id().toString(),
          () -> lines.change(own.id(), wish, visit.member().id()));
    } catch (ProblemException refused) {
      ProblemPage problem = ProblemPage.of(refused);
      RenewedByForm typed = new RenewedByForm(by, ceiling == null ? "" : ceiling, ifNotRenewed);
      Refusal refusal =
          Refusal.of(visit, problem.key())
              .at(problem.field() == LineField.PRICE_CEILING ? "ceiling" : null);
      return show(
          HttpStatus.valueOf(problem.status()), visit, own, notes(visit, own), typed, refusal);
    }
    return Pages.to(back.equals("home") ? "/" : "/lines/" + own.id());
  }

  @PostMapping("/lines/{line}/pause")
  View pause(Visit visit, @PathVariable String line, @RequestParam(defaultValue = "") String sure) {
    Line own = own(visit, line);
    PausePage danger = sure.isEmpty() ? danger(visit, own) : null;
    if (danger != null) {
      return pages.show(HttpStatus.CONFLICT, "line/line-pause", visit, danger);
    }
    return change(visit, own, AuditTrail.Act.LINE_PAUSED, () -> lines.pause(own.id()));
  }

  /**
   * Asks before a pause that silences an alarm.
   *
   * @param over whether its service has ended already
   * @param loss the first day on which its number may be lost, or null when not known
   */
  record PausePage(LineCard card, boolean over, @Nullable LocalDate loss) {}

  /** What a pause would keep quiet about, or null when nothing is near. */
  private @Nullable PausePage danger(Visit visit, Line line) {
    Outlook.Standing standing = outlook.of(line, visit.state());
    LineCard card = LineCard.of(line, standing, catalog);
    LocalDate loss = standing.numberMayBeLostOn();
    LocalDate today = standing.today();
    boolean lossIsNear = loss != null && !loss.isAfter(today.plusDays(LineCard.WARNED_DAYS));
    boolean danger =
        card.urgency() == Urgency.SOON
            || card.urgency() == Urgency.LAPSED
            || (lossIsNear && !card.renewsItself());
    boolean over = card.coveredUntil() != null && card.coveredUntil().isBefore(today);
    return danger && !line.isPaused()
        ? new PausePage(card, over, loss != null && loss.isAfter(today) ? loss : null)
        : null;
  }

  @PostMapping("/lines/{line}/resume")
  View resume(Visit visit, @PathVariable String line) {
    Line own = own(visit, line);
    return change(visit, own, AuditTrail.Act.LINE_RESUMED, () -> lines.resume(own.id()));
  }

  @PostMapping("/lines/{line}/confirm-brand")
  View confirmBrand(Visit visit, @PathVariable String line) {
    Line own = own(visit, line);
    return change(visit, own, AuditTrail.Act.BRAND_CONFIRMED, () -> lines.confirmBrand(own.id()));
  }

  /**
   * The numbers that pages otherwise mask.
   *
   * @param title what the line is called
   */
  record LineNumberPage(LineId line, String title, String number, @Nullable String iccid) {}

  /** The answer to a form, so that no history and no reload shows it again. */
  @PostMapping("/lines/{line}/number")
  View showNumber(Visit visit, @PathVariable String line) {
    Line own = own(visit, line);
    audit.add(visit.accountId(), visit.member(), AuditTrail.Act.NUMBER_SHOWN, own.id().toString());
    return pages.show(
        "line/line-number",
        visit,
        new LineNumberPage(
            own.id(),
            own.label().isBlank() ? own.maskedNumber() : own.label(),
            Msisdn.formatted(own.msisdn()),
            own.iccid()));
  }

  private View change(Visit visit, Line line, AuditTrail.Act act, Supplier<Line> change) {
    try {
      audit.attempt(visit.accountId(), visit.member(), act, line.id().toString(), change);
    } catch (ProblemException refused) {
      ProblemPage problem = ProblemPage.of(refused);
      return show(
          HttpStatus.valueOf(problem.status()),
          visit,
          line,
          notes(visit, line),
          Refusal.of(problem.said(visit)));
    }
    return Pages.to("/lines/" + line.id());
  }

  // --- removing

  @GetMapping("/lines/{line}/remove")
  View askBeforeRemoving(Visit visit, @PathVariable String line) {
    Line own = own(visit, line);
    return pages.show(
        "line/line-remove", visit, LineCard.of(own, outlook.of(own, visit.state()), catalog));
  }

  @PostMapping("/lines/{line}/remove")
  View remove(Visit visit, @PathVariable String line) {
    Line own = own(visit, line);
    audit.attempt(
        visit.accountId(),
        visit.member(),
        AuditTrail.Act.LINE_REMOVED,
        own.id().toString(),
        () -> lines.remove(own.id()));
    return Pages.to("/");
  }

  /** By its id only: addresses are written to logs, where numbers have no place. */
  private Line own(Visit visit, String line) {
    return lines.get(visit.accountId(), LineId.parse(line));
  }
}
