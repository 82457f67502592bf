package dev.everline.sandbox.carrier;

import dev.everline.sandbox.carrier.books.BalanceAct;
import dev.everline.sandbox.carrier.books.Bought;
import dev.everline.sandbox.carrier.books.Length;
import dev.everline.sandbox.carrier.books.Line;
import dev.everline.sandbox.carrier.books.TopUp;
import dev.everline.sandbox.carrier.wire.Json;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Currency;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Shows lines, top-ups and what else is done to balances as the resources of TMF654 v4. */
final class Tmf654Resources {

  static final String BASE_PATH = "tmf-api/prepayBalanceManagement/v4";

  /** What stays in an answer whatever fields are asked for. */
  static final Set<String> MANDATORY = Set.of("id", "href", "status", "@type");

  /** The characteristic of a product that says for how long it is bought at once. */
  static final String TERM = "term";

  private static final String MONEY = "-money";
  private static final String SERVICE = "-service";

  private final URI root;

  /**
   * @param root where the sandbox answers
   */
  Tmf654Resources(URI root) {
    this.root = root;
  }

  ObjectNode topUp(TopUp topUp) {
    ObjectNode node = echo(topUp);
    node.put("id", Long.toString(topUp.id()));
    node.put("href", href(topUp.terms().carrier(), "topupBalance", Long.toString(topUp.id())));
    node.put("@type", "TopupBalance");
    node.put("status", topUp.status().key());
    node.put("requestedDate", Instant.ofEpochMilli(topUp.progress().requestedAt()).toString());
    node.remove("confirmationDate");
    node.remove("validFor");
    if (topUp.status() == TopUp.Status.COMPLETED) {
      node.put("confirmationDate", Instant.ofEpochMilli(topUp.progress().settledAt()).toString());
      putValidFor(node, Line.date(topUp.validAfter()), topUp.terms().zone());
    }
    if (topUp.progress().reason() != null) {
      node.put("reason", topUp.progress().reason());
    }
    return node;
  }

  ObjectNode act(BalanceAct act) {
    ObjectNode node = Json.object(Json.parse(act.body()), "body");
    node.put("id", Long.toString(act.id()));
    node.put("href", href(act));
    node.put("@type", act.kind().type());
    node.put("status", act.status().key());
    node.put("requestedDate", Instant.ofEpochMilli(act.requestedAt()).toString());
    node.put("confirmationDate", Instant.ofEpochMilli(act.settledAt()).toString());
    putMoney(node, "amount", act.amountMinor(), act.currency());
    return node;
  }

  String href(BalanceAct act) {
    return href(act.carrier(), act.kind().path(), Long.toString(act.id()));
  }

  private static ObjectNode echo(TopUp topUp) {
    String body = topUp.body();
    return body == null
        ? echo(
            topUp.reference(),
            topUp.msisdn(),
            topUp.amountMinor(),
            topUp.terms().currency(),
            topUp.bought().isPlan() ? topUp.terms().plan() : null,
            topUp.bought())
        : Json.object(Json.parse(body), "body");
  }

  /** The request that holds this and no more. */
  static ObjectNode echo(
      @Nullable String reference,
      long msisdn,
      long amountMinor,
      Currency currency,
      @Nullable String plan,
      Bought bought) {
    String number = Long.toString(msisdn);
    ObjectNode node = Json.MAPPER.createObjectNode();
    if (reference != null) {
      node.put("description", reference);
    }
    putMoney(node, "amount", amountMinor, currency);
    node.put("usageType", "monetary");
    node.putObject("bucket").put("id", number + MONEY);
    node.putObject("partyAccount").put("id", number);
    node.putArray("logicalResource").addObject().put("id", number);
    if (plan != null) {
      ObjectNode product = node.putArray("product").addObject().put("id", plan);
      if (bought instanceof Bought.Term(Length length)) {
        product
            .putArray("productCharacteristic")
            .addObject()
            .put("name", TERM)
            .put("value", length.key());
      } else {
        node.put("numberOfPeriods", bought.periods());
      }
    }
    node.putObject("channel").put("id", "everline");
    return node;
  }

  static String moneyBucketId(long msisdn) {
    return msisdn + MONEY;
  }

  /** The number that a bucket belongs to, or -1 when no bucket has such an id. */
  static long msisdnOfBucket(String id) {
    String number =
        id.endsWith(MONEY)
            ? id.substring(0, id.length() - MONEY.length())
            : id.endsWith(SERVICE) ? id.substring(0, id.length() - SERVICE.length()) : "";
    return msisdn(number);
  }

  /** The number that a text stands for, or -1 when it isn't 7 to 15 digits, the first not 0. */
  static long msisdn(String text) {
    boolean digits =
        text.length() >= 7
            && text.length() <= 15
            && text.charAt(0) != '0'
            && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits ? Long.parseLong(text) : -1;
  }

  /**
   * @param reservedMinor what is reserved, and so no part of what remains
   */
  ObjectNode moneyBucket(Line line, long reservedMinor, LocalDate today) {
    ObjectNode node = bucket(line, MONEY, "money", "monetary");
    putMoney(node, "remainingValue", line.balanceMinor(), line.terms().currency());
    if (reservedMinor != 0) {
      putMoney(node, "reservedValue", reservedMinor, line.terms().currency());
    }
    node.put("status", line.holdsLiveMoney(today) ? "active" : "expired");
    putValidFor(node, line.balanceExpiresOn(), line.terms().zone());
    return node;
  }

  ObjectNode serviceBucket(Line line, LocalDate today) {
    ObjectNode node = bucket(line, SERVICE, "service", "other");
    if (line.terms().plan() != null) {
      node.putArray("product").addObject().put("id", line.terms().plan());
    }
    LocalDate until = line.validUntil();
    node.put("status", until != null && !until.isBefore(today) ? "active" : "suspended");
    putValidFor(node, until, line.terms().zone());
    return node;
  }

  private ObjectNode bucket(Line line, String suffix, String name, String usageType) {
    String number = Long.toString(line.msisdn());
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("id", number + suffix);
    node.put("href", href(line.terms().carrier(), "bucket", number + suffix));
    node.put("@type", "Bucket");
    node.put("name", name);
    node.put("usageType", usageType);
    node.putObject("partyAccount").put("id", number);
    node.putArray("logicalResource").addObject().put("id", number);
    return node;
  }

  String href(String carrier, String resource, String id) {
    return root + "/" + carrier + "/" + BASE_PATH + "/" + resource + "/" + id;
  }

  private static void putMoney(ObjectNode node, String name, long minor, Currency currency) {
    node.putObject(name)
        .put("amount", BigDecimal.valueOf(minor, currency.getDefaultFractionDigits()))
        .put("units", currency.getCurrencyCode());
  }

  /** The last second of a day where the carrier is, however long the day was there. */
  private static void putValidFor(ObjectNode node, @Nullable LocalDate lastDay, ZoneId zone) {
    if (lastDay != null) {
      Instant end = lastDay.plusDays(1).atStartOfDay(zone).toInstant().minusSeconds(1);
      node.putObject("validFor").put("endDateTime", end.toString());
    }
  }
}
