package dev.everline.sandbox.carrier.wire;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The query of a request: paging, the fields wanted, and filters by attribute, whose names reach
 * into nested attributes by a point.
 */
public record Query(List<Filter> filters, int offset, int limit, Set<String> fields) {

  private static final int USUAL_LIMIT = 100;
  private static final int LARGEST_LIMIT = 1_000;

  /** An attribute that must have a value. */
  public record Filter(String attribute, String value) {}

  /** Where the results of a list go. */
  public final class Page {
    private final ArrayNode items = Json.MAPPER.createArrayNode();
    private long total;

    public void add(ObjectNode resource, Set<String> mandatory) {
      if (!matches(resource)) {
        return;
      }
      if (total >= offset && items.size() < limit) {
        items.add(reduced(resource, mandatory));
      }
      total++;
    }

    /** 206 when more match than the page shows. */
    public Answer answer() {
      return Answer.of(items.size() < total ? 206 : 200, items)
          .with("X-Total-Count", Long.toString(total))
          .with("X-Result-Count", Integer.toString(items.size()));
    }
  }

  public static Query parse(@Nullable String text) {
    List<Filter> filters = new ArrayList<>();
    Set<String> fields = new LinkedHashSet<>();
    int offset = 0;
    int limit = USUAL_LIMIT;
    for (String pair : text == null || text.isEmpty() ? new String[0] : text.split("&", 100)) {
      int at = pair.indexOf('=');
      String name = decoded(at < 0 ? pair : pair.substring(0, at));
      String value = at < 0 ? "" : decoded(pair.substring(at + 1));
      switch (name) {
        case "offset" -> offset = number(name, value, Integer.MAX_VALUE);
        case "limit" -> limit = Math.min(number(name, value, Integer.MAX_VALUE), LARGEST_LIMIT);
        case "fields" -> fields.addAll(List.of(value.split(",", -1)));
        default -> filters.add(new Filter(name, value));
      }
    }
    return new Query(List.copyOf(filters), offset, limit, fields);
  }

  /** The value that an attribute must have, or null when it may have any. */
  public @Nullable String filter(String attribute) {
    return filters.stream()
        .filter(filter -> filter.attribute().equals(attribute))
        .map(Filter::value)
        .findFirst()
        .orElse(null);
  }

  private boolean matches(ObjectNode resource) {
    return filters.stream()
        .allMatch(
            filter ->
                matches(resource, List.of(filter.attribute().split("\\.", 20)), filter.value()));
  }

  private static boolean matches(JsonNode node, List<String> path, String value) {
    if (node instanceof ArrayNode array) {
      return array.valueStream().anyMatch(item -> matches(item, path, value));
    }
    if (path.isEmpty()) {
      return node.isValueNode() && !node.isNull() && node.asString().equals(value);
    }
    JsonNode child = node.get(path.getFirst());
    return child != null && matches(child, path.subList(1, path.size()), value);
  }

  /** The resource with the fields wanted and those that it can't be without. */
  public ObjectNode reduced(ObjectNode resource, Set<String> mandatory) {
    if (fields.isEmpty()) {
      return resource;
    }
    Set<String> kept = new LinkedHashSet<>(mandatory);
    kept.addAll(fields);
    return resource.retain(kept);
  }

  private static int number(String name, String value, int most) {
    try {
      int number = Integer.parseInt(value);
      if (number >= 0 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, like a number out of bounds.
    }
    throw Problem.badRequest(name + " must be a whole number of 0 or more");
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest("The query holds a broken % sequence");
    }
  }
}
