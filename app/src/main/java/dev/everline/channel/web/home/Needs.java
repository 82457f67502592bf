package dev.everline.channel.web.home;

import dev.everline.catalog.Catalog;
import dev.everline.catalog.Plan;
import dev.everline.channel.web.line.LineCard;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.notice.Notice;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All that needs somebody, as one list in which nothing is said twice; pure.
 *
 * @param items the most urgent first
 * @param lines those that an item is about
 */
record Needs(List<Need> items, Set<LineId> lines) {

  /** From so many lines on, what they lack alike is one item. */
  private static final int ALIKE = 3;

  /** From so many on, lines of one carrier that end on one day are one item. */
  private static final int OF_ONE_DAY = 5;

  Needs {
    items = List.copyOf(items);
    lines = Set.copyOf(lines);
  }

  static Needs of(
      Collection<LineCard> cards, Map<LineId, List<Notice>> notices, Catalog catalog, Instant now) {
    Set<String> withPlans =
        catalog.plans().values().stream().map(Plan::carrier).collect(Collectors.toSet());
    Map<LineId, Set<Lack>> lacks = new HashMap<>();
    Map<Lack, Long> lacking = new EnumMap<>(Lack.class);
    for (LineCard card : cards) {
      Set<Lack> its = Lack.of(card, withPlans);
      its.forEach(lack -> lacking.merge(lack, 1L, Long::sum));
      lacks.put(card.id(), its);
    }
    Set<LineId> lines = new HashSet<>();
    List<Need> items = new ArrayList<>();
    EnumSet<Lack> alike = EnumSet.noneOf(Lack.class);
    lacking.forEach(
        (lack, count) -> {
          Lack.Keys keys = lack.ofMany();
          if (keys != null && count >= ALIKE) {
            alike.add(lack);
            items.add(new Need.OfMany(lack, keys, count));
          }
        });
    List<Need.OfLine> each = new ArrayList<>();
    for (LineCard card : cards) {
      Set<Lack> its = lacks.getOrDefault(card.id(), Set.of());
      List<Notice> open = notices.getOrDefault(card.id(), List.of());
      if (card.urgency().needsOwner() || !open.isEmpty() || !its.isEmpty()) {
        lines.add(card.id());
        Set<Lack> own = EnumSet.noneOf(Lack.class);
        own.addAll(its);
        own.removeAll(alike);
        Need.OfLine need = Need.OfLine.of(card, open, own, now);
        if (need.isDated() || !own.isEmpty() || its.isEmpty()) {
          each.add(need);
        }
      }
    }
    items.addAll(ofOneDay(each));
    items.sort(Need.BY_URGENCY);
    return new Needs(items, lines);
  }

  private static List<Need> ofOneDay(List<Need.OfLine> each) {
    Map<Object, List<Need.OfLine>> alike = new LinkedHashMap<>();
    for (Need.OfLine need : each) {
      alike.computeIfAbsent(alike(need), any -> new ArrayList<>()).add(need);
    }
    List<Need> items = new ArrayList<>();
    alike
        .values()
        .forEach(
            lines -> {
              if (lines.size() < OF_ONE_DAY) {
                items.addAll(lines);
              } else {
                items.add(new Need.OfOneDay(lines, total(lines)));
              }
            });
    return items;
  }

  /** What lines have in common that are one item if they are many; else the line itself. */
  private static Object alike(Need.OfLine need) {
    LineCard card = need.card();
    LocalDate end = card.coveredUntil();
    return end != null && need.ask().isToPay()
        ? List.of(card.brand(), end, card.urgency(), need.ask())
        : card.id();
  }

  private static @Nullable Money total(List<Need.OfLine> lines) {
    Money total = null;
    for (Need.OfLine line : lines) {
      Money cost = line.card().need();
      if (cost == null || (total != null && !total.currency().equals(cost.currency()))) {
        return null;
      }
      total = total == null ? cost : total.plus(cost);
    }
    return total;
  }
}
