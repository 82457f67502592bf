package dev.everline.channel.api.http;

import java.math.BigInteger;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;

/**
 * Reads whole numbers however large they are. One beyond 32 bits is beyond the bounds of every
 * field too, so it is read as the outermost number, and its field refuses that with its own bounds.
 */
final class WholeNumbers extends StdDeserializer<Integer> {

  private static final BigInteger LEAST = BigInteger.valueOf(Integer.MIN_VALUE);
  private static final BigInteger MOST = BigInteger.valueOf(Integer.MAX_VALUE);

  WholeNumbers() {
    super(Integer.class);
  }

  @Override
  public Integer deserialize(JsonParser json, DeserializationContext context) {
    if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      return context.reportInputMismatch(this, "not a whole number");
    }
    return json.getBigIntegerValue().max(LEAST).min(MOST).intValue();
  }
}
