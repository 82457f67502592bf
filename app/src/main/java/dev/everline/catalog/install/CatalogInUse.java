package dev.everline.catalog.install;

import dev.everline.catalog.Catalog;
import dev.everline.catalog.CatalogLoader;
import dev.everline.catalog.CatalogLoader.Loaded;
import dev.everline.catalog.MessageForms;
import dev.everline.catalog.bundle.Bundle;
import dev.everline.catalog.bundle.BundleCopy;
import dev.everline.catalog.bundle.SetAside;
import dev.everline.catalog.bundle.SignedBundle;
import dev.everline.catalog.identify.SimTables;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.WithoutMessage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The catalog that this process uses, and the change to another while it runs. */
public final class CatalogInUse {

  private static final Logger LOG = LoggerFactory.getLogger(CatalogInUse.class);

  private final Bundles bundles;
  private final Map<String, String> environment;
  private final BundleCopy copy;
  private final Catalog catalog;
  private volatile Used used;

  /**
   * What is used.
   *
   * @param installed what the database says
   * @param bundle of it, or null
   * @param setAside why that bundle isn't used, or null when it is, or there is none
   */
  public record Used(
      InForce installed, @Nullable Bundle bundle, Loaded loaded, @Nullable SetAside setAside) {}

  CatalogInUse(Bundles bundles, Map<String, String> environment, BundleCopy copy) {
    this.bundles = bundles;
    this.environment = environment;
    this.copy = copy;
    this.used = load(bundles.inForce());
    this.catalog = used.loaded().catalog().asItIs();
  }

  private Used load(InForce installed) {
    KeptBundle kept = installed.bundle();
    byte[] file = kept == null ? null : bundles.file(kept.digest());
    Bundle bundle = file == null ? null : SignedBundle.unchecked(file);
    CatalogLoader.Chosen chosen = CatalogLoader.choose(environment, bundle);
    if (bundle != null && chosen.setAside() != null) {
      LOG.warn(
          "The catalog bundle of {} is installed but not used ({}): 'everline catalog status' says"
              + " more",
          bundle.made(),
          chosen.setAside());
    }
    try {
      copy.become(file);
    } catch (IOException unwritable) {
      LOG.warn(
          "The copy of the catalog bundle in the data folder can't be written; commands without a"
              + " database use another catalog",
          new WithoutMessage(unwritable));
    }
    return new Used(installed, bundle, chosen.loaded(), chosen.setAside());
  }

  /** One object for the life of the process, whose content changes. */
  public Catalog catalog() {
    return catalog;
  }

  public SimTables simTables() {
    return used.loaded().tables();
  }

  public List<MessageForms> messageForms() {
    return used.loaded().messageForms();
  }

  public Used used() {
    return used;
  }

  /**
   * Changes to what the database says, where that is something else.
   *
   * @return the catalog as it was before, or null when nothing has changed
   * @throws ProblemException when the owner's own files have mistakes; then all stays as it was
   */
  public synchronized @Nullable Catalog refresh() {
    InForce installed = bundles.inForce();
    if (installed.number() == used.installed().number()) {
      return null;
    }
    Used next = load(installed);
    Catalog before = catalog.asItIs();
    used = next;
    catalog.become(next.loaded().catalog());
    LOG.info(
        "The catalog has changed: {}",
        next.bundle() == null || next.setAside() != null
            ? "the built-in one is used"
            : "the bundle of " + next.bundle().made() + " is used");
    return before;
  }

  /** What would be used with that bundle; the owner's own files stand over it as always. */
  public Loaded with(@Nullable Bundle bundle) {
    return CatalogLoader.with(environment, bundle == null ? Map.of() : bundle.files()).loadAll();
  }
}
