package dev.everline.renewal.update;

import dev.everline.catalog.bundle.BundleRefused;
import dev.everline.catalog.bundle.BundleRefused.Why;
import dev.everline.catalog.install.BundleSettings;
import dev.everline.catalog.install.BundleSettings.Daily;
import dev.everline.catalog.install.BundleSource;
import dev.everline.catalog.install.Bundles;
import dev.everline.catalog.install.CatalogWatch;
import dev.everline.catalog.install.KeptBundle;
import dev.everline.storage.BackgroundLoop;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the operator's address for a newer bundle every day, where that is switched on, and tells of
 * it. Installs it only where that is switched on as well, and no line loses anything by it.
 */
public final class DailyCatalogCheck extends BackgroundLoop {

  private static final Logger LOG = LoggerFactory.getLogger(DailyCatalogCheck.class);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration AFTER_FAILURE = Duration.ofHours(1);

  private final BundleSettings settings;
  private final BundleSource source;
  private final Bundles bundles;
  private final CatalogUpdates updates;
  private final CatalogWatch watch;
  private @Nullable String tag;

  public DailyCatalogCheck(
      BundleSettings settings,
      BundleSource source,
      Bundles bundles,
      CatalogUpdates updates,
      CatalogWatch watch) {
    super("catalog check", AFTER_FAILURE);
    this.settings = settings;
    this.source = source;
    this.bundles = bundles;
    this.updates = updates;
    this.watch = watch;
  }

  @Override
  public boolean isAutoStartup() {
    return settings.daily() != Daily.OFF;
  }

  @Override
  protected Duration work() {
    try {
      settings.where().ifPresent(this::ask);
      return DAY;
    } catch (BundleRefused refused) {
      LOG.warn("The catalog bundle of the address wasn't taken: {}", refused.getMessage());
      return refused.why() == Why.UNREACHABLE ? AFTER_FAILURE : DAY;
    }
  }

  private void ask(URI address) {
    Optional<BundleSource.Found> found = source.get(address, tag);
    if (found.isEmpty()) {
      return;
    }
    KeptBundle kept = bundles.keep(found.get().file(), String.valueOf(address.getHost()));
    tag = found.get().tag();
    KeptBundle installed = bundles.inForce().bundle();
    if (installed != null && installed.digest().equals(kept.digest())) {
      return;
    }
    if (settings.daily() == Daily.INSTALL) {
      install(kept);
    } else {
      LOG.info(
          "A newer catalog bundle of {} can be installed: 'everline catalog install' or the"
              + " operator's console",
          kept.made());
    }
  }

  private void install(KeptBundle kept) {
    Preview preview = updates.preview(kept.digest());
    updates.install(preview, false);
    LOG.info(
        "The catalog bundle of {} was installed; something changes for {} lines",
        kept.made(),
        preview.lines().changed());
    watch.look();
  }
}
