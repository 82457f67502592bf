package dev.everline.channel.web.line;

import dev.everline.account.AuditTrail;
import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.identify.Identification;
import dev.everline.catalog.identify.Identifier;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.ProblemPage;
import dev.everline.channel.web.frame.Refusal;
import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.Visit;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.LineId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.kernel.text.Luhn;
import dev.everline.kernel.text.SimNumber;
import dev.everline.kernel.text.SpreadsheetCell;
import dev.everline.line.Line;
import dev.everline.line.LineField;
import dev.everline.line.LineFilter;
import dev.everline.line.LineService;
import dev.everline.line.LineStore;
import dev.everline.line.Msisdn;
import dev.everline.line.validity.FarEnd;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/**
 * Adding a line in two steps: which line it is, by its number and brand; then what is known of it.
 * Nothing is stored before the second. What was typed is sent along in forms, never in addresses.
 */
@ServesPages
final class NewLinePages {

  private final LineService lines;
  private final LineStore store;
  private final Catalog catalog;
  private final Identifier identifier;
  private final AuditTrail audit;
  private final Clock clock;
  private final Pages pages;

  NewLinePages(
      LineService lines,
      LineStore store,
      Catalog catalog,
      Identifier identifier,
      AuditTrail audit,
      Clock clock,
      Pages pages) {
    this.lines = lines;
    this.store = store;
    this.catalog = catalog;
    this.identifier = identifier;
    this.audit = audit;
    this.clock = clock;
    this.pages = pages;
  }

  /**
   * What is refused.
   *
   * @param there the line that has the number already, or null
   * @param asks whether sending the same again confirms it
   */
  private record Wrong(Refusal refusal, @Nullable LineId there, boolean asks) {

    Wrong(Visit visit, LineField field, String key, Object... values) {
      this(Refusal.of(visit, key, values).at(field.key()), null, false);
    }

    HttpStatus status() {
      return there != null || asks ? HttpStatus.CONFLICT : HttpStatus.BAD_REQUEST;
    }
  }

  /**
   * What a SIM's number tells.
   *
   * @param network by its name, or null when it can't be told
   * @param checkDigitIsOff whether its last digit isn't the check digit of the others
   * @param otherNetwork whether the brand that was chosen uses another network
   */
  record Sim(@Nullable String network, boolean checkDigitIsOff, boolean otherNetwork) {}

  /**
   * @param brands to choose from at once: those that the SIM or the name typed can mean, or that
   *     the account has already
   * @param names of all brands, to be proposed while one is typed
   * @param refusal null where nothing is refused
   * @param there the line that has the number already, or null
   */
  record NumberPage(
      NewLineDraft draft,
      List<Carrier> brands,
      List<String> names,
      @Nullable Sim sim,
      @Nullable Refusal refusal,
      @Nullable LineId there) {

    /** Whether the part of the form that tells of the SIM is open. */
    boolean showsSim() {
      return !draft.iccid().isEmpty() || Refusal.told(refusal, LineField.ICCID.key()) != null;
    }
  }

  /**
   * @param sim null where its number wasn't given
   * @param refusal null where nothing is refused
   */
  record DetailsPage(
      NewLineDraft draft, LineFields fields, @Nullable Sim sim, @Nullable Refusal refusal) {

    String number() {
      try {
        return Msisdn.masked(Msisdn.parse(draft.number()));
      } catch (InvalidValue refusedWhereItIsAdded) {
        return draft.number();
      }
    }
  }

  @GetMapping("/lines/new")
  View which(Visit visit) {
    return showNumber(HttpStatus.OK, visit, NewLineDraft.of(Map.of()), null);
  }

  /** Back to the first step, with what was typed in the second. */
  @PostMapping("/lines/new/number")
  View which(Visit visit, @RequestParam Map<String, String> form) {
    return showNumber(HttpStatus.OK, visit, NewLineDraft.of(form), null);
  }

  @PostMapping("/lines/new/details")
  View details(Visit visit, @RequestParam Map<String, String> form) {
    Checked checked = check(visit, NewLineDraft.of(form));
    Wrong wrong = checked.wrong();
    return wrong != null
        ? showNumber(wrong.status(), visit, checked.draft(), wrong)
        : showDetails(HttpStatus.OK, visit, checked.draft(), null);
  }

  @PostMapping("/lines/new")
  View add(Visit visit, @RequestParam Map<String, String> form) {
    Checked checked = check(visit, NewLineDraft.of(form));
    Wrong wrong = checked.wrong();
    if (wrong != null) {
      return showNumber(wrong.status(), visit, checked.draft(), wrong);
    }
    NewLineDraft draft = checked.draft();
    LineFields fields = fields(visit, draft, null);
    if (fields.by().isEmpty()) {
      Refusal unsaid = Refusal.of(visit, "line-new.who-renews").at(LineFields.WHO_RENEWS);
      return showDetails(HttpStatus.BAD_REQUEST, visit, draft, unsaid);
    }
    if (isDoubtful(draft.end(), fields.today()) && !draft.end().equals(draft.sureOfEnd())) {
      LocalDate day = LocalDate.parse(draft.end());
      boolean past = FarEnd.isLongPast(day, fields.today());
      String said = visit.say(past ? "line-edit.past-end" : "line-edit.far-end", visit.date(day));
      return showDetails(
          HttpStatus.CONFLICT,
          visit,
          draft.askedOf(draft.sureOf(), draft.end()),
          Refusal.of(said).at(LineField.VALID_UNTIL.key()));
    }
    Map<LineField, String> values = draft.values();
    boolean known = LineFields.RENEWERS.stream().anyMatch(by -> by.key().equals(fields.by()));
    values.put(LineField.RENEWED_BY, known ? fields.by() : LineFields.RENEWERS.getFirst().key());
    Line line;
    try {
      line = lines.add(visit.accountId(), values, visit.member().id());
    } catch (ProblemException refused) {
      return refused(visit, draft, refused);
    }
    audit.add(visit.accountId(), visit.member(), AuditTrail.Act.LINE_ADDED, line.id().toString());
    return Pages.to("/lines/" + line.id() + "/added");
  }

  private View refused(Visit visit, NewLineDraft draft, ProblemException refused) {
    ProblemPage problem = ProblemPage.of(refused);
    HttpStatus status = HttpStatus.valueOf(problem.status());
    LineField field = problem.field();
    if (field == null && refused.type() == ProblemType.CONFLICT) {
      return showNumber(status, visit, draft, taken(visit, draft.number()));
    }
    Refusal refusal = Refusal.of(problem.said(visit)).at(field == null ? null : field.key());
    boolean first =
        field == LineField.NUMBER || field == LineField.ICCID || field == LineField.CARRIER;
    return first
        ? showNumber(status, visit, draft, new Wrong(refusal, null, false))
        : showDetails(status, visit, draft, refusal);
  }

  private static boolean isDoubtful(String end, LocalDate today) {
    try {
      return !end.isEmpty() && FarEnd.isDoubtful(LocalDate.parse(end), today);
    } catch (DateTimeParseException refusedWhereItIsAdded) {
      return false;
    }
  }

  // --- the first step's fields

  /** A draft with its brand found, and what is wrong with it. */
  private record Checked(NewLineDraft draft, @Nullable Wrong wrong) {}

  private Checked check(Visit visit, NewLineDraft typed) {
    NewLineDraft draft = typed;
    Identification number = draft.number().isEmpty() ? null : identifier.identify(draft.number());
    if (number != null && isSim(number) && draft.iccid().isEmpty()) {
      draft = draft.numberIsSim();
    }
    String sim = draft.iccid().isEmpty() ? null : wrongWithSim(draft.iccid());
    if (sim != null) {
      return new Checked(draft, new Wrong(visit, LineField.ICCID, sim));
    }
    BrandChoice brand = BrandChoice.of(catalog, draft.carrier(), draft.brand());
    Carrier meant = brand.meant();
    Wrong wrong = wrongWithNumber(visit, draft, number, meant);
    if (wrong != null) {
      return new Checked(
          wrong.asks() ? draft.askedOf(draft.number(), draft.sureOfEnd()) : draft, wrong);
    }
    if (meant == null) {
      String key =
          draft.carrier().isEmpty()
              ? "line-new.no-brand"
              : brand.possible().isEmpty() ? "line-new.brand-unheard" : "line-new.brand-of-several";
      return new Checked(draft, new Wrong(visit, LineField.CARRIER, key, draft.carrier()));
    }
    boolean planFits =
        catalog.plansOf(meant.id()).stream().anyMatch(plan -> plan.id().equals(typed.plan()));
    return new Checked(draft.of(meant.id(), planFits), null);
  }

  private static boolean isSim(Identification found) {
    return found.kind() == Identification.Kind.ICCID && found.valid();
  }

  private @Nullable Wrong wrongWithNumber(
      Visit visit, NewLineDraft draft, @Nullable Identification found, @Nullable Carrier brand) {
    LineField field = LineField.NUMBER;
    if (draft.number().isEmpty()) {
      return new Wrong(
          visit, field, draft.iccid().isEmpty() ? "line-new.no-number" : "line-new.number-too");
    }
    if (found != null && found.kind() == Identification.Kind.ACTIVATION_CODE) {
      return new Wrong(visit, field, "line-sim.activation-code");
    }
    String msisdn;
    try {
      msisdn = Msisdn.parse(draft.number());
    } catch (InvalidValue refused) {
      String said = ProblemPage.of(refused).said(visit);
      return new Wrong(Refusal.of(said).at(field.key()), null, false);
    }
    if (store.find(visit.accountId(), msisdn).isPresent()) {
      return taken(visit, draft.number());
    }
    // All carriers of the catalog sell numbers of the United States; others are mistakes mostly.
    boolean foreign = !msisdn.startsWith("1") && !draft.number().equals(draft.sureOf());
    return foreign && brand != null
        ? new Wrong(
            Refusal.of(visit, "line-new.foreign", brand.brand()).at(field.key()), null, true)
        : null;
  }

  private Wrong taken(Visit visit, String number) {
    return new Wrong(
        Refusal.of(visit, "problem.NUMBER_TAKEN").at(LineField.NUMBER.key()),
        lines.get(visit.accountId(), number).id(),
        false);
  }

  /** A message's key, or null where it is a SIM's number. */
  private @Nullable String wrongWithSim(String typed) {
    Identification found = identifier.identify(typed);
    if (isSim(found)) {
      return null;
    }
    if (found.kind() == Identification.Kind.ACTIVATION_CODE) {
      return "line-sim.activation-code";
    }
    SimNumber sim = SimNumber.orNull(typed);
    boolean rounded =
        SpreadsheetCell.isScientific(typed) || (sim != null && SimNumber.isRounded(sim.digits()));
    return rounded ? "line-sim.rounded" : "line-sim.not-an-iccid";
  }

  // --- the pages

  private View showNumber(
      HttpStatus status, Visit visit, NewLineDraft draft, @Nullable Wrong wrong) {
    Identification found = draft.iccid().isEmpty() ? null : identifier.identify(draft.iccid());
    BrandChoice typed = BrandChoice.of(catalog, draft.carrier(), draft.brand());
    Stream<String> likely =
        typed.possible().isEmpty()
            ? Stream.concat(
                found == null
                    ? Stream.empty()
                    : found.candidates().stream().flatMap(one -> Stream.ofNullable(one.carrier())),
                store
                    .list(visit.accountId(), LineFilter.ALL, null, LineStore.LARGEST_PAGE)
                    .lines()
                    .stream()
                    .map(Line::carrier))
            : typed.possible().stream().map(Carrier::id);
    return pages.show(
        status,
        "line/line-new",
        visit,
        new NumberPage(
            draft,
            BrandChoice.carriers(catalog, likely),
            BrandChoice.names(catalog),
            sim(draft, typed.meant()),
            wrong == null ? null : wrong.refusal(),
            wrong == null ? null : wrong.there()));
  }

  private View showDetails(
      HttpStatus status, Visit visit, NewLineDraft draft, @Nullable Refusal refusal) {
    return pages.show(
        status,
        "line/line-details",
        visit,
        new DetailsPage(
            draft,
            fields(visit, draft, refusal),
            sim(draft, catalog.carriers().get(draft.brand())),
            refusal));
  }

  private LineFields fields(Visit visit, NewLineDraft draft, @Nullable Refusal refusal) {
    Carrier brand = catalog.carrier(draft.brand());
    return LineFields.of(
        catalog,
        brand,
        draft,
        visit.account(),
        refusal,
        false,
        LocalDate.ofInstant(clock.instant(), brand.zone()));
  }

  private @Nullable Sim sim(NewLineDraft draft, @Nullable Carrier brand) {
    if (draft.iccid().isEmpty()) {
      return null;
    }
    Identification found = identifier.identify(draft.iccid());
    if (!isSim(found)) {
      return null;
    }
    String network = found.network();
    boolean other =
        network != null
            && brand != null
            && !brand.network().equals(Carrier.SEVERAL_NETWORKS)
            && !brand.network().equals(Carrier.NO_NETWORK)
            && !brand.network().equals(network);
    return new Sim(network, !Luhn.holds(draft.iccid().replaceAll("[^0-9]", "")), other);
  }
}
