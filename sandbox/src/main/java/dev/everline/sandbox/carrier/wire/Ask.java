package dev.everline.sandbox.carrier.wire;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks.
 *
 * @param path its parts between the slashes, decoded
 */
public record Ask(
    String method,
    List<String> path,
    Query query,
    @Nullable String authorization,
    @Nullable String contentType,
    InputStream body) {

  private static final int LARGEST_BODY = 1 << 16;

  /**
   * The whole body of at most 64 KiB.
   *
   * @throws Problem when it is larger
   */
  byte[] wholeBody() throws IOException {
    byte[] bytes = body.readNBytes(LARGEST_BODY + 1);
    if (bytes.length > LARGEST_BODY) {
      throw Problem.of(
          413, "tooLarge", "The request is too large", "Send a body of at most 64 KiB.");
    }
    return bytes;
  }

  public String wholeText() throws IOException {
    return new String(wholeBody(), StandardCharsets.UTF_8);
  }

  /** The JSON in the body, which must be declared as such. */
  public byte[] json() throws IOException {
    if (contentType != null && !contentType.startsWith("application/json")) {
      throw Problem.of(
          415,
          "unsupportedMediaType",
          "The body is not declared as JSON",
          "Send it with Content-Type: application/json.");
    }
    return wholeBody();
  }

  /**
   * Refuses other methods.
   *
   * @throws Problem when the method is none of these
   */
  public void requireMethod(String... allowed) {
    if (!List.of(allowed).contains(method)) {
      throw Problem.of(
          405,
          "methodNotAllowed",
          "This can't be done with the resource",
          "Use one of " + String.join(", ", allowed) + ".");
    }
  }
}
