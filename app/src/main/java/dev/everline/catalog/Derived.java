package dev.everline.catalog;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is computed from the catalog once and then used often: computed again when the catalog has
 * changed.
 */
public final class Derived<T> implements Supplier<T> {

  private final Catalog catalog;
  private final Supplier<T> computation;
  private volatile @Nullable Of<T> now;

  private record Of<T>(Object edition, T value) {}

  public Derived(Catalog catalog, Supplier<T> computation) {
    this.catalog = catalog;
    this.computation = computation;
    get();
  }

  /** Editions are told apart as objects: comparing what is in them would take longer. */
  @Override
  @SuppressWarnings("ReferenceEquality")
  public T get() {
    Object edition = catalog.edition();
    Of<T> known = now;
    if (known == null || known.edition() != edition) {
      known = new Of<>(edition, computation.get());
      now = known;
    }
    return known.value();
  }
}
