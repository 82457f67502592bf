package dev.everline.sandbox.carrier;

import dev.everline.sandbox.carrier.books.Books;
import dev.everline.sandbox.carrier.books.Bought;
import dev.everline.sandbox.carrier.books.CarrierSettings;
import dev.everline.sandbox.carrier.books.LateTerms;
import dev.everline.sandbox.carrier.books.Length;
import dev.everline.sandbox.carrier.books.Line;
import dev.everline.sandbox.carrier.books.Terms;
import dev.everline.sandbox.carrier.books.TopUp;
import dev.everline.sandbox.carrier.fault.FaultKind;
import dev.everline.sandbox.carrier.fault.FaultPlans;
import dev.everline.sandbox.carrier.wire.Answer;
import dev.everline.sandbox.carrier.wire.Ask;
import dev.everline.sandbox.carrier.wire.Json;
import dev.everline.sandbox.carrier.wire.Problem;
import dev.everline.sandbox.carrier.wire.Query;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The back door: sets lines, clock, faults and settings, and shows the carriers' books. */
final class ControlApi {

  private static final int REFERENCES_NAMED = 20;
  private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

  private final Books books;
  private final Settlements settlements;

  ControlApi(Books books, Settlements settlements) {
    this.books = books;
    this.settlements = settlements;
  }

  /**
   * @param path what follows {@code /sandbox}
   * @throws Problem when it can't be done
   */
  Answer answer(List<String> path, Ask ask) throws IOException {
    return switch (String.join("/", path)) {
      case "lines" -> setLines(ask);
      case "clock" -> clock(ask);
      case "faults" -> faults(ask);
      case "carriers" -> settings(ask);
      case "books" -> showBooks(ask);
      case "books/summary" -> summary(ask);
      case "reset" -> reset(ask);
      default -> {
        if (path.size() == 2 && path.getFirst().equals("lines")) {
          yield showLine(path.get(1), ask);
        }
        throw Problem.notFound(
            "The control API has lines, clock, faults, carriers, books, books/summary and reset.");
      }
    };
  }

  private Answer setLines(Ask ask) {
    ask.requireMethod("PUT");
    List<Line> lines = LineReader.read(ask.body());
    books.setLines(lines);
    return Answer.of(200, Json.MAPPER.createObjectNode().put("lines", lines.size()));
  }

  private Answer showLine(String number, Ask ask) {
    ask.requireMethod("GET");
    long msisdn = Tmf654Resources.msisdn(number);
    String carrier = ask.query().filter("carrier");
    List<Line> found =
        books.carriers().stream()
            .filter(id -> carrier == null || carrier.equals(id))
            .map(id -> books.line(id, msisdn))
            .filter(line -> line != null)
            .toList();
    if (found.isEmpty()) {
      throw Problem.notFound("No carrier has a line of that number.");
    }
    if (found.size() > 1) {
      throw Problem.of(
          409,
          "severalCarriers",
          "Several carriers have a line of that number",
          "Name one with ?carrier=.");
    }
    books.settleReads();
    return Answer.of(200, shown(found.getFirst()));
  }

  private static ObjectNode shown(Line line) {
    Terms terms = line.terms();
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("carrier", terms.carrier());
    node.put("msisdn", Long.toString(line.msisdn()));
    node.put("plan", terms.plan());
    node.put("priceMinor", terms.priceMinor());
    node.put("taxMinor", terms.taxMinor());
    node.put("currency", terms.currency().getCurrencyCode());
    node.put("period", terms.period().key());
    node.put("basis", terms.basis().key());
    node.put("validUntil", text(line.validUntil()));
    node.put("balanceMinor", line.balanceMinor());
    node.put("balanceExpiresOn", text(line.balanceExpiresOn()));
    node.put("anchorDay", line.anchorDay());
    ArrayNode lives = node.putArray("balanceLives");
    for (Terms.BalanceLife life : terms.balanceLives()) {
      lives.addObject().put("atLeastMinor", life.atLeastMinor()).put("days", life.days());
    }
    node.put("zone", terms.zone().getId());
    ObjectNode sold = node.putObject("terms");
    terms.terms().forEach(term -> sold.put(term.length().key(), term.priceMinor()));
    node.put("lateFirstDayCounts", terms.late().firstDayCounts());
    ArrayNode fees = node.putArray("lateFees");
    for (LateTerms.Fee fee : terms.late().fees()) {
      fees.addObject().put("fromDay", fee.fromDay()).put("amountMinor", fee.amountMinor());
    }
    return node;
  }

  private static @Nullable String text(@Nullable LocalDate date) {
    return date == null ? null : date.toString();
  }

  private Answer clock(Ask ask) throws IOException {
    ask.requireMethod("GET", "PUT");
    if (ask.method().equals("PUT")) {
      ObjectNode body = Json.object(Json.parse(ask.json()), "body");
      JsonNode real = body.get("real");
      if (real != null && Json.flag(real, "real")) {
        books.setClock(null);
      } else {
        books.setClock(instant(Json.text(body.get("now"), "now")));
      }
      settlements.settleDue();
    }
    ObjectNode clock = Json.MAPPER.createObjectNode();
    clock.put("now", books.clock().now().toString()).put("real", books.clock().isReal());
    return Answer.of(200, clock);
  }

  private static Instant instant(String text) {
    try {
      Instant instant = Instant.parse(text);
      if (!instant.isBefore(Instant.EPOCH) && instant.isBefore(LATEST)) {
        return instant;
      }
    } catch (DateTimeException e) {
      // Told below, like an instant out of bounds.
    }
    throw Problem.badRequest("now must be an instant such as 2026-12-31T12:00:00Z, 1970 to 9998");
  }

  private Answer faults(Ask ask) throws IOException {
    ask.requireMethod("GET", "PUT");
    if (ask.method().equals("PUT")) {
      books.setFaults(FaultPlans.parse(ask.wholeText()));
    }
    return Answer.of(200, Json.parse(books.faultPlans().json()));
  }

  private Answer settings(Ask ask) throws IOException {
    ask.requireMethod("GET", "PUT");
    if (ask.method().equals("PUT")) {
      books.setSettings(CarrierSettings.ByCarrier.parse(ask.wholeText()));
    }
    ObjectNode shown = Json.MAPPER.createObjectNode();
    books
        .settings()
        .settings()
        .forEach(
            (carrier, settings) ->
                shown
                    .putObject(carrier)
                    .put("enforcesReference", settings.enforcesReference())
                    .put("referenceAttribute", settings.referenceAttribute())
                    .put("auth", kind(settings.auth())));
    return Answer.of(200, shown);
  }

  /** The kind alone: secrets are not shown again. */
  private static String kind(CarrierSettings.Auth auth) {
    return switch (auth) {
      case CarrierSettings.Auth.None() -> "none";
      case CarrierSettings.Auth.Basic(var user, var password) -> "basic";
      case CarrierSettings.Auth.Bearer(var token) -> "bearer";
      case CarrierSettings.Auth.ClientCredentials(var id, var secret, var life) -> "oauth2";
    };
  }

  private Answer reset(Ask ask) {
    ask.requireMethod("POST");
    settlements.forgetAll();
    books.reset();
    return Answer.empty(204);
  }

  private Answer showBooks(Ask ask) {
    ask.requireMethod("GET");
    Predicate<TopUp> wanted = wanted(ask.query());
    books.settleReads();
    return Answer.lines(out -> write(wanted, out));
  }

  private Predicate<TopUp> wanted(Query query) {
    String carrier = query.filter("carrier");
    String number = query.filter("msisdn");
    long msisdn = number == null ? -1 : Tmf654Resources.msisdn(number);
    return topUp ->
        topUp.status() == TopUp.Status.COMPLETED
            && (carrier == null || carrier.equals(topUp.terms().carrier()))
            && (number == null || topUp.msisdn() == msisdn);
  }

  private void write(Predicate<TopUp> wanted, OutputStream out) throws IOException {
    try {
      books
          .topUps()
          .each(
              topUp -> {
                if (wanted.test(topUp)) {
                  writeLine(topUp, out);
                }
              });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void writeLine(TopUp topUp, OutputStream out) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("id", Long.toString(topUp.id()));
    node.put("carrier", topUp.terms().carrier());
    node.put("reference", topUp.reference());
    node.put("msisdn", Long.toString(topUp.msisdn()));
    node.put("plan", topUp.bought().isPlan() ? topUp.terms().plan() : null);
    node.put("periods", topUp.bought().periods());
    node.put("term", topUp.bought() instanceof Bought.Term(Length length) ? length.key() : null);
    node.put("amountMinor", topUp.amountMinor());
    node.put("currency", topUp.terms().currency().getCurrencyCode());
    node.put("at", Instant.ofEpochMilli(topUp.progress().settledAt()).toString());
    node.put("validBefore", text(Line.date(topUp.validBefore())));
    node.put("validAfter", text(Line.date(topUp.validAfter())));
    try {
      out.write(Json.MAPPER.writeValueAsBytes(node));
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Referenced(String carrier, String reference) {}

  private Answer summary(Ask ask) {
    ask.requireMethod("GET");
    books.settleReads();
    Predicate<TopUp> wanted = wanted(ask.query());
    Map<Referenced, Integer> references = new HashMap<>();
    Map<String, Map<String, BigDecimal>> money = new TreeMap<>();
    long[] count = {0};
    books
        .topUps()
        .each(
            topUp -> {
              if (!wanted.test(topUp)) {
                return;
              }
              count[0]++;
              Terms terms = topUp.terms();
              if (topUp.reference() != null) {
                references.merge(
                    new Referenced(terms.carrier(), topUp.reference()), 1, Integer::sum);
              }
              money
                  .computeIfAbsent(terms.carrier(), same -> new TreeMap<>())
                  .merge(
                      terms.currency().getCurrencyCode(),
                      BigDecimal.valueOf(
                          topUp.amountMinor(), terms.currency().getDefaultFractionDigits()),
                      BigDecimal::add);
            });
    return Answer.of(200, summary(count[0], references, money));
  }

  private ObjectNode summary(
      long count, Map<Referenced, Integer> references, Map<String, Map<String, BigDecimal>> money) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("count", count);
    node.put("distinctReferences", references.size());
    List<Map.Entry<Referenced, Integer>> repeated =
        references.entrySet().stream().filter(entry -> entry.getValue() > 1).toList();
    node.put("referencesPaidMoreThanOnce", repeated.size());
    ArrayNode examples = node.putArray("examplesPaidMoreThanOnce");
    repeated.stream()
        .limit(REFERENCES_NAMED)
        .forEach(
            entry ->
                examples
                    .addObject()
                    .put("carrier", entry.getKey().carrier())
                    .put("reference", entry.getKey().reference())
                    .put("times", entry.getValue()));
    ObjectNode byCarrier = node.putObject("money");
    money.forEach(
        (carrier, sums) -> {
          ObjectNode own = byCarrier.putObject(carrier);
          sums.forEach(own::put);
        });
    node.put("pending", books.topUps().pending().size());
    ObjectNode faults = node.putObject("faults");
    for (FaultKind kind : FaultKind.values()) {
      faults.put(kind.key(), books.played(kind));
    }
    return node;
  }
}
