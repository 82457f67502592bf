package dev.everline.renewal.update;

import dev.everline.catalog.Catalog;
import dev.everline.catalog.CatalogLoader;
import dev.everline.catalog.bundle.Bundle;
import dev.everline.catalog.bundle.BundleRefused;
import dev.everline.catalog.bundle.BundleRefused.Why;
import dev.everline.catalog.bundle.SignedBundle;
import dev.everline.catalog.install.Bundles;
import dev.everline.catalog.install.CatalogDiff;
import dev.everline.catalog.install.CatalogInUse;
import dev.everline.catalog.install.InForce;
import dev.everline.catalog.install.KeptBundle;
import dev.everline.kernel.ProblemException;
import dev.everline.line.due.CatalogLines;
import dev.everline.renewal.RenewalSettings;
import dev.everline.renewal.decide.Routes;
import dev.everline.storage.Seal;
import dev.everline.storage.Transactions;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Changes the catalog, and says before what that changes for the lines here. */
public final class CatalogUpdates {

  private final Transactions transactions;
  private final Bundles bundles;
  private final CatalogInUse inUse;
  private final CatalogLines lines;
  private final Routes routes;
  private final RenewalSettings settings;
  private final Clock clock;

  public CatalogUpdates(
      Transactions transactions,
      Bundles bundles,
      CatalogInUse inUse,
      Seal seal,
      Routes routes,
      RenewalSettings settings,
      Clock clock) {
    this.transactions = transactions;
    this.bundles = bundles;
    this.inUse = inUse;
    this.lines = new CatalogLines(seal);
    this.routes = routes;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * What a kept bundle would change.
   *
   * @throws BundleRefused when it isn't kept, or the catalog would have mistakes with it
   */
  public Preview preview(String digest) {
    InForce installed = bundles.inForce();
    return preview(installed, bundles.kept(digest));
  }

  /**
   * What taking back the last change would change.
   *
   * @throws BundleRefused when there is nothing to take back
   */
  public Preview previewUndo() {
    InForce installed = bundles.inForce();
    return preview(installed, bundles.beforeLast().orElse(null));
  }

  private Preview preview(InForce installed, @Nullable KeptBundle next) {
    Catalog before = used(installed);
    Bundle bundle = next == null ? null : SignedBundle.unchecked(bundles.file(next.digest()));
    CatalogLoader.Loaded loaded = loaded(bundle);
    Catalog after = loaded.catalog();
    List<CatalogDiff.Change> changes = CatalogDiff.between(before, after);
    return new Preview(
        installed.number(),
        next,
        bundle == null ? null : bundle.note(),
        bundle == null ? null : bundle.nextKey(),
        changes,
        List.copyOf(loaded.loader().filesUnlike(inUse.used().loaded().loader())),
        bundle == null ? List.of() : loaded.loader().ownOf(bundle.files().keySet()),
        new LineEffects(transactions, lines, before, after, routes, settings, clock.instant())
            .of(carriersOf(changes, before, after)),
        clock.instant());
  }

  /** By what is installed; this process may be a few seconds behind. */
  private Catalog used(InForce installed) {
    if (installed.number() != inUse.used().installed().number()) {
      inUse.refresh();
    }
    return inUse.catalog().asItIs();
  }

  private CatalogLoader.Loaded loaded(@Nullable Bundle bundle) {
    try {
      return inUse.with(bundle);
    } catch (ProblemException mistakes) {
      throw new BundleRefused(
          Why.INVALID_CATALOG,
          "The catalog would have mistakes with this bundle, so it isn't installed. Nothing was"
              + " changed.\n"
              + mistakes.getMessage());
    }
  }

  /** Whose lines have to be looked at; fees concern all. */
  private static Set<String> carriersOf(
      List<CatalogDiff.Change> changes, Catalog before, Catalog after) {
    Set<String> carriers = new TreeSet<>();
    for (CatalogDiff.Change change : changes) {
      String carrier = change.carrier();
      if (carrier != null && before.carriers().containsKey(carrier)) {
        carriers.add(carrier);
      } else if (carrier == null || !after.carriers().containsKey(carrier)) {
        carriers.addAll(before.carriers().keySet());
      }
    }
    return carriers;
  }

  /**
   * Puts a kept bundle in force, everywhere: other servers follow within seconds.
   *
   * @param seen what the person decided upon
   * @param evenWithoutPlan whether lines may lose their plan
   * @throws BundleRefused when it can't be, or what was seen is no longer so
   */
  public InForce install(Preview seen, boolean evenWithoutPlan) {
    requireLinesKept(seen, evenWithoutPlan);
    KeptBundle bundle = Objects.requireNonNull(seen.bundle());
    return bundles.install(bundle.digest(), seen.after());
  }

  /** Takes back the last change; the same otherwise. */
  public InForce undo(Preview seen, boolean evenWithoutPlan) {
    requireLinesKept(seen, evenWithoutPlan);
    return bundles.undo(seen.after());
  }

  /**
   * That no line loses its carrier, nor its plan unless that was allowed.
   *
   * @throws BundleRefused when one would
   */
  public void requireLinesKept(Preview seen, boolean evenWithoutPlan) {
    Preview.Lines found = seen.lines();
    if (found.withoutCarrier() > 0) {
      throw new BundleRefused(
          Why.LINES_LOSE_CARRIER,
          found.withoutCarrier()
              + (found.withoutCarrier() == 1 ? " line is" : " lines are")
              + " with a carrier that the catalog would no longer have. Give them another carrier"
              + " first, or remove them. Nothing was changed.",
          found.withoutCarrier());
    }
    List<String> routed =
        seen.changes().stream()
            .filter(change -> change.kind() == CatalogDiff.Kind.CARRIER && change.isGone())
            .map(CatalogDiff.Change::id)
            .filter(carrier -> routes.to(carrier).isPresent())
            .toList();
    if (!routed.isEmpty()) {
      throw new BundleRefused(
          Why.ROUTES_LOSE_CARRIER,
          "A route is connected to "
              + String.join(", ", routed)
              + ", which the catalog would no longer have. Take it from the route first. Nothing"
              + " was changed.",
          String.join(", ", routed));
    }
    if (found.withoutPlan() > 0 && !evenWithoutPlan) {
      throw new BundleRefused(
          Why.LINES_LOSE_PLAN,
          found.withoutPlan()
              + (found.withoutPlan() == 1 ? " line is" : " lines are")
              + " on a plan that the catalog would no longer have: nobody would know what they cost"
              + " or when they lapse. Change their plan first. Nothing was changed.",
          found.withoutPlan());
    }
  }
}
