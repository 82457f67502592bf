package dev.everline.sandbox.carrier.books;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** All top-ups by their id, which counts up from 1. */
final class TopUpShelf {

  private final List<@Nullable TopUp> byId = new ArrayList<>();

  /** Puts a new top-up under the next id. */
  synchronized TopUp add(LongFunction<TopUp> withId) {
    TopUp topUp = withId.apply(byId.size() + 1L);
    byId.add(topUp);
    return topUp;
  }

  /** Puts a top-up under its own id, new or changed. */
  synchronized void set(TopUp topUp) {
    int place = Math.toIntExact(topUp.id() - 1);
    // A crash may have taken a lower id that was not acknowledged.
    while (byId.size() <= place) {
      byId.add(null);
    }
    byId.set(place, topUp);
  }

  synchronized @Nullable TopUp find(long id) {
    return id < 1 || id > byId.size() ? null : byId.get((int) id - 1);
  }

  /** The highest id given so far. */
  synchronized long last() {
    return byId.size();
  }

  synchronized void clear() {
    byId.clear();
  }
}
