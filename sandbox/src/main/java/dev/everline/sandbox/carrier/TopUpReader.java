package dev.everline.sandbox.carrier;

import dev.everline.sandbox.carrier.books.Bought;
import dev.everline.sandbox.carrier.books.Length;
import dev.everline.sandbox.carrier.books.TopUpRequest;
import dev.everline.sandbox.carrier.wire.Json;
import dev.everline.sandbox.carrier.wire.Problem;
import java.util.Currency;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a {@code TopupBalance_Create} of TMF654 v4. */
final class TopUpReader {

  private static final int MOST_PERIODS = 36;

  private TopUpReader() {}

  /**
   * @param referenceAttribute where the customer's reference is
   * @throws Problem when something that TMF654 requires is missing or wrong
   */
  static TopUpRequest read(String carrier, byte[] body, String referenceAttribute) {
    ObjectNode node = Json.object(Json.parse(body), "body");
    long msisdn = msisdn(node);
    JsonNode amount = Json.object(node.get("amount"), "amount");
    Currency currency = currency(Json.text(amount.get("units"), "amount.units"));
    long minor =
        Json.minor(amount.get("amount"), "amount.amount", currency.getDefaultFractionDigits());
    String usageType = Json.text(node.get("usageType"), "usageType");
    if (!usageType.equals("monetary")) {
      throw Problem.refused("unsupportedUsageType", "Only a monetary bucket can be topped up.");
    }
    if (node.hasNonNull("voucher") || node.path("isAutoTopup").asBoolean(false)) {
      throw Problem.refused(
          "unsupportedAttribute",
          "Vouchers and automatic top-ups are not offered; leave them out.");
    }
    String reference = Json.textOrNull(node.get(referenceAttribute), referenceAttribute);
    String plan = plan(node.get("product"));
    Bought bought = bought(node, plan);
    boolean told =
        node.equals(
            Tmf654Resources.echo(
                referenceAttribute.equals("description") ? reference : null,
                msisdn,
                minor,
                currency,
                plan,
                bought));
    return new TopUpRequest(
        carrier, msisdn, reference, plan, bought, minor, currency, told ? null : node.toString());
  }

  private static long msisdn(ObjectNode node) {
    String text = Json.text(node.path("partyAccount").get("id"), "partyAccount.id");
    long msisdn = Tmf654Resources.msisdn(text);
    if (msisdn < 0) {
      throw Problem.badRequest("partyAccount.id must be the number: 7 to 15 digits without a plus");
    }
    if (!Json.text(node.path("bucket").get("id"), "bucket.id")
        .equals(Tmf654Resources.moneyBucketId(msisdn))) {
      throw Problem.badRequest("bucket.id must be the money bucket of the account's number");
    }
    for (JsonNode resource : node.path("logicalResource")) {
      if (!text.equals(Json.text(resource.get("id"), "logicalResource.id"))) {
        throw Problem.badRequest("logicalResource.id must be the account's number");
      }
    }
    return msisdn;
  }

  private static @Nullable String plan(@Nullable JsonNode products) {
    if (products == null || products.isNull() || products.isEmpty()) {
      return null;
    }
    if (!products.isArray() || products.size() > 1) {
      throw Problem.badRequest("product must be a list of at most one plan");
    }
    return Json.text(products.path(0).get("id"), "product.id");
  }

  private static Bought bought(ObjectNode node, @Nullable String plan) {
    JsonNode periods = node.get("numberOfPeriods");
    int count = (int) Json.wholeOr(periods, "numberOfPeriods", 1, MOST_PERIODS, 1);
    if (plan == null) {
      return new Bought.Credit();
    }
    String term = term(node.path("product").path(0).path("productCharacteristic"));
    if (term == null) {
      return new Bought.Periods(count);
    }
    if (count > 1) {
      throw Problem.badRequest("numberOfPeriods doesn't go with a term; leave one of them out");
    }
    Length length = Length.parseOrNull(term);
    if (length == null) {
      throw Problem.refused(
          "termNotSold", "A term is a length such as P180D or P6M; nothing else is sold.");
    }
    return new Bought.Term(length);
  }

  private static @Nullable String term(JsonNode characteristics) {
    String term = null;
    for (JsonNode characteristic : characteristics) {
      if (Tmf654Resources.TERM.equals(
          Json.textOrNull(characteristic.get("name"), "productCharacteristic.name"))) {
        if (term != null) {
          throw Problem.badRequest("product must have at most one term");
        }
        term = Json.text(characteristic.get("value"), "productCharacteristic.value");
      }
    }
    return term;
  }

  static Currency currency(String code) {
    try {
      Currency currency = Currency.getInstance(code);
      if (currency.getDefaultFractionDigits() >= 0) {
        return currency;
      }
    } catch (IllegalArgumentException e) {
      // Told below, like a currency without minor units.
    }
    throw Problem.badRequest("amount.units must be a currency of ISO 4217, such as USD");
  }
}
