package dev.everline.channel.web.line;

import dev.everline.account.AuditTrail;
import dev.everline.account.Member;
import dev.everline.account.Members;
import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Plan;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.ProblemPage;
import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.Visit;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.LineId;
import dev.everline.kernel.MemberId;
import dev.everline.kernel.Money;
import dev.everline.kernel.NoteId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.line.FactSource;
import dev.everline.line.FarEnd;
import dev.everline.line.IfNotRenewed;
import dev.everline.line.Line;
import dev.everline.line.LineFacts;
import dev.everline.line.LineField;
import dev.everline.line.LineNotes;
import dev.everline.line.LineService;
import dev.everline.line.Msisdn;
import dev.everline.line.validity.Timeline;
import dev.everline.renewal.OrderDesk;
import dev.everline.renewal.Quotes;
import dev.everline.renewal.decide.Outlook;
import dev.everline.renewal.order.Order;
import dev.everline.renewal.price.Quote;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** One line: what lies before it, what is known of it and by whom, and what its owner wants. */
@ServesPages
final class LinePages {

  private static final int ORDERS = 20;

  private final LineService lines;
  private final LineNotes notes;
  private final Members members;
  private final Catalog catalog;
  private final Outlook outlook;
  private final OrderDesk orderDesk;
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
      Quotes quotes,
      AuditTrail audit,
      Pages pages) {
    this.lines = lines;
    this.notes = notes;
    this.members = members;
    this.catalog = catalog;
    this.outlook = outlook;
    this.orderDesk = orderDesk;
    this.quotes = quotes;
    this.audit = audit;
    this.pages = pages;
  }

  /**
   * Something known of a line.
   *
   * @param label a message's key
   * @param from who says so, or null when it isn't known
   * @param note what must be known of it, as a message's key, or null
   */
  record Fact(String label, String value, @Nullable FactSource from, @Nullable String note) {

    private Fact noted(@Nullable String key) {
      return new Fact(label, value, from, key);
    }
  }

  /**
   * What people noted of the line.
   *
   * @param list the newest first
   * @param authors the names of the members who are still there
   * @param typed what is in the form: nothing, or a note that was refused
   * @param problem a message's key, or null
   */
  record Notes(
      List<LineNotes.Note> list,
      Map<MemberId, String> authors,
      String typed,
      @Nullable String problem) {}

  /**
   * What is in the form of automatic renewal: what is so, or what was typed and refused.
   *
   * @param otherwise an {@link IfNotRenewed#key}
   * @param problem a message's key, or null
   */
  record Wish(boolean on, String ceiling, String otherwise, @Nullable String problem) {

    static Wish of(Line line) {
      Money ceiling = line.priceCeiling();
      return new Wish(
          line.autoRenew(),
          ceiling == null ? "" : ceiling.toDecimal().toPlainString(),
          line.ifNotRenewed().key(),
          null);
    }

    /** Whether the limit is what was refused; of the fields only that is typed. */
    boolean isCeilingWrong() {
      return "invalid.price_ceiling".equals(problem);
    }
  }

  /**
   * @param timeline null when the plan, and so its rule, isn't known
   * @param keeping what keeping its number costs, or null when no payment is certain to
   * @param problem a message's key, or null
   */
  record Shown(
      Line line,
      LineCard card,
      @Nullable Carrier carrier,
      @Nullable Plan plan,
      @Nullable Timeline timeline,
      @Nullable TimelineDrawing drawing,
      List<TimelineStep> steps,
      List<Fact> facts,
      List<Order> orders,
      Notes notes,
      Wish wish,
      @Nullable Quote keeping,
      @Nullable String problem) {}

  @GetMapping("/lines/{line}")
  View line(Visit visit, @PathVariable String line) {
    Line own = own(visit, line);
    return show(HttpStatus.OK, visit, own, notes(visit, own, "", null), null);
  }

  private View show(
      HttpStatus status, Visit visit, Line line, Notes noted, @Nullable String problem) {
    return show(status, visit, line, noted, Wish.of(line), problem);
  }

  private View show(
      HttpStatus status, Visit visit, Line line, Notes noted, Wish wish, @Nullable String problem) {
    Outlook.Standing standing = outlook.of(line, visit.state());
    Timeline timeline = timeline(visit, line);
    return pages.show(
        status,
        "line/line",
        visit,
        new Shown(
            line,
            LineCard.of(line, standing, catalog),
            catalog.carriers().get(line.carrier()),
            plan(line),
            timeline,
            timeline == null ? null : TimelineDrawing.of(timeline),
            timeline == null ? List.of() : TimelineStep.of(timeline),
            facts(visit, line, standing),
            orderDesk.ordersOf(visit.accountId(), line.id(), ORDERS),
            noted,
            wish,
            visit.manages()
                ? quotes.keepingNumber(visit.accountId(), line.id()).orElse(null)
                : null,
            problem));
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

  private List<Fact> facts(Visit visit, Line line, Outlook.Standing standing) {
    Plan plan = plan(line);
    LineFacts known = line.facts();
    return List.of(
        fact("fact.plan", plan, Plan::name, visit, line.planFrom()),
        fact("fact.valid-until", known.validUntil(), visit::date, visit, line.validityFrom()),
        fact(
            "fact.covered-until", standing.coveredUntil(), visit::date, visit, line.validityFrom()),
        fact("fact.balance", known.balance(), visit::money, visit, line.balanceFrom())
            .noted(uncounted(standing)),
        fact(
            "fact.balance-expires",
            known.balanceExpiresOn(),
            visit::date,
            visit,
            line.balanceFrom()),
        fact("fact.last-payment", known.lastPaymentOn(), visit::date, visit, null),
        fact("fact.last-activity", known.lastActivityOn(), visit::date, visit, null));
  }

  private static @Nullable String uncounted(Outlook.Standing standing) {
    LapseRule.BalanceRole role = standing.uncounted();
    return role == null
        ? null
        : role == LapseRule.BalanceRole.UNKNOWN ? "balance.unknown" : "balance.beside";
  }

  /** What isn't known has nobody who says it. */
  private static <T> Fact fact(
      String label,
      @Nullable T value,
      Function<T, String> shown,
      Visit visit,
      @Nullable FactSource from) {
    return value == null
        ? new Fact(label, visit.say("not-known"), null, null)
        : new Fact(label, shown.apply(value), from, null);
  }

  // --- what its owner wants

  @PostMapping("/lines/{line}/auto-renew")
  View autoRenew(
      Visit visit,
      @PathVariable String line,
      @RequestParam(defaultValue = "false") boolean on,
      @RequestParam(required = false) @Nullable String ceiling,
      @RequestParam(name = "if-not-renewed", defaultValue = "") String ifNotRenewed,
      @RequestParam(defaultValue = "") String back) {
    Line own = own(visit, line);
    Map<LineField, String> wish = new EnumMap<>(LineField.class);
    wish.put(LineField.AUTO_RENEW, Boolean.toString(on));
    if (ceiling != null) {
      wish.put(LineField.PRICE_CEILING, ceiling.strip());
    }
    if (!ifNotRenewed.isBlank()) {
      wish.put(LineField.IF_NOT_RENEWED, ifNotRenewed);
    }
    audit.add(
        visit.accountId(), visit.member(), AuditTrail.Act.AUTO_RENEW_CHANGED, own.id().toString());
    try {
      lines.change(own.id(), wish);
    } catch (ProblemException refused) {
      ProblemPage problem = ProblemPage.of(refused);
      Wish typed = new Wish(on, ceiling == null ? "" : ceiling, ifNotRenewed, problem.key());
      return show(
          HttpStatus.valueOf(problem.status()),
          visit,
          own,
          notes(visit, own, "", null),
          typed,
          null);
    }
    return Pages.to(back.equals("home") ? "/" : "/lines/" + own.id());
  }

  @PostMapping("/lines/{line}/pause")
  View pause(Visit visit, @PathVariable String line) {
    Line own = own(visit, line);
    return change(visit, own, AuditTrail.Act.LINE_PAUSED, () -> lines.pause(own.id()));
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
   * What pages mask otherwise.
   *
   * @param title what the line is called
   */
  record Unmasked(LineId line, String title, String number, @Nullable String iccid) {}

  /** The answer to a form, so that no history and no reload shows it again. */
  @PostMapping("/lines/{line}/number")
  View showNumber(Visit visit, @PathVariable String line) {
    Line own = own(visit, line);
    audit.add(visit.accountId(), visit.member(), AuditTrail.Act.NUMBER_SHOWN, own.id().toString());
    return pages.show(
        "line/line-number",
        visit,
        new Unmasked(
            own.id(),
            own.label().isBlank() ? own.maskedNumber() : own.label(),
            Msisdn.formatted(own.msisdn()),
            own.iccid()));
  }

  /** Noted before it is done, so that nothing is ever done without a note. */
  private View change(Visit visit, Line line, AuditTrail.Act act, Runnable change) {
    audit.add(visit.accountId(), visit.member(), act, line.id().toString());
    try {
      change.run();
    } catch (ProblemException refused) {
      ProblemPage problem = ProblemPage.of(refused);
      return show(
          HttpStatus.valueOf(problem.status()),
          visit,
          line,
          notes(visit, line, "", null),
          problem.key());
    }
    return Pages.to("/lines/" + line.id());
  }

  // --- what people note

  private Notes notes(Visit visit, Line line, String typed, @Nullable String problem) {
    List<LineNotes.Note> list = notes.list(visit.accountId(), line.id());
    Map<MemberId, String> authors =
        list.isEmpty()
            ? Map.of()
            : members.list(visit.accountId()).stream()
                .collect(Collectors.toMap(Member::id, Member::name));
    return new Notes(list, authors, typed, problem);
  }

  @PostMapping("/lines/{line}/notes")
  View addNote(
      Visit visit, @PathVariable String line, @RequestParam(defaultValue = "") String note) {
    Line own = own(visit, line);
    try {
      notes.add(visit.accountId(), own.id(), visit.member().id(), note);
    } catch (InvalidValue wrong) {
      return refused(HttpStatus.BAD_REQUEST, visit, own, note, "line-notes.refused");
    } catch (ProblemException refused) {
      if (refused.type() != ProblemType.CONFLICT) {
        throw refused;
      }
      return refused(HttpStatus.CONFLICT, visit, own, note, "line-notes.full");
    }
    audit.add(visit.accountId(), visit.member(), AuditTrail.Act.NOTE_ADDED, own.id().toString());
    return Pages.to("/lines/" + own.id() + "#notes");
  }

  private View refused(HttpStatus status, Visit visit, Line line, String note, String problem) {
    return show(status, visit, line, notes(visit, line, note, problem), null);
  }

  @PostMapping("/lines/{line}/notes/{note}/remove")
  View removeNote(Visit visit, @PathVariable String line, @PathVariable String note) {
    Line own = own(visit, line);
    notes.remove(visit.accountId(), own.id(), NoteId.parse(note));
    audit.add(visit.accountId(), visit.member(), AuditTrail.Act.NOTE_REMOVED, own.id().toString());
    return Pages.to("/lines/" + own.id() + "#notes");
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
    audit.add(visit.accountId(), visit.member(), AuditTrail.Act.LINE_REMOVED, own.id().toString());
    lines.remove(own.id());
    return Pages.to("/");
  }

  // --- what is known

  /**
   * @param values as typed, by the names of the fields
   * @param plans of the line's carrier, those still sold first
   * @param sureOf the end that saving the form once more confirms, or empty
   */
  record Edit(
      LineCard card,
      Map<String, String> values,
      List<Plan> plans,
      @Nullable String problem,
      String sureOf) {

    String value(String field) {
      return values.getOrDefault(field, "");
    }
  }

  @GetMapping("/lines/{line}/edit")
  View edit(Visit visit, @PathVariable String line) {
    Line own = own(visit, line);
    return showEdit(HttpStatus.OK, visit, own, present(own), null, "");
  }

  @PostMapping("/lines/{line}/edit")
  View edit(Visit visit, @PathVariable String line, @RequestParam Map<String, String> form) {
    Line own = own(visit, line);
    Map<LineField, String> changes = new EnumMap<>(LineField.class);
    Map<String, String> before = present(own);
    // Only what was changed: what was merely seen again keeps its source and age.
    before.forEach(
        (field, value) -> {
          String typed = form.getOrDefault(field, value).strip();
          if (!typed.equals(value)) {
            changes.put(LineField.parse(field), typed);
          }
        });
    String end = changes.getOrDefault(LineField.VALID_UNTIL, "");
    if (isDoubtful(end, outlook.of(own, visit.state()).today())
        && !end.equals(form.get("sure_of"))) {
      return showEdit(HttpStatus.CONFLICT, visit, own, form, "line-edit.far-end", end);
    }
    audit.add(visit.accountId(), visit.member(), AuditTrail.Act.LINE_CHANGED, own.id().toString());
    try {
      lines.change(own.id(), changes);
    } catch (ProblemException refused) {
      ProblemPage problem = ProblemPage.of(refused);
      return showEdit(HttpStatus.valueOf(problem.status()), visit, own, form, problem.key(), "");
    }
    return Pages.to("/lines/" + own.id());
  }

  /** What isn't a date is refused where it is read. */
  private static boolean isDoubtful(String end, LocalDate today) {
    try {
      return !end.isEmpty() && FarEnd.isDoubtful(LocalDate.parse(end), today);
    } catch (DateTimeParseException notADate) {
      return false;
    }
  }

  private View showEdit(
      HttpStatus status,
      Visit visit,
      Line line,
      Map<String, String> values,
      @Nullable String problem,
      String sureOf) {
    List<Plan> plans =
        catalog.plansOf(line.carrier()).stream()
            .sorted(Comparator.comparing(Plan::legacy).thenComparing(Plan::name))
            .toList();
    LineCard card = LineCard.of(line, outlook.of(line, visit.state()), catalog);
    return pages.show(
        status, "line/line-edit", visit, new Edit(card, values, plans, problem, sureOf));
  }

  private static Map<String, String> present(Line line) {
    return Map.of(
        LineField.LABEL.key(), line.label(),
        LineField.PLAN.key(), text(line.plan()),
        LineField.VALID_UNTIL.key(), date(line.facts().validUntil()),
        LineField.BALANCE.key(),
            line.facts().balance() == null
                ? ""
                : line.facts().balance().toDecimal().toPlainString(),
        LineField.BALANCE_EXPIRES_ON.key(), date(line.facts().balanceExpiresOn()),
        LineField.LAST_PAYMENT_ON.key(), date(line.facts().lastPaymentOn()),
        LineField.LAST_ACTIVITY_ON.key(), date(line.facts().lastActivityOn()),
        LineField.STATE.key(), text(line.state()),
        LineField.TAGS.key(), String.join(";", line.tags()),
        // Not shown; left empty it stays as it is.
        LineField.ICCID.key(), "");
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static String date(@Nullable LocalDate date) {
    return date == null ? "" : date.toString();
  }

  /** Ids only: numbers have no place in addresses, which many write into their logs. */
  private Line own(Visit visit, String line) {
    return lines.get(visit.accountId(), LineId.parse(line).toString());
  }
}
