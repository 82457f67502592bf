package dev.everline.carrier.tmf654;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads JSON of strangers: numbers exactly, nesting within bounds, a name that comes twice as a
 * mistake, and a mistake as nothing rather than as an exception.
 */
final class BoundedJson {

  private static final int DEEPEST = 32;

  private final JsonMapper mapper =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** The value that a text holds, if it is JSON. */
  Optional<JsonNode> read(String text) {
    try {
      // Some servers write the mark that RFC 8259 asks not to write, and to overlook.
      JsonNode read = mapper.readTree(text.startsWith("\uFEFF") ? text.substring(1) : text);
      return Optional.ofNullable(read).filter(node -> !node.isMissingNode());
    } catch (JacksonException | NumberFormatException malformed) {
      // The latter for numbers with an exponent that no decimal can have.
      return Optional.empty();
    }
  }

  /** The value that bytes in UTF-8 hold, if they are JSON. */
  Optional<JsonNode> read(byte[] bytes) {
    return read(new String(bytes, StandardCharsets.UTF_8));
  }

  JsonGenerator writer(OutputStream out) {
    return mapper.createGenerator(out);
  }
}
