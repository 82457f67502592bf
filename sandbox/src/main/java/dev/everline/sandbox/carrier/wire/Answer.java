package dev.everline.sandbox.carrier.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a request is answered with.
 *
 * @param status of HTTP, or 0 to cut the connection without a word
 * @param body what is sent, or null for nothing
 */
public record Answer(int status, String contentType, @Nullable Body body, List<Header> headers) {

  /** A header of the answer. */
  public record Header(String name, String value) {}

  /** Writes the answer's body. */
  public interface Body {
    void writeTo(OutputStream out) throws IOException;
  }

  public static Answer of(int status, JsonNode json) {
    return new Answer(
        status,
        "application/json;charset=utf-8",
        out -> out.write(Json.MAPPER.writeValueAsBytes(json)),
        List.of());
  }

  public static Answer empty(int status) {
    return new Answer(status, "", null, List.of());
  }

  /** Values of JSON, one a line. */
  public static Answer lines(Body body) {
    return new Answer(200, "application/x-ndjson;charset=utf-8", body, List.of());
  }

  /** Cuts the connection. */
  public static Answer cut() {
    return empty(0);
  }

  /** An error as TMF654 shapes it. */
  public static Answer of(Problem problem) {
    Answer answer =
        of(
            problem.status(),
            Json.MAPPER
                .createObjectNode()
                .put("code", problem.code())
                .put("reason", problem.reason())
                .put("message", problem.message())
                .put("status", Integer.toString(problem.status()))
                .put("referenceError", "urn:everline:carrier-sandbox:error:" + problem.code())
                .put("@type", "Error"));
    return problem.retryAfterSeconds() > 0
        ? answer.with("Retry-After", Integer.toString(problem.retryAfterSeconds()))
        : answer;
  }

  public boolean isCut() {
    return status == 0;
  }

  public Answer with(String name, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new Answer(status, contentType, body, List.copyOf(more));
  }
}
