package dev.everline.channel.web.line;

import dev.everline.account.AuditTrail;
import dev.everline.catalog.Catalog;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.Visit;
import dev.everline.kernel.LineId;
import dev.everline.line.Line;
import dev.everline.line.LineField;
import dev.everline.line.LineFilter;
import dev.everline.line.LineService;
import dev.everline.line.LineStore;
import dev.everline.line.message.CarrierMessage;
import dev.everline.line.message.CarrierMessages;
import dev.everline.renewal.decide.Outlook;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
   * Something that was read.
   *
   * @param field of the line, by the name that forms use
   * @param label a message's key
   */
  record Fact(String field, String label, String value, String shown) {}

  /**
   * @param found null before anything was read
   * @param lines to choose from, those that it may be about first
   * @param chosen the one that it is about, or null when that can't be told
   * @param named whether the message itself names that one
   * @param problem a message's key, or null
   */
  record SharePage(
      @Nullable CarrierMessage found,
      List<Fact> facts,
      List<LineCard> lines,
      @Nullable LineId chosen,
      boolean named,
      @Nullable String problem) {}

  @GetMapping("/share")
  View ask(Visit visit) {
    return pages.show("line/share", visit, nothing(null));
  }

  private static SharePage nothing(@Nullable String problem) {
    return new SharePage(null, List.of(), List.of(), null, false, problem);
  }

  /** Changes nothing; a POST, to keep messages out of addresses. */
  @PostMapping("/share/read")
  View read(Visit visit, @RequestParam(defaultValue = "") String message) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), visit.words().zone());
    CarrierMessage found = messages.read(message, today);
    List<Line> all =
        store.list(visit.accountId(), LineFilter.ALL, null, LineStore.LARGEST_PAGE).lines();
    Set<Line> named = named(visit, found, all);
    Set<Line> likely = new LinkedHashSet<>(named);
    all.stream().filter(line -> found.carriers().contains(line.carrier())).forEach(likely::add);
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
    return pages.show(
        "line/share",
        visit,
        new SharePage(
            found,
            facts(visit, found),
            cards,
            only == null ? null : only.id(),
            named.size() == 1,
            null));
  }

  /** Lines whose number, its end or whose SIM stands in the message. */
  private Set<Line> named(Visit visit, CarrierMessage found, List<Line> all) {
    Set<Line> named = new LinkedHashSet<>();
    found.numbers().forEach(number -> store.find(visit.accountId(), number).ifPresent(named::add));
    found.iccids().forEach(iccid -> named.addAll(store.findBySim(visit.accountId(), iccid)));
    if (named.isEmpty()) {
      all.stream()
          .filter(line -> found.endings().stream().anyMatch(line.msisdn()::endsWith))
          .forEach(named::add);
    }
    return named;
  }

  private static List<Fact> facts(Visit visit, CarrierMessage found) {
    List<Fact> facts = new ArrayList<>();
    if (found.validUntil() != null) {
      facts.add(
          new Fact(
              LineField.VALID_UNTIL.key(),
              "fact.valid-until",
              found.validUntil().toString(),
              visit.date(found.validUntil())));
    }
    if (found.balance() != null) {
      facts.add(
          new Fact(
              LineField.BALANCE.key(),
              "fact.balance",
              found.balance().toDecimal().toPlainString(),
              visit.money(found.balance())));
    }
    if (found.balanceExpiresOn() != null) {
      facts.add(
          new Fact(
              LineField.BALANCE_EXPIRES_ON.key(),
              "fact.balance-expires",
              found.balanceExpiresOn().toString(),
              visit.date(found.balanceExpiresOn())));
    }
    return facts;
  }

  @PostMapping("/share/keep")
  View keep(
      Visit visit,
      @RequestParam(defaultValue = "") String line,
      @RequestParam Map<String, String> form) {
    Map<LineField, String> values = new EnumMap<>(LineField.class);
    for (LineField field : NOTED) {
      String value = form.getOrDefault(field.key(), "");
      if (!value.isBlank()) {
        values.put(field, value);
      }
    }
    if (line.isBlank() || values.isEmpty()) {
      return pages.show(
          HttpStatus.BAD_REQUEST, "line/share", visit, nothing("share.nothing-chosen"));
    }
    Line own = lines.get(visit.accountId(), LineId.parse(line));
    audit.add(visit.accountId(), visit.member(), AuditTrail.Act.LINE_CHANGED, own.id().toString());
    lines.change(own.id(), values, visit.member().id());
    return Pages.to("/lines/" + own.id());
  }
}
