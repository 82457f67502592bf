package dev.everline.catalog;

import dev.everline.kernel.Money;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A plan that a carrier sells or sold.
 *
 * @param carrier the carrier's id
 * @param lapseRule the id of the rule by which the plan lapses
 * @param period what one payment at the plan's price buys, or null when not found
 * @param prices what one period costs, each from its date on, oldest first; empty when not found
 * @param servedFromBalance true when every call and text is paid out of the balance, so that there
 *     is no service without money in it; false when a period holds an allowance, or when not found
 * @param taxesIncluded true when the price holds all taxes and fees, false when they come on top,
 *     null when not found
 * @param dataGb data of a period at full speed, or null when unlimited, none or not found
 * @param terms what the carrier sells at once besides, each at a price of its own
 * @param conditions what a buyer must know, in words, or null
 * @param abroad what holds abroad, by the plan's own record or its carrier's, or null
 */
public record Plan(
    String id,
    String carrier,
    String name,
    Kind kind,
    String lapseRule,
    @Nullable Length period,
    List<Price> prices,
    boolean servedFromBalance,
    @Nullable Boolean taxesIncluded,
    boolean unlimitedData,
    @Nullable BigDecimal dataGb,
    @Nullable BigDecimal hotspotGb,
    @Nullable Integer throttleKbps,
    List<Term> terms,
    @Nullable String conditions,
    boolean legacy,
    Provenance provenance,
    @Nullable Abroad abroad) {

  /** What kind of allowance a plan gives. */
  public enum Kind {
    UNLIMITED,
    CAPPED,
    METERED,
    TOURIST,
    TRIAL
  }

  /**
   * The price of one period from a date on.
   *
   * @param from first day, in the carrier's zone
   * @param withAutopay the price with the carrier's own automatic payment, or null when the same
   */
  public record Price(LocalDate from, Money regular, @Nullable Money withAutopay, String source) {}

  /**
   * A longer time that the carrier sells at once. A term is no number of periods, and neither's
   * price is ever taken for the other.
   *
   * @param price for the whole term
   * @param audience who the carrier sells it to
   */
  public record Term(Length length, Money price, Audience audience, @Nullable String note) {}

  /** Who a carrier sells to at a price. */
  public enum Audience {
    ANY,
    /** New customers only, never a line that is renewed. */
    NEW,
    /** Lines that are renewed only. */
    RENEWING
  }

  /**
   * The terms that the carrier sells to a line which has the plan already, shortest first. What is
   * for new customers only is not among them.
   */
  public List<Term> termsForRenewing() {
    return terms.stream()
        .filter(term -> term.audience() != Audience.NEW)
        .sorted(Comparator.comparing(Term::length))
        .toList();
  }

  /** The term that people call by that length, sold to a line which has the plan, or null. */
  public @Nullable Term termForRenewing(Length length) {
    return termsForRenewing().stream()
        .filter(term -> term.length().isCalled(length))
        .findFirst()
        .orElse(null);
  }

  /** The price in force on a day, or null when none is known for it. */
  public @Nullable Money priceOn(LocalDate day) {
    for (int i = prices.size() - 1; i >= 0; i--) {
      Price price = prices.get(i);
      if (!price.from().isAfter(day)) {
        return price.regular();
      }
    }
    return prices.isEmpty() ? null : prices.getFirst().regular();
  }

  /** What it costs on a day with the carrier's own autopay, or null when no such price is known. */
  public @Nullable Money autopayPriceOn(LocalDate day) {
    return prices.stream()
        .filter(price -> !price.from().isAfter(day))
        .reduce((earlier, later) -> later)
        .map(Price::withAutopay)
        .orElse(null);
  }
}
