package dev.everline.channel.web.line;

import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which brand somebody means by a name that they typed, by any name that people call it.
 *
 * @param meant the one, or null when that can't be told
 * @param possible those among which they choose; empty when nobody is called so
 */
record BrandChoice(@Nullable Carrier meant, List<Carrier> possible) {

  private static final Comparator<Carrier> BY_NAME = Comparator.comparing(Carrier::brand);

  /**
   * @param typed a name, or a part of one
   * @param chosen the id of one from a list, or empty
   */
  static BrandChoice of(Catalog catalog, String typed, String chosen) {
    if (typed.isEmpty()) {
      Carrier one = catalog.carriers().get(chosen);
      return new BrandChoice(one, one == null ? List.of() : List.of(one));
    }
    Set<String> called = catalog.names().of(typed);
    if (called.size() == 1) {
      Carrier one = catalog.carriers().get(called.iterator().next());
      return new BrandChoice(one, one == null ? List.of() : List.of(one));
    }
    Set<String> ids = new TreeSet<>(called.isEmpty() ? catalog.names().withPart(typed) : called);
    Carrier one = ids.contains(chosen) ? catalog.carriers().get(chosen) : null;
    return new BrandChoice(one, carriers(catalog, ids.stream()));
  }

  /** In the order of their names, without those that serve nobody any more. */
  static List<Carrier> carriers(Catalog catalog, Stream<String> ids) {
    return ids.distinct()
        .map(id -> catalog.carriers().get(id))
        .filter(Objects::nonNull)
        .filter(carrier -> carrier.status() != Carrier.Status.ENDED)
        .sorted(BY_NAME)
        .toList();
  }

  /** The names of all, for a field that proposes them. */
  static List<String> names(Catalog catalog) {
    return carriers(catalog, catalog.carriers().keySet().stream()).stream()
        .map(Carrier::brand)
        .toList();
  }
}
