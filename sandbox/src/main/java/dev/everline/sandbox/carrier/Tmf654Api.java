package dev.everline.sandbox.carrier;

import dev.everline.sandbox.carrier.books.BalanceAct;
import dev.everline.sandbox.carrier.books.Books;
import dev.everline.sandbox.carrier.books.Line;
import dev.everline.sandbox.carrier.books.TopUp;
import dev.everline.sandbox.carrier.wire.Answer;
import dev.everline.sandbox.carrier.wire.Ask;
import dev.everline.sandbox.carrier.wire.Json;
import dev.everline.sandbox.carrier.wire.Problem;
import dev.everline.sandbox.carrier.wire.Query;
import java.io.IOException;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The carriers' door: buckets, top-ups, adjustments, transfers, reservations and listeners of
 * TMF654 v4.
 */
final class Tmf654Api {

  private final Books books;
  private final Tmf654Resources resources;
  private final TopUpDesk desk;
  private final BalanceDesk balances;
  private final Settlements settlements;

  Tmf654Api(
      Books books,
      Tmf654Resources resources,
      TopUpDesk desk,
      BalanceDesk balances,
      Settlements settlements) {
    this.books = books;
    this.resources = resources;
    this.desk = desk;
    this.balances = balances;
    this.settlements = settlements;
  }

  /**
   * @param path what follows the base path
   * @throws Problem when it can't be done
   */
  Answer answer(String carrier, List<String> path, Ask ask) throws IOException {
    String resource = path.isEmpty() ? "" : path.getFirst();
    String id = path.size() == 2 ? path.get(1) : null;
    if (path.size() > 2) {
      throw nothingHere();
    }
    return switch (resource) {
      case "topupBalance" -> id == null ? topUps(carrier, ask) : topUp(carrier, id, ask);
      case "bucket" -> id == null ? buckets(carrier, ask) : bucket(carrier, id, ask);
      case "hub" -> id == null ? subscribe(carrier, ask) : unsubscribe(carrier, id, ask);
      default -> {
        BalanceAct.Kind kind = kind(resource);
        yield id == null ? acts(kind, carrier, ask) : act(kind, carrier, id, ask);
      }
    };
  }

  private static Problem nothingHere() {
    return Problem.notFound(
        "This carrier offers topupBalance, adjustBalance, transferBalance, reserveBalance, bucket"
            + " and hub.");
  }

  private static BalanceAct.Kind kind(String resource) {
    for (BalanceAct.Kind kind : BalanceAct.Kind.values()) {
      if (kind.path().equals(resource)) {
        return kind;
      }
    }
    throw nothingHere();
  }

  private Answer acts(BalanceAct.Kind kind, String carrier, Ask ask) throws IOException {
    ask.requireMethod("GET", "POST");
    if (ask.method().equals("POST")) {
      return balances.take(
          BalanceActReader.read(
              kind, carrier, ask.json(), books.settings(carrier).referenceAttribute()));
    }
    Query.Page page = ask.query().new Page();
    books
        .balances()
        .each(
            act -> {
              if (act.kind() == kind && act.carrier().equals(carrier)) {
                page.add(resources.act(act), Tmf654Resources.MANDATORY);
              }
            });
    books.settleReads();
    return page.answer();
  }

  private Answer act(BalanceAct.Kind kind, String carrier, String id, Ask ask) throws IOException {
    ask.requireMethod("GET", "PATCH");
    BalanceAct act = isId(id) ? books.balances().find(Long.parseLong(id)) : null;
    if (act == null || act.kind() != kind || !act.carrier().equals(carrier)) {
      throw Problem.notFound("This carrier has no %s of that id.".formatted(kind.path()));
    }
    if (ask.method().equals("PATCH")) {
      ObjectNode change = Json.object(Json.parse(ask.json()), "body");
      change.remove("reason");
      requireCancelling(change);
      act = balances.cancel(act);
    }
    books.settleReads();
    return Answer.of(200, ask.query().reduced(resources.act(act), Tmf654Resources.MANDATORY));
  }

  private Answer topUps(String carrier, Ask ask) throws IOException {
    ask.requireMethod("GET", "POST");
    if (ask.method().equals("POST")) {
      return desk.take(
          TopUpReader.read(carrier, ask.json(), books.settings(carrier).referenceAttribute()));
    }
    books.settleReads();
    Query query = ask.query();
    Query.Page page = query.new Page();
    String reference = query.filter(books.settings(carrier).referenceAttribute());
    String id = query.filter("id");
    if (reference != null) {
      books.topUps().under(carrier, reference).forEach(topUp -> show(topUp, page));
    } else if (id != null) {
      TopUp topUp = find(carrier, id);
      if (topUp != null) {
        show(topUp, page);
      }
    } else {
      long msisdn = msisdnWanted(query);
      books
          .topUps()
          .each(
              topUp -> {
                if (topUp.terms().carrier().equals(carrier)
                    && (msisdn < 0 || topUp.msisdn() == msisdn)) {
                  show(topUp, page);
                }
              });
    }
    return page.answer();
  }

  private void show(TopUp topUp, Query.Page page) {
    page.add(resources.topUp(topUp), Tmf654Resources.MANDATORY);
  }

  /** The number that a filter asks for, or -1; spares a look at every resource. */
  private static long msisdnWanted(Query query) {
    for (String attribute : List.of("logicalResource.id", "partyAccount.id")) {
      String text = query.filter(attribute);
      if (text != null) {
        return Tmf654Resources.msisdn(text);
      }
    }
    return -1;
  }

  private Answer topUp(String carrier, String id, Ask ask) throws IOException {
    ask.requireMethod("GET", "PATCH");
    TopUp topUp = find(carrier, id);
    if (topUp == null) {
      throw Problem.notFound("This carrier has no top-up of that id.");
    }
    if (ask.method().equals("PATCH")) {
      requireCancelling(Json.object(Json.parse(ask.json()), "body"));
      topUp = settlements.cancel(topUp);
    }
    books.settleReads();
    return Answer.of(200, ask.query().reduced(resources.topUp(topUp), Tmf654Resources.MANDATORY));
  }

  private static void requireCancelling(JsonNode change) {
    if (change.size() != 1 || !change.path("status").asString("").equals("cancelled")) {
      throw Problem.badRequest("Only {\"status\": \"cancelled\"} can be patched");
    }
  }

  private static boolean isId(String text) {
    return !text.isEmpty()
        && text.length() <= 18
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private @Nullable TopUp find(String carrier, String id) {
    if (!isId(id)) {
      return null;
    }
    TopUp topUp = books.topUps().find(Long.parseLong(id));
    return topUp != null && topUp.terms().carrier().equals(carrier) ? topUp : null;
  }

  private Answer buckets(String carrier, Ask ask) {
    ask.requireMethod("GET");
    Query query = ask.query();
    Query.Page page = query.new Page();
    String id = query.filter("id");
    long msisdn = id == null ? msisdnWanted(query) : Tmf654Resources.msisdnOfBucket(id);
    if (msisdn >= 0) {
      Line line = books.line(carrier, msisdn);
      if (line != null) {
        show(line, page);
      }
    } else if (query.filters().stream().noneMatch(filter -> filter.attribute().endsWith("id"))) {
      books.lines(carrier).forEach(line -> show(line, page));
    }
    books.settleReads();
    return page.answer();
  }

  private void show(Line line, Query.Page page) {
    LocalDate today = books.clock().today(line.terms().zone());
    page.add(resources.moneyBucket(line, reserved(line), today), Tmf654Resources.MANDATORY);
    page.add(resources.serviceBucket(line, today), Tmf654Resources.MANDATORY);
  }

  private long reserved(Line line) {
    return books.balances().reserved(line.terms().carrier(), line.msisdn());
  }

  private Answer bucket(String carrier, String id, Ask ask) {
    ask.requireMethod("GET");
    long msisdn = Tmf654Resources.msisdnOfBucket(id);
    Line line = msisdn < 0 ? null : books.line(carrier, msisdn);
    if (line == null) {
      throw Problem.notFound("This carrier has no bucket of that id.");
    }
    LocalDate today = books.clock().today(line.terms().zone());
    boolean money = id.equals(Tmf654Resources.moneyBucketId(msisdn));
    ObjectNode bucket =
        money
            ? resources.moneyBucket(line, reserved(line), today)
            : resources.serviceBucket(line, today);
    books.settleReads();
    return Answer.of(200, ask.query().reduced(bucket, Tmf654Resources.MANDATORY));
  }

  private Answer subscribe(String carrier, Ask ask) throws IOException {
    ask.requireMethod("POST");
    ObjectNode body = Json.object(Json.parse(ask.json()), "body");
    String callback = Json.text(body.get("callback"), "callback");
    String query = Json.textOrNull(body.get("query"), "query");
    requireHttp(callback);
    String id = UUID.randomUUID().toString();
    books.subscribe(new Books.Subscription(id, carrier, callback, query));
    ObjectNode subscription = Json.MAPPER.createObjectNode();
    subscription.put("id", id).put("callback", callback);
    if (query != null) {
      subscription.put("query", query);
    }
    return Answer.of(201, subscription).with("Location", resources.href(carrier, "hub", id));
  }

  private static void requireHttp(String callback) {
    try {
      URI uri = URI.create(callback);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (web && uri.getHost() != null && uri.getQuery() == null) {
        return;
      }
    } catch (IllegalArgumentException e) {
      // Told below, like an address of another kind.
    }
    throw Problem.badRequest("callback must be an http or https address without a query");
  }

  private Answer unsubscribe(String carrier, String id, Ask ask) {
    ask.requireMethod("DELETE");
    if (!books.unsubscribe(carrier, id)) {
      throw Problem.notFound("This carrier has no listener of that id.");
    }
    return Answer.empty(204);
  }
}
