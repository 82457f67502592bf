package dev.everline.channel.web.fleet;

import dev.everline.fleet.FleetQuery;
import dev.everline.kernel.InvalidValue;
import dev.everline.line.LineFilter;
import dev.everline.line.renewer.RenewedBy;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A view of the lines as it stands in an address, so that it can be kept as a bookmark and sent to
 * somebody. Telephone numbers and SIMs' numbers never stand in one.
 */
final class FleetAddress {

  private static final int MOST_DAYS = 3_660;
  private static final int LONGEST_TEXT = 100;

  private FleetAddress() {}

  /**
   * @throws InvalidValue when a field holds what the form doesn't offer
   */
  static FleetQuery read(Map<String, String> fields) {
    return new FleetQuery(
        text(fields, "q"),
        one(FleetQuery.State.class, fields, "state"),
        orNull(text(fields, "brand")),
        orNull(text(fields, "plan")),
        one(RenewedBy.class, fields, "renewed-by"),
        orNull(text(fields, "tag")),
        one(LineFilter.Missing.class, fields, "missing"),
        days(text(fields, "within")),
        sort(fields));
  }

  private static FleetQuery.Sort sort(Map<String, String> fields) {
    FleetQuery.Sort sort = one(FleetQuery.Sort.class, fields, "sort");
    return sort == null ? FleetQuery.Sort.NEED : sort;
  }

  /** The fields that say something, by their names. */
  static Map<String, String> fields(FleetQuery query) {
    Map<String, String> fields = new LinkedHashMap<>();
    put(fields, "q", query.text());
    put(fields, "state", word(query.state()));
    put(fields, "brand", query.carrier());
    put(fields, "plan", query.plan());
    put(fields, "renewed-by", word(query.renewedBy()));
    put(fields, "tag", query.tag());
    put(fields, "missing", word(query.missing()));
    put(fields, "within", query.withinDays() == null ? null : query.withinDays().toString());
    put(fields, "sort", query.sort() == FleetQuery.Sort.NEED ? null : word(query.sort()));
    return fields;
  }

  /** The address of a page, with the query's fields and others. */
  static String of(String path, FleetQuery query, Map<String, String> more) {
    Map<String, String> fields = fields(query);
    fields.putAll(more);
    List<String> pairs = new ArrayList<>();
    fields.forEach(
        (name, value) -> pairs.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return pairs.isEmpty() ? path : path + "?" + String.join("&", pairs);
  }

  /** As values of a fixed set stand in addresses and forms: {@code needs-me}. */
  static @Nullable String word(@Nullable Enum<?> value) {
    return value == null ? null : value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static <E extends Enum<E>> @Nullable E one(
      Class<E> type, Map<String, String> fields, String name) {
    String given = text(fields, name);
    if (given.isEmpty()) {
      return null;
    }
    for (E value : type.getEnumConstants()) {
      if (given.equals(word(value))) {
        return value;
      }
    }
    throw InvalidValue.of("filter " + name, given, "is none of those offered", "choose one again");
  }

  private static String text(Map<String, String> fields, String name) {
    String text = fields.getOrDefault(name, "").strip();
    if (text.length() > LONGEST_TEXT) {
      throw InvalidValue.of(name, text, "is too long", "give at most " + LONGEST_TEXT + " letters");
    }
    return text;
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static @Nullable Integer days(String text) {
    if (text.isEmpty()) {
      return null;
    }
    boolean digits = text.length() < 6 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    int days = digits ? Integer.parseInt(text) : MOST_DAYS + 1;
    if (days > MOST_DAYS) {
      throw InvalidValue.of(
          "within", text, "is no number of days", "give 0 to " + MOST_DAYS + " days");
    }
    return days;
  }

  private static void put(Map<String, String> fields, String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      fields.put(name, value);
    }
  }
}
