package dev.everline.sandbox.carrier.wire;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads JSON values with errors that name the value, its bounds and the remedy. */
public final class Json {

  /** Decimals are read exactly, and keep the cents they were written with. */
  public static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private Json() {}

  public static JsonNode parse(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JacksonException e) {
      throw malformed(e);
    }
  }

  public static JsonNode parse(byte[] text) {
    try {
      return MAPPER.readTree(text);
    } catch (JacksonException e) {
      throw malformed(e);
    }
  }

  public static Problem malformed(JacksonException e) {
    return Problem.badRequest("The body is not JSON: " + e.getOriginalMessage());
  }

  public static ObjectNode object(@Nullable JsonNode node, String name) {
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw Problem.badRequest(name + " must be a JSON object");
  }

  /** A text of 1 to 256 characters without control characters. */
  public static String text(@Nullable JsonNode node, String name) {
    String text = textOrNull(node, name);
    if (text == null) {
      throw Problem.badRequest(name + " is missing; give a text");
    }
    return text;
  }

  public static @Nullable String textOrNull(@Nullable JsonNode node, String name) {
    if (node == null || node.isMissingNode() || node.isNull()) {
      return null;
    }
    if (!node.isString()) {
      throw Problem.badRequest(name + " must be a text");
    }
    String text = node.stringValue();
    if (text.isEmpty()
        || text.length() > 256
        || text.codePoints().anyMatch(Character::isISOControl)) {
      throw Problem.badRequest(
          name + " must have 1 to 256 characters, none of them a control character");
    }
    return text;
  }

  public static long whole(JsonNode node, String name, long least, long most) {
    if (!node.isIntegralNumber()
        || !node.canConvertToLong()
        || node.longValue() < least
        || node.longValue() > most) {
      throw Problem.badRequest(
          "%s must be a whole number from %d to %d".formatted(name, least, most));
    }
    return node.longValue();
  }

  public static long wholeOr(
      @Nullable JsonNode node, String name, long least, long most, long otherwise) {
    return node == null || node.isNull() ? otherwise : whole(node, name, least, most);
  }

  public static boolean flag(JsonNode node, String name) {
    if (!node.isBoolean()) {
      throw Problem.badRequest(name + " must be true or false");
    }
    return node.booleanValue();
  }

  public static double chance(JsonNode node, String name) {
    if (!node.isNumber() || !(node.doubleValue() >= 0 && node.doubleValue() <= 1)) {
      throw Problem.badRequest(name + " must be a chance from 0 to 1");
    }
    return node.doubleValue();
  }

  public static @Nullable LocalDate dateOrNull(@Nullable JsonNode node, String name) {
    String text = textOrNull(node, name);
    if (text == null) {
      return null;
    }
    try {
      LocalDate date = LocalDate.parse(text);
      if (date.getYear() >= 1970 && date.getYear() <= 9999) {
        return date;
      }
    } catch (DateTimeException e) {
      // Told below, like a year out of bounds.
    }
    throw Problem.badRequest(name + " must be a date such as 2026-12-31, from 1970 to 9999");
  }

  /** An amount in minor units that may be below 0, but isn't 0. */
  public static long signedMinor(@Nullable JsonNode node, String name, int fractionDigits) {
    BigDecimal amount = node != null && node.isNumber() ? node.decimalValue() : null;
    return amount != null && amount.signum() < 0
        ? -minor(MAPPER.getNodeFactory().numberNode(amount.negate()), name, fractionDigits)
        : minor(node, name, fractionDigits);
  }

  /** An amount in minor units: positive, with no more decimals than the currency has. */
  public static long minor(@Nullable JsonNode node, String name, int fractionDigits) {
    BigDecimal amount = node != null && node.isNumber() ? node.decimalValue() : null;
    // The scale is checked first: 1e999999999 is short to write and long to compute.
    if (amount == null
        || Math.abs((long) amount.scale()) > 30
        || amount.signum() <= 0
        || amount.compareTo(LARGEST_AMOUNT) > 0
        || amount.stripTrailingZeros().scale() > fractionDigits) {
      throw Problem.badRequest(
          "%s must be a number above 0 and at most %s, with at most %d decimals"
              .formatted(name, LARGEST_AMOUNT.toPlainString(), fractionDigits));
    }
    return amount.movePointRight(fractionDigits).longValueExact();
  }

  private static final BigDecimal LARGEST_AMOUNT = new BigDecimal("1000000");
}
