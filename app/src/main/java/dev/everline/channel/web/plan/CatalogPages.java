package dev.everline.channel.web.plan;

import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Plan;
import dev.everline.catalog.link.Judgement;
import dev.everline.catalog.link.LinkJudge;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.Visit;
import dev.everline.kernel.Money;
import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** What is known of carriers and their plans; what has no reliable source is marked as such. */
@ServesPages
final class CatalogPages {

  /** Where one pays first. */
  private static final List<String> PURPOSES = List.of("refill", "account", "home", "help");

  private final Catalog catalog;
  private final LinkJudge judge;
  private final Clock clock;
  private final Pages pages;

  CatalogPages(Catalog catalog, LinkJudge judge, Clock clock, Pages pages) {
    this.catalog = catalog;
    this.judge = judge;
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
    String sought = search.strip();
    Set<String> named = catalog.names().withPart(sought);
    List<Row> rows =
        catalog.carriers().values().stream()
            .filter(carrier -> network.isEmpty() || carrier.network().equals(network))
            .filter(carrier -> sought.isEmpty() || named.contains(carrier.id()))
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
   * @param old whether its source is so old that it should be looked at again, while others aren't
   * @param fact false where its record is a hint only, while others are facts
   */
  record PlanRow(
      Plan plan,
      @Nullable Money price,
      PriceDrawing prices,
      @Nullable LapseRule rule,
      boolean old,
      boolean fact) {}

  /**
   * An address of the carrier's own.
   *
   * @param purpose {@code refill}, {@code account}, {@code home} or {@code help}
   * @param host as people know it
   */
  record Site(String purpose, String url, String host) {}

  /**
   * @param sites those that are known to be its own, where one pays first
   * @param lapses what lapses when, by the rules of the plans that it sells
   * @param allOld whether all plans have sources that should be looked at again
   * @param allHints whether no plan's record is a fact
   */
  record CarrierPage(
      Carrier carrier,
      List<Site> sites,
      List<ServiceCode> balanceCodes,
      List<ServiceCode> refillCodes,
      List<LapseRow> lapses,
      List<PlanRow> plans,
      boolean allOld,
      boolean allHints) {}

  @GetMapping("/catalog/{carrier}")
  View carrier(Visit visit, @PathVariable String carrier) {
    Carrier found = catalog.carrier(carrier);
    LocalDate today = LocalDate.ofInstant(clock.instant(), found.zone());
    Collection<Plan> known = catalog.plansOf(found.id());
    boolean allOld = known.stream().allMatch(plan -> plan.provenance().isStale(today));
    boolean allHints = known.stream().noneMatch(plan -> plan.provenance().isFact());
    List<PlanRow> plans =
        known.stream()
            .map(
                plan ->
                    new PlanRow(
                        plan,
                        plan.priceOn(today),
                        PriceDrawing.of(plan, today),
                        catalog.lapseRules().get(plan.lapseRule()),
                        !allOld && plan.provenance().isStale(today),
                        allHints || plan.provenance().isFact()))
            .sorted(
                Comparator.comparing((PlanRow row) -> row.plan().legacy())
                    .thenComparingLong(
                        row -> row.price() == null ? Long.MAX_VALUE : row.price().minor())
                    .thenComparing(row -> row.plan().name()))
            .toList();
    return pages.show(
        "plan/carrier",
        visit,
        new CarrierPage(
            found,
            sites(found),
            found.balanceCodes().stream().map(ServiceCode::of).toList(),
            found.refillCodes().stream().map(ServiceCode::of).toList(),
            lapses(found, plans.stream().map(PlanRow::plan).toList()),
            plans,
            allOld && !plans.isEmpty(),
            allHints && !plans.isEmpty()));
  }

  /** What isn't known to be the carrier's own is no link to pay at. */
  private List<Site> sites(Carrier carrier) {
    List<Site> sites = new ArrayList<>();
    for (String purpose : PURPOSES) {
      String url = carrier.sites().get(purpose);
      if (url != null && judge.judge(url).judgement() == Judgement.OFFICIAL) {
        String host = URI.create(url).getHost();
        sites.add(new Site(purpose, url, host.replaceFirst("^www\\.", "")));
      }
    }
    return List.copyOf(sites);
  }

  /** The rules of the plans still sold, in the order of their prices. */
  private List<LapseRow> lapses(Carrier carrier, List<Plan> inOrder) {
    Map<String, List<String>> plans = new LinkedHashMap<>();
    for (Plan plan : inOrder) {
      if (!plan.legacy() && catalog.lapseRules().containsKey(plan.lapseRule())) {
        plans.computeIfAbsent(plan.lapseRule(), none -> new ArrayList<>()).add(plan.name());
      }
    }
    return plans.entrySet().stream()
        .map(rule -> new LapseRow(carrier, catalog.lapseRule(rule.getKey()), rule.getValue()))
        .toList();
  }
}
