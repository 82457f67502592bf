package dev.everline.catalog.install;

import dev.everline.catalog.Catalog;
import dev.everline.storage.BackgroundLoop;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes over what was installed elsewhere, by a command or another server. Each server wakes the
 * lines after its own change, so that none is left to what an old catalog said.
 */
public final class CatalogWatch extends BackgroundLoop {

  private static final Duration REST = Duration.ofSeconds(15);

  private final CatalogInUse inUse;
  private final List<CatalogListener> listeners;

  /** The oldest catalog of which not everybody has been told that it is over. */
  private @Nullable Catalog untold;

  private boolean startTold;

  CatalogWatch(CatalogInUse inUse, List<CatalogListener> listeners) {
    super("catalog watch", REST);
    this.inUse = inUse;
    this.listeners = List.copyOf(listeners);
  }

  @Override
  protected Duration work() {
    look();
    return REST;
  }

  /** The same at once, where somebody waits for it. */
  public synchronized void look() {
    Catalog before = inUse.refresh();
    if (!startTold) {
      listeners.forEach(listener -> listener.changedFrom(null));
      startTold = true;
    }
    if (untold == null) {
      untold = before;
    }
    Catalog over = untold;
    if (over != null) {
      listeners.forEach(listener -> listener.changedFrom(over));
      untold = null;
    }
  }
}
