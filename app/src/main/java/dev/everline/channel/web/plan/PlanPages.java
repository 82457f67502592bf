package dev.everline.channel.web.plan;

import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Length;
import dev.everline.catalog.Plan;
import dev.everline.channel.web.frame.AbroadFacts;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.Refusal;
import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.TypedAmount;
import dev.everline.channel.web.frame.Visit;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/**
 * Plans of all carriers: found by what they give and cost, and put side by side. What nobody
 * vouches for is marked, and what isn't known never fits a filter that asks for it.
 */
@ServesPages
final class PlanPages {

  static final int MOST_COMPARED = 4;

  private static final int ROWS = 50;

  private final Catalog catalog;
  private final Clock clock;
  private final Pages pages;

  PlanPages(Catalog catalog, Clock clock, Pages pages) {
    this.catalog = catalog;
    this.clock = clock;
    this.pages = pages;
  }

  /**
   * A plan as it is offered today.
   *
   * @param carrier whose it is
   * @param price of a period, or null when not known
   * @param perMonth the same for thirty days, by which periods are compared; null when not known
   */
  record Row(Plan plan, Carrier carrier, @Nullable Money price, @Nullable Money perMonth) {}

  /**
   * What is asked for, as typed; empty where it doesn't matter.
   *
   * @param most the price for thirty days
   * @param data gigabytes of a period at least
   * @param period days at least
   */
  record Filter(String brand, String network, String most, String data, String period) {

    private Predicate<Row> fits() {
      Money price = most.isBlank() ? null : price(most);
      BigDecimal gigabytes = data.isBlank() ? null : decimal("data", data);
      BigDecimal days = period.isBlank() ? null : decimal("period", period);
      return row ->
          (brand.isEmpty() || row.carrier().id().equals(brand))
              && (network.isEmpty() || row.carrier().network().equals(network))
              && (price == null || (row.perMonth() != null && !price.isLessThan(row.perMonth())))
              && (gigabytes == null || hasData(row.plan(), gigabytes))
              && (days == null || lasts(row.plan(), days));
    }

    private static boolean hasData(Plan plan, BigDecimal wanted) {
      BigDecimal has = plan.dataGb();
      return plan.unlimitedData() || (has != null && has.compareTo(wanted) >= 0);
    }

    private static boolean lasts(Plan plan, BigDecimal wanted) {
      Length lasts = plan.period();
      return lasts != null && BigDecimal.valueOf(lasts.approxDays()).compareTo(wanted) >= 0;
    }

    private static Money price(String typed) {
      try {
        return Money.parse(TypedAmount.plain(typed), Money.USD);
      } catch (InvalidValue unreadable) {
        throw InvalidValue.of("most", typed, "is not an amount", "write it like 25 or 2.50");
      }
    }

    private static BigDecimal decimal(String name, String typed) {
      try {
        return new BigDecimal(typed.strip());
      } catch (NumberFormatException unreadable) {
        throw InvalidValue.of(name, typed, "is not a number", "write it like 5 or 2.5");
      }
    }
  }

  /**
   * @param rows the cheapest for thirty days first; those without a price last
   * @param more how many fit besides
   * @param chosen ids of the plans that are being compared
   * @param refusal null where nothing is refused
   */
  record PlansPage(
      Filter filter,
      List<Carrier> brands,
      List<String> networks,
      List<Row> rows,
      int more,
      List<String> chosen,
      @Nullable Refusal refusal) {}

  @GetMapping("/catalog/plans")
  View plans(
      Visit visit,
      @RequestParam(defaultValue = "") String brand,
      @RequestParam(defaultValue = "") String network,
      @RequestParam(defaultValue = "") String most,
      @RequestParam(defaultValue = "") String data,
      @RequestParam(defaultValue = "") String period,
      @RequestParam(required = false) @Nullable List<String> plan) {
    Filter filter = new Filter(brand, network, most, data, period);
    Refusal refusal = null;
    Predicate<Row> fits = row -> false;
    try {
      fits = filter.fits();
    } catch (InvalidValue unreadable) {
      refusal = Refusal.of(visit, "catalog.filter-wrong").at(unreadable.name());
    }
    List<Row> all =
        catalog.plans().values().stream()
            .filter(each -> !each.legacy())
            .map(this::row)
            .filter(row -> row.carrier().status() != Carrier.Status.ENDED)
            .filter(fits)
            .sorted(
                Comparator.comparingLong(PlanPages::order)
                    .thenComparing(row -> row.carrier().brand())
                    .thenComparing(row -> row.plan().name()))
            .toList();
    List<Row> shown = all.subList(0, Math.min(ROWS, all.size()));
    return pages.show(
        refusal == null ? HttpStatus.OK : HttpStatus.BAD_REQUEST,
        "plan/plans",
        visit,
        new PlansPage(
            filter,
            catalog.carriers().values().stream()
                .filter(carrier -> carrier.status() != Carrier.Status.ENDED)
                .sorted(Comparator.comparing(Carrier::brand))
                .toList(),
            catalog.carriers().values().stream().map(Carrier::network).distinct().sorted().toList(),
            shown,
            all.size() - shown.size(),
            plan == null ? List.of() : plan,
            refusal));
  }

  private static long order(Row row) {
    return row.perMonth() == null ? Long.MAX_VALUE : row.perMonth().minor();
  }

  private Row row(Plan plan) {
    Carrier carrier = catalog.carrier(plan.carrier());
    Money price = plan.priceOn(today(carrier));
    Length period = plan.period();
    Money perMonth =
        price == null || period == null
            ? null
            : new Money(Math.round(price.minor() * 30.0 / period.approxDays()), price.currency());
    return new Row(plan, carrier, price, perMonth);
  }

  private LocalDate today(Carrier carrier) {
    return LocalDate.ofInstant(clock.instant(), carrier.zone());
  }

  /**
   * A plan in a column of the comparison.
   *
   * @param rule by which it lapses
   * @param prices since when it costs what
   */
  record Column(Row row, LapseRule rule, PriceDrawing prices) {}

  /**
   * A fact of each of the compared plans.
   *
   * @param label a message's key
   * @param said in the order of the plans
   */
  record FactOfEach(String label, List<AbroadFacts.Said> said) {}

  /**
   * @param columns in the order in which they were chosen
   */
  record ComparePage(List<Column> columns, boolean more) {

    /** What holds abroad; the class of the numbers only where one of the carriers has one. */
    List<FactOfEach> abroad(Visit visit) {
      List<AbroadFacts> facts =
          columns.stream()
              .map(column -> visit.abroad(column.row().plan(), column.row().carrier()))
              .toList();
      List<FactOfEach> rows = new ArrayList<>();
      rows.add(each(facts, AbroadFacts::texts));
      rows.add(each(facts, AbroadFacts::wifiCalling));
      rows.add(each(facts, AbroadFacts::activation));
      if (facts.stream().anyMatch(fact -> fact.numbers() != null)) {
        AbroadFacts.Said unknown =
            new AbroadFacts.Said("number-class", visit.say("not-known"), null);
        rows.add(each(facts, fact -> Objects.requireNonNullElse(fact.numbers(), unknown)));
      }
      return rows;
    }

    private static FactOfEach each(
        List<AbroadFacts> facts, Function<AbroadFacts, AbroadFacts.Said> one) {
      List<AbroadFacts.Said> said = facts.stream().map(one).toList();
      return new FactOfEach(said.getFirst().label(), said);
    }

    /** The address of the same without one of them. */
    String without(Column column) {
      return columns.stream()
          .filter(other -> !other.equals(column))
          .map(other -> "plan=" + other.row().plan().id())
          .reduce((one, more) -> one + "&" + more)
          .map(rest -> "/catalog/compare?" + rest)
          .orElse("/catalog/plans");
    }
  }

  @GetMapping("/catalog/compare")
  View compare(Visit visit, @RequestParam(required = false) @Nullable List<String> plan) {
    if (plan == null) {
      return Pages.to("/catalog/plans");
    }
    List<Column> columns = plan.stream().distinct().limit(MOST_COMPARED).map(this::column).toList();
    boolean more = plan.stream().distinct().count() > MOST_COMPARED;
    return pages.show("plan/compare", visit, new ComparePage(columns, more));
  }

  private Column column(String id) {
    Plan plan = catalog.plans().get(id);
    if (plan == null) {
      throw new ProblemException(ProblemType.NOT_FOUND, "There is no such plan in the catalog.");
    }
    Row row = row(plan);
    return new Column(
        row, catalog.lapseRule(plan.lapseRule()), PriceDrawing.of(plan, today(row.carrier())));
  }
}
