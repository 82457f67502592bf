package dev.everline.catalog.install;

import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.Length;
import dev.everline.catalog.Plan;
import dev.everline.catalog.Provenance;
import dev.everline.kernel.Money;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is different between two catalogs, value by value, as their files name them. Every component
 * of a record counts, so that a new one is compared from its first day on.
 */
public final class CatalogDiff {

  /** Who a record is, and who says so, is no change of what it says. */
  private static final Set<String> NOT_COMPARED = Set.of("id", "provenance", "source");

  private CatalogDiff() {}

  /** What a value belongs to. */
  public enum Kind {
    CARRIER,
    PLAN,
    LAPSE_RULE,
    REFILL_AMOUNTS,
    FEE_911
  }

  /**
   * A value that isn't the same.
   *
   * @param id of the record
   * @param name of it for people
   * @param carrier whom it concerns; null: all
   * @param field as in the files; null when the whole record is new or gone
   * @param before null where there was none
   * @param after null where there is none any more
   * @param source who says so now, or said so
   */
  public record Change(
      Kind kind,
      String id,
      String name,
      @Nullable String carrier,
      @Nullable String field,
      @Nullable String before,
      @Nullable String after,
      String source) {

    public boolean isNew() {
      return field == null && before == null;
    }

    public boolean isGone() {
      return field == null && after == null;
    }
  }

  /** All changes, by kind and id. */
  public static List<Change> between(Catalog before, Catalog after) {
    List<Change> changes = new ArrayList<>();
    compare(
        changes,
        Kind.CARRIER,
        before.carriers(),
        after.carriers(),
        carrier -> new Known(carrier.brand(), carrier.id(), carrier.provenance()));
    compare(
        changes,
        Kind.PLAN,
        before.plans(),
        after.plans(),
        plan ->
            new Known(
                brand(plan.carrier(), after, before) + " " + plan.name(),
                plan.carrier(),
                plan.provenance()));
    compare(
        changes,
        Kind.LAPSE_RULE,
        before.lapseRules(),
        after.lapseRules(),
        rule ->
            new Known(
                brand(rule.carrier(), after, before) + ": " + rule.appliesTo(),
                rule.carrier(),
                rule.provenance()));
    compare(
        changes,
        Kind.REFILL_AMOUNTS,
        before.refillAmounts(),
        after.refillAmounts(),
        amounts ->
            new Known(
                brand(amounts.carrier(), after, before), amounts.carrier(), amounts.provenance()));
    compare(
        changes,
        Kind.FEE_911,
        before.prepaidFees(),
        after.prepaidFees(),
        fee -> new Known(fee.name(), null, fee.provenance()));
    return changes;
  }

  private static String brand(String carrier, Catalog after, Catalog before) {
    Carrier is = after.carriers().get(carrier);
    Carrier known = is == null ? before.carriers().get(carrier) : is;
    return known == null ? carrier : known.brand();
  }

  private record Known(String name, @Nullable String carrier, Provenance provenance) {}

  private static <T extends Record> void compare(
      List<Change> changes,
      Kind kind,
      Map<String, T> before,
      Map<String, T> after,
      Function<T, Known> known) {
    Set<String> ids = new TreeSet<>(before.keySet());
    ids.addAll(after.keySet());
    for (String id : ids) {
      T was = before.get(id);
      T is = after.get(id);
      Known of = known.apply(Objects.requireNonNull(is == null ? was : is));
      String source = of.provenance().source() + ", " + of.provenance().asOf();
      if (was == null || is == null) {
        changes.add(
            new Change(
                kind,
                id,
                of.name(),
                of.carrier(),
                null,
                was == null ? null : of.name(),
                is == null ? null : of.name(),
                source));
        continue;
      }
      Map<String, String> old = fields(was);
      Map<String, String> fresh = fields(is);
      Set<String> names = new TreeSet<>(old.keySet());
      names.addAll(fresh.keySet());
      for (String field : names) {
        if (!Objects.equals(old.get(field), fresh.get(field))) {
          changes.add(
              new Change(
                  kind,
                  id,
                  of.name(),
                  of.carrier(),
                  field,
                  old.get(field),
                  fresh.get(field),
                  source));
        }
      }
    }
  }

  /** A record's values by their names; records in it are taken apart. */
  static Map<String, String> fields(Record record) {
    Map<String, String> fields = new LinkedHashMap<>();
    collect(fields, "", record);
    return fields;
  }

  private static void collect(Map<String, String> fields, String prefix, Record record) {
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      String name = component.getName();
      Object value = NOT_COMPARED.contains(name) ? null : value(record, component);
      if (value instanceof Record inner && isTakenApart(inner)) {
        collect(fields, prefix + name + ".", inner);
      } else if (value != null) {
        fields.put(prefix + name, text(value));
      }
    }
  }

  private static boolean isTakenApart(Record record) {
    return !(record instanceof Length)
        && record.getClass().getPackageName().equals(Catalog.class.getPackageName());
  }

  private static @Nullable Object value(Record record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (IllegalAccessException | InvocationTargetException impossible) {
      throw new IllegalStateException("A component can always be read", impossible);
    }
  }

  private static String text(Object value) {
    return switch (value) {
      case Money money -> money.toString();
      case Plan.Price price ->
          price.regular()
              + (price.withAutopay() == null ? "" : " (autopay " + price.withAutopay() + ")")
              + " from "
              + price.from();
      case Map<?, ?> map ->
          new TreeMap<>(map)
              .entrySet().stream()
                  .map(
                      entry ->
                          entry.getKey() + " " + text(Objects.requireNonNull(entry.getValue())))
                  .collect(Collectors.joining(", "));
      case Collection<?> all ->
          all.stream()
              .map(each -> text(Objects.requireNonNull(each)))
              .collect(Collectors.joining(", "));
      case Enum<?> word -> word.name().toLowerCase(Locale.ROOT).replace('_', '-');
      case Record record when isTakenApart(record) ->
          fields(record).entrySet().stream()
              .map(field -> field.getKey() + " " + field.getValue())
              .collect(Collectors.joining(" "));
      default -> value.toString();
    };
  }
}
