package dev.everline.channel.web.plan;

import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Plan;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.Visit;
import dev.everline.kernel.Money;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** What is known of carriers and their plans; what has no reliable source is marked as such. */
@ServesPages
final class CatalogPages {

  private final Catalog catalog;
  private final Clock clock;
  private final Pages pages;

  CatalogPages(Catalog catalog, Clock clock, Pages pages) {
    this.catalog = catalog;
    this.clock = clock;
    this.pages = pages;
  }

  /**
   * @param plans how many are known that are still sold
   */
  record Row(Carrier carrier, long plans) {}

  /**
   * @param search as typed
   * @param network one of {@code networks}, or empty for all
   */
  record CatalogPage(String search, String network, List<String> networks, List<Row> rows) {}

  @GetMapping("/catalog")
  View catalog(
      Visit visit,
      @RequestParam(defaultValue = "") String search,
      @RequestParam(defaultValue = "") String network) {
    String sought = search.strip().toLowerCase(Locale.ROOT);
    List<Row> rows =
        catalog.carriers().values().stream()
            .filter(carrier -> network.isEmpty() || carrier.network().equals(network))
            .filter(carrier -> carrier.brand().toLowerCase(Locale.ROOT).contains(sought))
            .sorted(Comparator.comparing(Carrier::status).thenComparing(Carrier::brand))
            .map(
                carrier ->
                    new Row(
                        carrier,
                        catalog.plansOf(carrier.id()).stream()
                            .filter(plan -> !plan.legacy())
                            .count()))
            .toList();
    List<String> networks =
        catalog.carriers().values().stream().map(Carrier::network).distinct().sorted().toList();
    return pages.show("plan/catalog", visit, new CatalogPage(search, network, networks, rows));
  }

  /**
   * A plan as it is offered today.
   *
   * @param price of a period, or null when not known
   * @param prices since when it costs what
   * @param rule by which it lapses, or null when not known
   * @param old whether its source is so old that it should be looked at again
   */
  record PlanRow(
      Plan plan,
      @Nullable Money price,
      PriceDrawing prices,
      @Nullable LapseRule rule,
      boolean old) {

    /** A price is a fact only where its record is one. */
    boolean fact() {
      return plan.provenance().isFact();
    }
  }

  record CarrierPage(Carrier carrier, List<PlanRow> plans) {}

  @GetMapping("/catalog/{carrier}")
  View carrier(Visit visit, @PathVariable String carrier) {
    Carrier found = catalog.carrier(carrier);
    LocalDate today = LocalDate.ofInstant(clock.instant(), found.zone());
    List<PlanRow> plans =
        catalog.plansOf(found.id()).stream()
            .map(
                plan ->
                    new PlanRow(
                        plan,
                        plan.priceOn(today),
                        PriceDrawing.of(plan, today),
                        catalog.lapseRules().get(plan.lapseRule()),
                        plan.provenance().isStale(today)))
            .sorted(
                Comparator.comparing((PlanRow row) -> row.plan().legacy())
                    .thenComparingLong(
                        row -> row.price() == null ? Long.MAX_VALUE : row.price().minor())
                    .thenComparing(row -> row.plan().name()))
            .toList();
    return pages.show("plan/carrier", visit, new CarrierPage(found, plans));
  }
}
