package dev.everline.sandbox.carrier.books;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All that was done to balances other than by top-ups, by id; which counts up from 1. */
final class BalanceShelf {

  private record Reference(BalanceAct.Kind kind, String carrier, String text) {}

  private record Bucket(String carrier, long msisdn) {}

  private final ConcurrentSkipListMap<Long, BalanceAct> byId = new ConcurrentSkipListMap<>();
  private final Map<Reference, Long> standing = new ConcurrentHashMap<>();
  private final Map<Bucket, Long> reserved = new ConcurrentHashMap<>();

  /** The id that comes next; ask for it alone. */
  long next() {
    return byId.isEmpty() ? 1 : byId.lastKey() + 1;
  }

  /** Puts an act under its id, new or changed. */
  void set(BalanceAct act) {
    BalanceAct before = byId.put(act.id(), act);
    if (act.reference() != null) {
      Reference reference = new Reference(act.kind(), act.carrier(), act.reference());
      if (act.stands()) {
        standing.put(reference, act.id());
      } else {
        standing.remove(reference, act.id());
      }
    }
    if (act.kind() == BalanceAct.Kind.RESERVE) {
      long held = act.stands() ? act.amountMinor() : 0;
      long heldBefore = before != null && before.stands() ? before.amountMinor() : 0;
      reserved.merge(new Bucket(act.carrier(), act.msisdn()), held - heldBefore, Long::sum);
    }
  }

  @Nullable BalanceAct find(long id) {
    return byId.get(id);
  }

  /** The one that holds a reference, or null. */
  @Nullable BalanceAct under(BalanceAct.Kind kind, String carrier, String reference) {
    Long id = standing.get(new Reference(kind, carrier, reference));
    return id == null ? null : byId.get(id);
  }

  /** What is reserved of a line's money, in minor units. */
  long reserved(String carrier, long msisdn) {
    return reserved.getOrDefault(new Bucket(carrier, msisdn), 0L);
  }

  /** Shows all of them, oldest first. */
  void each(Consumer<BalanceAct> see) {
    byId.values().forEach(see);
  }

  void clear() {
    byId.clear();
    standing.clear();
    reserved.clear();
  }
}
