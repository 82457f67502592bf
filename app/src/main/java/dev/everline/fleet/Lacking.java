package dev.everline.fleet;

import dev.everline.line.LineFilter;
import dev.everline.line.LineSearch;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** How much is missing of some lines, counted while they are read. */
public final class Lacking {

  private long lines;
  private final Map<LineFilter.Missing, Long> missing = new EnumMap<>(LineFilter.Missing.class);
  private final Map<String, Long> carriers = new TreeMap<>();
  private final Map<String, Long> withoutPlan = new TreeMap<>();

  Lacking() {}

  void add(LineSearch.Found line) {
    lines++;
    carriers.merge(line.carrier(), 1L, Long::sum);
    boolean noEnd = line.facts().validUntil() == null;
    boolean noPlan = line.plan() == null;
    if (noPlan) {
      withoutPlan.merge(line.carrier(), 1L, Long::sum);
    }
    note(LineFilter.Missing.END_DATE, noEnd);
    note(LineFilter.Missing.PLAN, noPlan);
    note(LineFilter.Missing.BRAND, !line.brandConfirmed());
    note(LineFilter.Missing.RENEWER, !line.renewerSaid());
    note(
        LineFilter.Missing.ANYTHING,
        noEnd || noPlan || !line.brandConfirmed() || !line.renewerSaid());
  }

  private void note(LineFilter.Missing what, boolean lacks) {
    if (lacks) {
      missing.merge(what, 1L, Long::sum);
    }
  }

  /** How many lines were counted. */
  public long lines() {
    return lines;
  }

  /** How many of them lack this. */
  public long of(LineFilter.Missing what) {
    return missing.getOrDefault(what, 0L);
  }

  /** The carriers' ids, each with the number of its lines. */
  public Map<String, Long> carriers() {
    return Map.copyOf(carriers);
  }

  /** How many of a carrier's lines have no plan. */
  public long withoutPlan(String carrier) {
    return withoutPlan.getOrDefault(carrier, 0L);
  }
}
