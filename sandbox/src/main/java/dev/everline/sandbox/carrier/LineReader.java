package dev.everline.sandbox.carrier;

import dev.everline.sandbox.carrier.books.Basis;
import dev.everline.sandbox.carrier.books.LateTerms;
import dev.everline.sandbox.carrier.books.Length;
import dev.everline.sandbox.carrier.books.Line;
import dev.everline.sandbox.carrier.books.Terms;
import dev.everline.sandbox.carrier.wire.Json;
import dev.everline.sandbox.carrier.wire.Problem;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads lines as the control API takes them: a JSON array, or one object after another. */
final class LineReader {

  private static final long MOST_MINOR = 100_000_000L;
  private static final int MOST_DAYS = 3_660;
  private static final int MOST_STEPS = 100;

  private static final Set<String> KNOWN =
      Set.of(
          "carrier",
          "msisdn",
          "plan",
          "priceMinor",
          "taxMinor",
          "currency",
          "period",
          "validityDays",
          "basis",
          "validUntil",
          "balanceMinor",
          "balanceExpiresOn",
          "anchorDay",
          "balanceLives",
          "zone",
          "terms",
          "lateFirstDayCounts",
          "lateFees");

  private LineReader() {}

  /**
   * Reads all lines.
   *
   * @throws Problem that names the line's place in the input and the field, when one can't be taken
   */
  public static List<Line> read(InputStream in) {
    List<Line> lines = new ArrayList<>();
    try (JsonParser parser = Json.MAPPER.createParser(in)) {
      JsonToken token = parser.nextToken();
      boolean array = token == JsonToken.START_ARRAY;
      if (array) {
        token = parser.nextToken();
      }
      while (token != null && token != JsonToken.END_ARRAY) {
        JsonNode node = parser.readValueAsTree();
        lines.add(line(node, lines.size() + 1));
        token = parser.nextToken();
      }
    } catch (JacksonException e) {
      throw Json.malformed(e);
    }
    return lines;
  }

  private static Line line(JsonNode node, int place) {
    try {
      return line(Json.object(node, "the line"));
    } catch (Problem e) {
      throw Problem.badRequest("Line " + place + ": " + e.message());
    }
  }

  private static Line line(ObjectNode node) {
    requireKnown(node);
    String carrier = Json.text(node.get("carrier"), "carrier");
    if (!carrier.matches("[a-z0-9][a-z0-9-]{0,63}") || carrier.equals("sandbox")) {
      throw Problem.badRequest("carrier must be an id of the catalog, such as att-prepaid");
    }
    long msisdn = Tmf654Resources.msisdn(Json.text(node.get("msisdn"), "msisdn"));
    if (msisdn < 0) {
      throw Problem.badRequest("msisdn must be 7 to 15 digits without a plus");
    }
    Terms terms =
        new Terms(
            carrier,
            Json.textOrNull(node.get("plan"), "plan"),
            Json.wholeOr(node.get("priceMinor"), "priceMinor", 0, MOST_MINOR, 0),
            Json.wholeOr(node.get("taxMinor"), "taxMinor", 0, MOST_MINOR, 0),
            currency(Json.textOrNull(node.get("currency"), "currency")),
            period(node),
            Basis.parse(Json.text(node.get("basis"), "basis")),
            lives(node.get("balanceLives")),
            zone(Json.textOrNull(node.get("zone"), "zone")),
            terms(node.get("terms")),
            new LateTerms(
                node.hasNonNull("lateFirstDayCounts")
                    && Json.flag(node.get("lateFirstDayCounts"), "lateFirstDayCounts"),
                fees(node.get("lateFees"))));
    requireAgrees(terms);
    return new Line(
        terms,
        msisdn,
        Line.day(Json.dateOrNull(node.get("validUntil"), "validUntil")),
        Json.wholeOr(node.get("balanceMinor"), "balanceMinor", 0, MOST_MINOR, 0),
        Line.day(Json.dateOrNull(node.get("balanceExpiresOn"), "balanceExpiresOn")),
        (int) Json.wholeOr(node.get("anchorDay"), "anchorDay", 0, 31, 0));
  }

  private static void requireAgrees(Terms terms) {
    boolean cycle = terms.basis() == Basis.PLAN_CYCLE;
    if (cycle && terms.needMinor() == 0) {
      throw Problem.badRequest("priceMinor must be above 0 for the basis plan-cycle");
    }
    boolean byAmount = terms.basis() == Basis.FROM_PAYMENT && !terms.balanceLives().isEmpty();
    if (!terms.terms().isEmpty() && (cycle || byAmount)) {
      throw Problem.badRequest(
          "terms can't be sold where the amount or the balance decides how long service lasts;"
              + " leave them out");
    }
    if (!terms.late().fees().isEmpty() && (cycle || byAmount)) {
      throw Problem.badRequest(
          "lateFees can't be charged where the amount or the balance decides how long service"
              + " lasts; leave them out");
    }
    boolean fromLastDay = terms.basis() == Basis.BILLING_DATE || terms.basis() == Basis.FROM_EXPIRY;
    if (terms.late().firstDayCounts() && !fromLastDay) {
      throw Problem.badRequest(
          "lateFirstDayCounts goes with the bases billing-date and from-expiry only");
    }
  }

  private static Length period(ObjectNode node) {
    String key = Json.textOrNull(node.get("period"), "period");
    if (key == null) {
      return Length.ofDays(
          (int) Json.wholeOr(node.get("validityDays"), "validityDays", 1, MOST_DAYS, 30));
    }
    if (node.hasNonNull("validityDays")) {
      throw Problem.badRequest("period and validityDays say the same; give one of them");
    }
    return Length.parse(key, "period");
  }

  private static List<Terms.Term> terms(@Nullable JsonNode node) {
    List<Terms.Term> terms = new ArrayList<>();
    if (node != null && !node.isNull()) {
      for (Map.Entry<String, JsonNode> term : bounded(Json.object(node, "terms")).properties()) {
        terms.add(
            new Terms.Term(
                Length.parse(term.getKey(), "terms"),
                Json.whole(term.getValue(), "terms." + term.getKey(), 1, MOST_MINOR)));
      }
    }
    return List.copyOf(terms);
  }

  private static ObjectNode bounded(ObjectNode terms) {
    if (terms.size() > MOST_STEPS) {
      throw Problem.badRequest("terms must be at most " + MOST_STEPS);
    }
    return terms;
  }

  private static List<LateTerms.Fee> fees(@Nullable JsonNode node) {
    List<LateTerms.Fee> fees = new ArrayList<>();
    if (node != null && !node.isNull()) {
      if (!node.isArray() || node.size() > MOST_STEPS) {
        throw Problem.badRequest("lateFees must be a list of at most " + MOST_STEPS + " steps");
      }
      for (JsonNode step : node) {
        ObjectNode fee = Json.object(step, "lateFees");
        fees.add(
            new LateTerms.Fee(
                (int) Json.whole(fee.path("fromDay"), "lateFees.fromDay", 1, MOST_DAYS),
                Json.whole(fee.path("amountMinor"), "lateFees.amountMinor", 1, MOST_MINOR)));
      }
    }
    fees.sort(Comparator.comparingInt(LateTerms.Fee::fromDay));
    return List.copyOf(fees);
  }

  private static void requireKnown(ObjectNode node) {
    for (Map.Entry<String, JsonNode> property : node.properties()) {
      if (!KNOWN.contains(property.getKey())) {
        throw Problem.badRequest(
            "field '%s' is unknown; give some of %s"
                .formatted(property.getKey(), new TreeSet<>(KNOWN)));
      }
    }
  }

  private static List<Terms.BalanceLife> lives(@Nullable JsonNode node) {
    List<Terms.BalanceLife> lives = new ArrayList<>();
    if (node != null && !node.isNull()) {
      if (!node.isArray() || node.size() > MOST_STEPS) {
        throw Problem.badRequest("balanceLives must be a list of at most " + MOST_STEPS + " tiers");
      }
      for (JsonNode tier : node) {
        ObjectNode life = Json.object(tier, "balanceLives");
        lives.add(
            new Terms.BalanceLife(
                Json.whole(life.path("atLeastMinor"), "balanceLives.atLeastMinor", 0, MOST_MINOR),
                (int) Json.whole(life.path("days"), "balanceLives.days", 1, MOST_DAYS)));
      }
    }
    lives.sort(Comparator.comparingLong(Terms.BalanceLife::atLeastMinor));
    return List.copyOf(lives);
  }

  private static Currency currency(@Nullable String code) {
    try {
      return Currency.getInstance(code == null ? "USD" : code);
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest("currency must be one of ISO 4217, such as USD");
    }
  }

  private static ZoneId zone(@Nullable String id) {
    try {
      return ZoneId.of(id == null ? "America/New_York" : id);
    } catch (DateTimeException e) {
      throw Problem.badRequest("zone must be one of the time zone database, such as Asia/Tokyo");
    }
  }
}
