package dev.everline.renewal.update;

import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.kernel.LineId;
import dev.everline.line.Msisdn;
import dev.everline.line.due.CatalogLines;
import dev.everline.line.due.DueLine;
import dev.everline.renewal.RenewalSettings;
import dev.everline.renewal.decide.Decide;
import dev.everline.renewal.decide.Decision;
import dev.everline.renewal.decide.LineToday;
import dev.everline.renewal.decide.Routes;
import dev.everline.renewal.price.Quoter;
import dev.everline.storage.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the lines of some carriers, each as it stands by two catalogs. Reads a page at a
 * time and keeps no more than is shown, so that it may run beside renewals on a database of any
 * size.
 */
final class LineEffects {

  private static final int PAGE = 500;
  private static final int SHOWN = 100;

  private final Transactions transactions;
  private final CatalogLines lines;
  private final By before;
  private final By after;
  private final Instant now;

  private long looked;
  private long changed;
  private long price;
  private long lastDay;
  private long numberLost;
  private long endangered;
  private long withoutPlan;
  private long withoutCarrier;
  private final List<LineEffect> shown = new ArrayList<>();

  /** The rules over one catalog. */
  private record By(Catalog catalog, Quoter quoter, Decide decide, Routes routes) {

    static By of(Catalog catalog, Routes routes, RenewalSettings settings) {
      Quoter quoter = new Quoter(catalog, settings.serviceFee());
      return new By(catalog, quoter, new Decide(catalog, quoter, settings), routes);
    }

    LineEffect.Facts facts(DueLine line, Instant now) {
      LineToday today = LineToday.of(line, catalog, quoter, now);
      boolean hasRoute = routes.to(line.carrier()).isPresent();
      return new LineEffect.Facts(
          today.plan() == null ? null : today.plan().name(),
          today.costKnown(),
          today.coveredUntil(),
          today.numberMayBeLostOn(),
          nextLook(decide.decide(line, Duration.ZERO, hasRoute, now), now));
    }

    private static @Nullable Instant nextLook(Decision decision, Instant now) {
      return switch (decision) {
        case Decision.Wait wait -> wait.until();
        case Decision.Remind _, Decision.Renew _, Decision.NeedsOwner _ -> now;
      };
    }
  }

  LineEffects(
      Transactions transactions,
      CatalogLines lines,
      Catalog before,
      Catalog after,
      Routes routes,
      RenewalSettings settings,
      Instant now) {
    this.transactions = transactions;
    this.lines = lines;
    this.before = By.of(before, routes, settings);
    this.after = By.of(after, routes, settings);
    this.now = now;
  }

  Preview.Lines of(Set<String> carriers) {
    if (!carriers.isEmpty()) {
      for (int bucket :
          transactions.read(connection -> CatalogLines.buckets(connection, carriers))) {
        ofBucket(bucket, carriers);
      }
    }
    keepWorst();
    return new Preview.Lines(
        looked,
        changed,
        price,
        lastDay,
        numberLost,
        endangered,
        withoutPlan,
        withoutCarrier,
        List.copyOf(shown));
  }

  private void ofBucket(int bucket, Set<String> carriers) {
    LineId last = null;
    List<DueLine> page;
    do {
      LineId from = last;
      page = transactions.read(connection -> lines.page(connection, bucket, carriers, from, PAGE));
      page.forEach(this::add);
      last = page.isEmpty() ? null : page.getLast().id();
    } while (page.size() == PAGE);
  }

  private void add(DueLine line) {
    looked++;
    boolean known = before.catalog().carriers().containsKey(line.carrier());
    if (known && !after.catalog().carriers().containsKey(line.carrier())) {
      withoutCarrier++;
    }
    Carrier carrier = before.catalog().carriers().get(line.carrier());
    LineEffect effect =
        new LineEffect(
            line.id(),
            line.account(),
            Msisdn.masked(line.msisdn()),
            carrier == null ? line.carrier() : carrier.brand(),
            before.facts(line, now),
            after.facts(line, now));
    if (!effect.changesAnything()) {
      return;
    }
    changed++;
    price += effect.changesPrice() ? 1 : 0;
    lastDay += effect.changesLastDay() ? 1 : 0;
    numberLost += effect.changesNumberLost() ? 1 : 0;
    endangered += effect.endangersNumber() ? 1 : 0;
    withoutPlan += effect.losesPlan() ? 1 : 0;
    shown.add(effect);
    if (shown.size() >= 2 * SHOWN) {
      keepWorst();
    }
  }

  private void keepWorst() {
    shown.sort(
        Comparator.comparing(LineEffect::losesPlan)
            .thenComparing(LineEffect::endangersNumber)
            .thenComparing(LineEffect::changesLastDay)
            .reversed()
            .thenComparingLong(effect -> effect.line().value()));
    if (shown.size() > SHOWN) {
      shown.subList(SHOWN, shown.size()).clear();
    }
  }
}
