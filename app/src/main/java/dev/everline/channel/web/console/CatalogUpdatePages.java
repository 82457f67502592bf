package dev.everline.channel.web.console;

import dev.everline.account.AuditTrail;
import dev.everline.account.AuditTrail.Act;
import dev.everline.catalog.bundle.BundleRefused;
import dev.everline.catalog.bundle.BundleRefused.Why;
import dev.everline.catalog.bundle.SetAside;
import dev.everline.catalog.bundle.SignedBundle;
import dev.everline.catalog.install.BundleSettings;
import dev.everline.catalog.install.BundleSource;
import dev.everline.catalog.install.Bundles;
import dev.everline.catalog.install.CatalogInUse;
import dev.everline.catalog.install.CatalogWatch;
import dev.everline.catalog.install.KeptBundle;
import dev.everline.catalog.install.TrustedKey;
import dev.everline.channel.web.door.ArrivingForm;
import dev.everline.channel.web.door.UploadDoor;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.Visit;
import dev.everline.renewal.update.CatalogUpdates;
import dev.everline.renewal.update.Preview;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** Newer catalogs: what a bundle would change here, installing it, and going back. */
@ServesPages
final class CatalogUpdatePages {

  private static final String HERE = UploadDoor.BUNDLES;

  private final Bundles bundles;
  private final BundleSettings settings;
  private final BundleSource source;
  private final CatalogInUse inUse;
  private final CatalogUpdates updates;
  private final CatalogWatch watch;
  private final AuditTrail audit;
  private final Clock clock;
  private final Pages pages;

  CatalogUpdatePages(
      Bundles bundles,
      BundleSettings settings,
      BundleSource source,
      CatalogInUse inUse,
      CatalogUpdates updates,
      CatalogWatch watch,
      AuditTrail audit,
      Clock clock,
      Pages pages) {
    this.bundles = bundles;
    this.settings = settings;
    this.source = source;
    this.inUse = inUse;
    this.updates = updates;
    this.watch = watch;
    this.audit = audit;
    this.clock = clock;
    this.pages = pages;
  }

  /**
   * @param bundle that is installed, or null
   * @param age of it, or null
   * @param setAside why it isn't used, or null when it is
   * @param host of the address that can be asked, or null
   * @param waiting bundles that can be installed, the newest first
   * @param problem what was refused, or null
   */
  record CatalogPage(
      @Nullable KeptBundle bundle,
      @Nullable Duration age,
      @Nullable SetAside setAside,
      @Nullable String host,
      List<KeptBundle> waiting,
      List<TrustedKey> trusted,
      @Nullable String problem) {}

  @GetMapping(HERE)
  View catalog(Visit visit) {
    return show(HttpStatus.OK, visit, null);
  }

  private View show(HttpStatus status, Visit visit, @Nullable String problem) {
    CatalogInUse.Used used = inUse.used();
    KeptBundle bundle = used.installed().bundle();
    return pages.show(
        status,
        "console/console-catalog",
        visit,
        new CatalogPage(
            bundle,
            bundle == null ? null : Duration.between(bundle.made(), clock.instant()),
            used.setAside(),
            settings.where().map(URI::getHost).orElse(null),
            bundles.newer(),
            bundles.trustedKeys(),
            problem));
  }

  private View refused(Visit visit, BundleRefused refused) {
    return show(
        HttpStatus.valueOf(refused.type().httpStatus()),
        visit,
        visit.say("bundle-refused." + refused.why().name(), refused.details().toArray()));
  }

  @PostMapping(HERE)
  View receive(Visit visit, HttpServletRequest request) throws IOException {
    ArrivingForm form = ArrivingForm.in(request);
    ArrivingForm.Arriving file = form == null ? null : form.file();
    if (file == null) {
      return show(HttpStatus.BAD_REQUEST, visit, visit.say("console.catalog-no-file"));
    }
    try (InputStream in = file.content()) {
      byte[] bytes = in.readNBytes(SignedBundle.MOST_BYTES + 1);
      if (bytes.length == 0) {
        return show(HttpStatus.BAD_REQUEST, visit, visit.say("console.catalog-no-file"));
      }
      return Pages.to(HERE + "/" + bundles.keep(bytes, file.name()).digest());
    } catch (BundleRefused refused) {
      return refused(visit, refused);
    }
  }

  @PostMapping(HERE + "/fetch")
  View fetch(Visit visit) {
    URI address = settings.where().orElse(null);
    if (address == null) {
      return Pages.to(HERE);
    }
    try {
      KeptBundle kept = bundles.keep(source.get(address).file(), String.valueOf(address.getHost()));
      return Pages.to(HERE + "/" + kept.digest());
    } catch (BundleRefused refused) {
      return refused(visit, refused);
    }
  }

  /**
   * @param undo whether it takes back the last change
   */
  record ChangePage(Preview preview, boolean undo) {}

  @GetMapping(HERE + "/{digest}")
  View preview(Visit visit, @PathVariable String digest) {
    return look(visit, () -> updates.preview(digest), false);
  }

  @GetMapping(HERE + "/undo")
  View previewUndo(Visit visit) {
    return look(visit, updates::previewUndo, true);
  }

  private View look(Visit visit, Supplier<Preview> preview, boolean undo) {
    try {
      return pages.show("console/console-change", visit, new ChangePage(preview.get(), undo));
    } catch (BundleRefused refused) {
      return refused.why() == Why.NOTHING_TO_UNDO ? Pages.to(HERE) : refused(visit, refused);
    }
  }

  /**
   * @param after the last change when the person saw what this one changes
   */
  @PostMapping(HERE + "/{digest}/install")
  View install(Visit visit, @PathVariable String digest, @RequestParam long after) {
    return change(
        visit,
        after,
        Act.OPERATOR_CATALOG_INSTALLED,
        () -> updates.preview(digest),
        seen -> updates.install(seen, false));
  }

  @PostMapping(HERE + "/undo")
  View undo(Visit visit, @RequestParam long after) {
    return change(
        visit,
        after,
        Act.OPERATOR_CATALOG_UNDONE,
        updates::previewUndo,
        seen -> updates.undo(seen, false));
  }

  private View change(
      Visit visit, long after, Act act, Supplier<Preview> preview, Function<Preview, ?> work) {
    try {
      Preview seen = preview.get();
      if (seen.after() != after) {
        throw new BundleRefused(
            Why.CHANGED_MEANWHILE, "The catalog was changed meanwhile. Look again.");
      }
      KeptBundle bundle = seen.bundle();
      audit.attempt(
          visit.accountId(),
          visit.member(),
          act,
          bundle == null ? "built-in" : bundle.digest().substring(0, 16),
          () -> work.apply(seen));
      watch.look();
      return Pages.to(HERE);
    } catch (BundleRefused refused) {
      return refused(visit, refused);
    }
  }
}
