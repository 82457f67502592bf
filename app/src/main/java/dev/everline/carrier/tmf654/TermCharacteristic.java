package dev.everline.carrier.tmf654;

import dev.everline.catalog.Length;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/**
 * How a term stands in a top-up: as a characteristic of its product, which TMF637 names so. The
 * standard gives it no field of its own.
 */
final class TermCharacteristic {

  private static final String LIST = "productCharacteristic";
  private static final String NAME = "term";

  private TermCharacteristic() {}

  /** Writes it into the product that is being written. */
  static void write(JsonGenerator product, Length term) {
    product.writeArrayPropertyStart(LIST);
    product.writeStartObject();
    product.writeStringProperty("name", NAME);
    product.writeStringProperty("value", term.key());
    product.writeEndObject();
    product.writeEndArray();
  }

  /**
   * Whether a top-up that the server shows is one of that term. One that says nothing of terms
   * isn't taken for another.
   *
   * @param term the term asked for, or null when periods or credit were
   */
  static boolean agrees(JsonNode topUp, @Nullable Length term) {
    for (JsonNode product : topUp.path("product").values()) {
      for (JsonNode characteristic : product.path(LIST).values()) {
        if (NAME.equals(text(characteristic, "name"))) {
          return term != null && term.key().equals(text(characteristic, "value"));
        }
      }
    }
    return true;
  }

  private static @Nullable String text(JsonNode node, String name) {
    JsonNode value = node.path(name);
    return value.isString() ? value.stringValue("") : null;
  }
}
