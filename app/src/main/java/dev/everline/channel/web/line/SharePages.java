package dev.everline.channel.web.line;

import dev.everline.account.AuditTrail;
import dev.everline.catalog.Catalog;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.Refusal;
import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.Visit;
import dev.everline.kernel.LineId;
import dev.everline.line.Line;
import dev.everline.line.LineFacts;
import dev.everline.line.LineField;
import dev.everline.line.LineFilter;
import dev.everline.line.LineService;
import dev.everline.line.LineStore;
import dev.everline.line.message.CarrierMessage;
import dev.everline.line.message.CarrierMessages;
import dev.everline.line.message.Statement.What;
import dev.everline.renewal.decide.Outlook;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/**
 * A carrier's text message, shared by another app or pasted: what can be read in it is shown, and
 * noted for a line once its owner says so. The message itself is kept nowhere.
 */
@ServesPages
final class SharePages {

  private static final List<LineField> NOTED =
      List.of(LineField.VALID_UNTIL, LineField.BALANCE, LineField.BALANCE_EXPIRES_ON);

  private static final Pattern LONG_NUMBER =
      Pattern.compile("\\+?\\(?\\p{Nd}[\\p{Nd}\\s().-]{5,}\\p{Nd}");

  private final CarrierMessages messages;
  private final LineStore store;
  private final LineService lines;
  private final Outlook outlook;
  private final Catalog catalog;
  private final AuditTrail audit;
  private final Clock clock;
  private final Pages pages;

  SharePages(
      CarrierMessages messages,
      LineStore store,
      LineService lines,
      Outlook outlook,
      Catalog catalog,
      AuditTrail audit,
      Clock clock,
      Pages pages) {
    this.messages = messages;
    this.store = store;
    this.lines = lines;
    this.outlook = outlook;
    this.catalog = catalog;
    this.audit = audit;
    this.clock = clock;
    this.pages = pages;
  }

  /**
   * Something of the message that could be noted.
   *
   * @param field of the line, by the name that forms use
   * @param label a message's key
   * @param known what the line has now, or null
   * @param doubt why its owner is asked before it is noted, as a message's key, or null
   * @param ticked whether it is sure enough to be noted unless its owner objects
   */
  record Fact(
      String field,
      String label,
      String value,
      String shown,
      @Nullable String known,
      @Nullable String doubt,
      boolean ticked) {}

  /**
   * @param text the message as it is shown, without the digits of a code; null before any was read
   * @param found null before anything was read
   * @param lines to choose from, those that it may be about first
   * @param chosen the one that it is about, or null when that can't be told
   * @param named whether the message itself names that one
   * @param failed the line whose expected autopay the message says has failed, or null
   * @param asked what its owner wants to note but is asked about first; empty when nothing
   * @param fresh the line as one to be added; null where the message tells of none, or of one that
   *     is there
   * @param refusal null where nothing is refused
   */
  record SharePage(
      @Nullable String text,
      @Nullable CarrierMessage found,
      List<Fact> facts,
      List<LineCard> lines,
      @Nullable LineId chosen,
      boolean named,
      @Nullable LineCard failed,
      List<Fact> asked,
      @Nullable LineInMessage fresh,
      @Nullable Refusal refusal) {

    /** Whether what was read is first of all to be noted for a line that is there. */
    boolean notesFirst() {
      return !facts.isEmpty() && !lines.isEmpty() && (fresh == null || !fresh.expected());
    }
  }

  @GetMapping("/share")
  View ask(Visit visit) {
    return pages.show("line/share", visit, nothing(null));
  }

  private static SharePage nothing(@Nullable Refusal refusal) {
    return new SharePage(
        null, null, List.of(), List.of(), null, false, null, List.of(), null, refusal);
  }

  /** Changes nothing; a POST, to keep messages out of addresses. */
  @PostMapping("/share/read")
  View read(Visit visit, @RequestParam(defaultValue = "") String message) {
    return pages.show("line/share", visit, read(visit, message, null));
  }

  private SharePage read(Visit visit, String message, @Nullable Refusal refusal) {
    CarrierMessage found = messages.read(message, today(visit));
    List<Line> all =
        store.list(visit.accountId(), LineFilter.ALL, null, LineStore.LARGEST_PAGE).lines();
    Set<Line> named = named(visit, found, all);
    Set<Line> likely = new LinkedHashSet<>(named);
    all.stream().filter(line -> line.carrier().equals(found.carrier())).forEach(likely::add);
    Set<Line> ordered = new LinkedHashSet<>(likely);
    all.stream()
        .sorted(Comparator.comparing(line -> line.label().isBlank() ? "~" : line.label()))
        .forEach(ordered::add);
    Line only = named.size() == 1 ? named.iterator().next() : null;
    if (only == null && named.isEmpty() && likely.size() == 1) {
      only = likely.iterator().next();
    }
    List<LineCard> cards =
        ordered.stream()
            .map(line -> LineCard.of(line, outlook.of(line, visit.state()), catalog))
            .toList();
    boolean isNew =
        all.isEmpty()
            || found.line().number() != null
            || (found.carrier() != null && likely.isEmpty());
    List<Fact> facts = MessageFacts.of(visit, found, only, catalog, today(visit));
    return new SharePage(
        shown(visit, message, found),
        found,
        facts,
        cards,
        only == null ? null : only.id(),
        named.size() == 1,
        failed(found, only, cards),
        List.of(),
        named.isEmpty() ? fresh(visit, message, found, facts, isNew) : null,
        refusal);
  }

  /**
   * @param expected whether no line of the account is likely to be the message's
   */
  private @Nullable LineInMessage fresh(
      Visit visit, String message, CarrierMessage found, List<Fact> facts, boolean expected) {
    boolean told = found.carrier() != null || found.line().number() != null || !facts.isEmpty();
    if (!visit.manages() || !told || found.isScam() || found.hasCode() || found.line().several()) {
      return null;
    }
    return LineInMessage.of(
        catalog,
        found,
        message,
        facts,
        visit.account(),
        expected,
        visit.careful(),
        clock.instant());
  }

  /** A line on its carrier's autopay, which the message says has failed. */
  private static @Nullable LineCard failed(
      CarrierMessage found, @Nullable Line line, List<LineCard> cards) {
    boolean failed =
        found.statements().stream().anyMatch(each -> each.what() == What.AUTOPAY_FAILED);
    return line == null || !failed
        ? null
        : cards.stream()
            .filter(card -> card.id().equals(line.id()) && card.outlook().charge() != null)
            .findFirst()
            .orElse(null);
  }

  /** In shared-device mode numbers stay masked, in messages too. */
  private static String shown(Visit visit, String message, CarrierMessage found) {
    String shown = CarrierMessages.shown(message, found);
    return visit.careful() ? LONG_NUMBER.matcher(shown).replaceAll("•••") : shown;
  }

  private LocalDate today(Visit visit) {
    return LocalDate.ofInstant(clock.instant(), visit.words().zone());
  }

  /** Lines whose number, its end or whose SIM stands in the message. */
  private Set<Line> named(Visit visit, CarrierMessage found, List<Line> all) {
    Set<Line> named = new LinkedHashSet<>();
    String number = found.line().number();
    if (number != null) {
      store.find(visit.accountId(), number).ifPresent(named::add);
    }
    String iccid = found.line().iccid();
    if (iccid != null) {
      named.addAll(store.findBySim(visit.accountId(), iccid));
    }
    String last4 = found.line().last4();
    if (named.isEmpty() && last4 != null) {
      all.stream().filter(line -> line.msisdn().endsWith(last4)).forEach(named::add);
    }
    return named;
  }

  /**
   * @param message that was read, to be shown again where something is missing
   * @param sure whether its owner has said yes to an earlier or past date
   */
  @PostMapping("/share/keep")
  View keep(
      Visit visit,
      @RequestParam(defaultValue = "") String line,
      @RequestParam(defaultValue = "") String message,
      @RequestParam(defaultValue = "false") boolean sure,
      @RequestParam Map<String, String> form) {
    Map<LineField, String> values = new EnumMap<>(LineField.class);
    for (LineField field : NOTED) {
      String value = form.getOrDefault(field.key(), "");
      if (!value.isBlank()) {
        values.put(field, value);
      }
    }
    if (line.isBlank() || values.isEmpty()) {
      Refusal missing =
          Refusal.of(visit, "share.nothing-chosen").at(values.isEmpty() ? null : "line");
      return pages.show(
          HttpStatus.BAD_REQUEST,
          "line/share",
          visit,
          message.isBlank() ? nothing(missing.at(null)) : read(visit, message, missing));
    }
    Line own = lines.get(visit.accountId(), LineId.parse(line));
    List<Fact> asked = sure ? List.of() : asked(visit, own, values);
    if (!asked.isEmpty()) {
      LineCard card = LineCard.of(own, outlook.of(own, visit.state()), catalog);
      return pages.show(
          "line/share",
          visit,
          new SharePage(
              null, null, wanted(values), List.of(card), own.id(), false, null, asked, null, null));
    }
    audit.add(visit.accountId(), visit.member(), AuditTrail.Act.LINE_CHANGED, own.id().toString());
    lines.change(own.id(), values, visit.member().id());
    return Pages.to("/lines/" + own.id());
  }

  /** The dates that would end something sooner than is known, or that are over. */
  private List<Fact> asked(Visit visit, Line line, Map<LineField, String> values) {
    List<Fact> asked = new ArrayList<>();
    LineFacts now = line.facts();
    add(
        asked,
        visit,
        values,
        LineField.VALID_UNTIL,
        "fact.valid-until",
        now.validUntil(),
        MessageFacts.daysOfOneRenewal(line, catalog));
    add(
        asked,
        visit,
        values,
        LineField.BALANCE_EXPIRES_ON,
        "fact.balance-expires",
        now.balanceExpiresOn(),
        MessageFacts.NO_BOUND);
    return asked;
  }

  private void add(
      List<Fact> asked,
      Visit visit,
      Map<LineField, String> values,
      LineField field,
      String label,
      @Nullable LocalDate known,
      int longest) {
    LocalDate date = date(values.get(field));
    String doubt = date == null ? null : MessageFacts.doubt(date, known, today(visit), longest);
    if (date != null && doubt != null) {
      asked.add(
          new Fact(
              field.key(),
              label,
              date.toString(),
              visit.date(date),
              known == null ? null : visit.date(known),
              doubt,
              false));
    }
  }

  /** Null for what is no date: {@link LineService} says so. */
  private static @Nullable LocalDate date(@Nullable String written) {
    try {
      return written == null ? null : LocalDate.parse(written);
    } catch (DateTimeException none) {
      return null;
    }
  }

  private static List<Fact> wanted(Map<LineField, String> values) {
    return values.entrySet().stream()
        .map(each -> new Fact(each.getKey().key(), "", each.getValue(), "", null, null, true))
        .toList();
  }
}
