package dev.everline.carrier.tmf654;

import dev.everline.carrier.CarrierConnector.TopUp;
import dev.everline.carrier.tmf654.Tmf654Settings.Naming;
import dev.everline.catalog.Length;
import dev.everline.kernel.Money;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes top-ups as the server wants them. */
final class TopUpWriter {

  private static final int USUAL_BYTES = 512;

  private final Naming naming;
  private final List<MoneyUnit> units;
  private final BoundedJson json;

  TopUpWriter(Tmf654Settings settings, BoundedJson json) {
    this.naming = settings.naming();
    this.units = settings.units();
    this.json = json;
  }

  /** The unit in which to write an amount, where one is configured for its currency. */
  Optional<MoneyUnit> unitOf(Money amount) {
    return units.stream().filter(unit -> unit.currency().equals(amount.currency())).findFirst();
  }

  /**
   * A {@code TopupBalance_Create}.
   *
   * @param bucket id of the bucket that takes the money
   */
  byte[] write(TopUp request, MoneyUnit unit, String bucket) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(USUAL_BYTES);
    try (JsonGenerator body = json.writer(out)) {
      body.writeStartObject();
      body.writeStringProperty(naming.referenceAttribute(), request.reference());
      body.writeObjectPropertyStart("amount");
      body.writeNumberProperty("amount", unit.toNumber(request.amount()));
      body.writeStringProperty("units", unit.text());
      body.writeEndObject();
      body.writeStringProperty("usageType", "monetary");
      writeReference(body, "bucket", bucket);
      writeReference(body, "partyAccount", filled(naming.partyAccountId(), request.msisdn()));
      body.writeArrayPropertyStart("logicalResource");
      writeId(body, filled(naming.logicalResourceId(), request.msisdn()));
      body.writeEndArray();
      if (request.plan() != null) {
        body.writeArrayPropertyStart("product");
        writeProduct(body, request.plan(), request.term());
        body.writeEndArray();
      }
      if (request.periods() > 1) {
        body.writeNumberProperty("numberOfPeriods", request.periods());
      }
      writeReference(body, "channel", naming.channel());
      body.writeEndObject();
    }
    return out.toByteArray();
  }

  static String filled(String template, String msisdn) {
    return template.replace("{msisdn}", msisdn);
  }

  private static void writeReference(JsonGenerator body, String name, String id) {
    body.writeName(name);
    writeId(body, id);
  }

  private static void writeProduct(JsonGenerator body, String plan, @Nullable Length term) {
    body.writeStartObject();
    body.writeStringProperty("id", plan);
    if (term != null) {
      TermCharacteristic.write(body, term);
    }
    body.writeEndObject();
  }

  private static void writeId(JsonGenerator body, String id) {
    body.writeStartObject();
    body.writeStringProperty("id", id);
    body.writeEndObject();
  }
}
