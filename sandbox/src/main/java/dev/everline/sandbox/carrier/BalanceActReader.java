package dev.everline.sandbox.carrier;

import dev.everline.sandbox.carrier.books.BalanceAct;
import dev.everline.sandbox.carrier.books.BalanceActRequest;
import dev.everline.sandbox.carrier.wire.Json;
import dev.everline.sandbox.carrier.wire.Problem;
import java.util.Currency;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads what TMF654 v4 calls the creation of an adjustment, transfer or reservation. */
final class BalanceActReader {

  private static final List<String> OF_A_TRANSFER = List.of("reason", "channel", "logicalResource");

  private BalanceActReader() {}

  /**
   * @param body an {@code …_Create} of TMF654 v4
   * @param referenceAttribute where the customer's reference is
   * @throws Problem when something that TMF654 requires is missing or wrong
   */
  static BalanceActRequest read(
      BalanceAct.Kind kind, String carrier, byte[] body, String referenceAttribute) {
    ObjectNode node = Json.object(Json.parse(body), "body");
    requireMonetary(node, "usageType");
    long msisdn = owner(node, "bucket");
    requireNumber(
        node.path("partyAccount"), "partyAccount.id", msisdn, kind == BalanceAct.Kind.RESERVE);
    for (JsonNode resource : node.path("logicalResource")) {
      requireNumber(resource, "logicalResource.id", msisdn, true);
    }
    long receiver = 0;
    if (kind == BalanceAct.Kind.TRANSFER) {
      for (String needed : OF_A_TRANSFER) {
        if (!node.hasNonNull(needed)) {
          throw Problem.badRequest(needed + " is missing; a transfer needs it");
        }
      }
      requireMonetary(node, "receiverBucketUsageType");
      receiver = owner(node, "receiverBucket");
      requireNumber(
          node.path("receiverLogicalResource"), "receiverLogicalResource.id", receiver, true);
      if (receiver == msisdn) {
        throw Problem.badRequest("receiverBucket must be another line's");
      }
    }
    Long minor = null;
    Currency currency = null;
    if (kind != BalanceAct.Kind.RESERVE || node.hasNonNull("amount")) {
      JsonNode amount = Json.object(node.get("amount"), "amount");
      currency = TopUpReader.currency(Json.text(amount.get("units"), "amount.units"));
      minor =
          kind == BalanceAct.Kind.ADJUST
              ? Json.signedMinor(
                  amount.get("amount"), "amount.amount", currency.getDefaultFractionDigits())
              : Json.minor(
                  amount.get("amount"), "amount.amount", currency.getDefaultFractionDigits());
    }
    return new BalanceActRequest(
        kind,
        carrier,
        msisdn,
        receiver,
        Json.textOrNull(node.get(referenceAttribute), referenceAttribute),
        minor,
        currency,
        node.toString());
  }

  private static void requireMonetary(ObjectNode node, String attribute) {
    if (!Json.text(node.get(attribute), attribute).equals("monetary")) {
      throw Problem.refused("unsupportedUsageType", attribute + " can only be monetary.");
    }
  }

  private static long owner(ObjectNode node, String bucket) {
    String id = Json.text(node.path(bucket).get("id"), bucket + ".id");
    long msisdn = Tmf654Resources.msisdnOfBucket(id);
    if (msisdn < 0 || !id.equals(Tmf654Resources.moneyBucketId(msisdn))) {
      throw Problem.badRequest(bucket + ".id must be the money bucket of a number");
    }
    return msisdn;
  }

  private static void requireNumber(JsonNode node, String name, long msisdn, boolean needed) {
    String text = needed ? Json.text(node.get("id"), name) : Json.textOrNull(node.get("id"), name);
    if (text != null && !text.equals(Long.toString(msisdn))) {
      throw Problem.badRequest(name + " must be the number of the bucket");
    }
  }
}
