package dev.everline.channel.web.line;

import dev.everline.account.AuditTrail;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.Plan;
import dev.everline.catalog.PrintedDate;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.ProblemPage;
import dev.everline.channel.web.frame.Refusal;
import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.TypedAmount;
import dev.everline.channel.web.frame.Visit;
import dev.everline.kernel.LineId;
import dev.everline.kernel.ProblemException;
import dev.everline.line.Line;
import dev.everline.line.LineField;
import dev.everline.line.LineService;
import dev.everline.line.validity.FarEnd;
import dev.everline.renewal.decide.Outlook;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** Changing by hand what is known of a line. */
@ServesPages
final class EditLinePages {

  private final LineService lines;
  private final Catalog catalog;
  private final Outlook outlook;
  private final AuditTrail audit;
  private final Pages pages;

  EditLinePages(
      LineService lines, Catalog catalog, Outlook outlook, AuditTrail audit, Pages pages) {
    this.lines = lines;
    this.catalog = catalog;
    this.outlook = outlook;
    this.audit = audit;
    this.pages = pages;
  }

  /**
   * @param values as typed, by the names of the fields
   * @param plans of the line's carrier, those still sold first
   * @param hasSim whether a SIM's number is stored
   * @param refusal null where nothing is refused
   * @param sureOf the end of validity that saving once more confirms, or empty
   */
  record EditLinePage(
      LineCard card,
      Map<String, String> values,
      List<Plan> plans,
      PrintedDate printed,
      boolean byCalendar,
      boolean hasSim,
      @Nullable Refusal refusal,
      String sureOf) {

    /** The carrier's own word for the end date, or null when none is known. */
    @Nullable String word() {
      return printed.word();
    }

    /** What the date means, as a message's key. */
    String meaning() {
      return switch (printed.means()) {
        case FIRST_DAY_WITHOUT -> "line-edit.shows-first-day";
        case LAST_DAY, CHARGE_DAY, UNKNOWN -> "line-edit.valid-hint";
      };
    }

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
    // Only what was changed: the rest keeps its source and age.
    before.forEach(
        (field, value) -> {
          String typed = form.getOrDefault(field, value).strip();
          if (field.equals(LineField.BALANCE.key())) {
            typed = TypedAmount.plain(typed);
          }
          if (!typed.equals(value)) {
            changes.put(LineField.parse(field), typed);
          }
        });
    String end = changes.getOrDefault(LineField.VALID_UNTIL, "");
    if (isDoubtful(end, outlook.of(own, visit.state()).today())
        && !end.equals(form.get("sure_of"))) {
      LocalDate day = LocalDate.parse(end);
      boolean past = FarEnd.isLongPast(day, outlook.of(own, visit.state()).today());
      String far = visit.say(past ? "line-edit.past-end" : "line-edit.far-end", visit.date(day));
      Refusal sure = Refusal.of(far).at(LineField.VALID_UNTIL.key());
      return showEdit(HttpStatus.CONFLICT, visit, own, form, sure, end);
    }
    if (changes.isEmpty()) {
      return Pages.to("/lines/" + own.id());
    }
    try {
      audit.attempt(
          visit.accountId(),
          visit.member(),
          AuditTrail.Act.LINE_CHANGED,
          own.id().toString(),
          () -> lines.change(own.id(), changes, visit.member().id()));
    } catch (ProblemException refused) {
      ProblemPage problem = ProblemPage.of(refused);
      return showEdit(
          HttpStatus.valueOf(problem.status()),
          visit,
          own,
          form,
          refusal(visit, problem, keepsADay(own)),
          "");
    }
    return Pages.to("/lines/" + own.id());
  }

  private static Refusal refusal(Visit visit, ProblemPage problem, boolean showsAnchor) {
    LineField wrong = problem.field();
    if (wrong == null || (wrong == LineField.ANCHOR_DAY && !showsAnchor)) {
      return Refusal.of(problem.said(visit));
    }
    return Refusal.of(problem.said(visit)).at(wrong.key());
  }

  /** What isn't a date, or is out of all bounds, is refused where the change is read. */
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
      @Nullable Refusal refusal,
      String sureOf) {
    List<Plan> plans =
        catalog.plansOf(line.carrier()).stream()
            .sorted(Comparator.comparing(Plan::legacy).thenComparing(Plan::name))
            .toList();
    LineCard card = LineCard.of(line, outlook.of(line, visit.state()), catalog);
    return pages.show(
        status,
        "line/line-edit",
        visit,
        new EditLinePage(
            card,
            values,
            plans,
            catalog.printedDate(line.carrier(), line.plan()),
            keepsADay(line),
            line.iccid() != null,
            refusal,
            sureOf));
  }

  /** Whether its rule keeps to a day of the month, which the end of a short month can't tell. */
  private boolean keepsADay(Line line) {
    Plan plan = line.plan() == null ? null : catalog.plans().get(line.plan());
    return plan != null && catalog.lapseRule(plan.lapseRule()).keepsDayOfMonth(plan.period());
  }

  /** The end as its carrier shows it, which is how people give it. */
  private @Nullable LocalDate shown(Line line) {
    LocalDate lastDay = line.facts().validUntil();
    return lastDay == null
        ? null
        : catalog.printedDate(line.carrier(), line.plan()).shownFor(lastDay);
  }

  private Map<String, String> present(Line line) {
    Map<String, String> present =
        new HashMap<>(
            Map.of(
                LineField.LABEL.key(), line.label(),
                LineField.PLAN.key(), text(line.plan()),
                LineField.VALID_UNTIL.key(), date(shown(line)),
                LineField.BALANCE.key(),
                    line.facts().balance() == null
                        ? ""
                        : line.facts().balance().toDecimal().toPlainString(),
                LineField.BALANCE_EXPIRES_ON.key(), date(line.facts().balanceExpiresOn()),
                LineField.LAST_PAYMENT_ON.key(), date(line.facts().lastPaymentOn()),
                LineField.LAST_ACTIVITY_ON.key(), date(line.facts().lastActivityOn()),
                LineField.STATE.key(), text(line.state()),
                LineField.TAGS.key(), String.join(";", line.tags()),
                // Not shown; left empty, it stays as it is.
                LineField.ICCID.key(), ""));
    int anchor = line.facts().anchorDay();
    present.put(LineField.ANCHOR_DAY.key(), anchor == 0 ? "" : Integer.toString(anchor));
    return present;
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static String date(@Nullable LocalDate date) {
    return date == null ? "" : date.toString();
  }

  private Line own(Visit visit, String line) {
    return lines.get(visit.accountId(), LineId.parse(line));
  }
}
