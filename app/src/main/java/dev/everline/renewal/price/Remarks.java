package dev.everline.renewal.price;

import dev.everline.catalog.Basis;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.LateRule;
import dev.everline.catalog.Length;
import dev.everline.catalog.OwnFee;
import dev.everline.catalog.RefillAmounts;
import dev.everline.kernel.Money;
import dev.everline.line.LineFacts;
import dev.everline.line.validity.Days;
import dev.everline.line.validity.Validity;
import dev.everline.renewal.price.Quote.Remark;
import dev.everline.renewal.price.Quote.Warning;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a buyer must know before paying; pure. Nothing that isn't known is given as a sum. */
final class Remarks {

  private final Catalog catalog;

  Remarks(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * @param until the last day of service afterwards, or null when it isn't known
   */
  List<Remark> on(Sale sale, @Nullable LocalDate until) {
    List<Remark> remarks = new ArrayList<>();
    if (sale.kind() == Quote.Kind.WHOLE_PERIOD && until != null) {
      addDays(remarks, sale, until);
    }
    if (sale.kind() == Quote.Kind.KEEP_ALIVE) {
      LapseRule.KeepAlive keepAlive = sale.rule().keepAlive();
      if (keepAlive != null && !keepAlive.confirmed()) {
        remarks.add(Remark.of(Warning.KEEPING_UNCONFIRMED));
      }
    }
    if (sale.kind() == Quote.Kind.WHOLE_PERIOD) {
      addTaxes(remarks, sale);
    }
    OwnFee ownFee = catalog.carrier(sale.carrier()).service().ownFee();
    if (ownFee != null && !Boolean.TRUE.equals(sale.plan().taxesIncluded())) {
      remarks.add(
          new Remark(
              Warning.OWN_FEE,
              null,
              ownFee.from(sale.bought(), sale.months()),
              ownFee.to(sale.bought(), sale.months())));
    }
    if (sale.kind() == Quote.Kind.FLEXIBLE
        && catalog.refillAmountsFor(sale.plan()).filter(RefillAmounts::isMostKnown).isEmpty()) {
      remarks.add(Remark.of(Warning.MOST_UNCONFIRMED));
    }
    return List.copyOf(remarks);
  }

  private static void addDays(List<Remark> to, Sale sale, LocalDate until) {
    LineFacts facts = sale.facts();
    LocalDate end = facts.validUntil();
    Length bought = sale.length();
    if (end == null || bought == null) {
      return;
    }
    LapseRule rule = sale.rule();
    boolean late = sale.day().isAfter(end);
    if (late && rule.basis() == Basis.ANNIVERSARY) {
      long days = ChronoUnit.DAYS.between(sale.day(), until);
      if (until.isBefore(Days.plus(sale.day(), bought))) {
        to.add(Remark.ofDays(Warning.BUYS_ONLY_DAYS, days));
      }
    }
    boolean fromPayment =
        rule.basis() == Basis.FROM_PAYMENT
            || (rule.basis() == Basis.PLAN_CYCLE && !rule.cyclesFromBalance());
    if (!late && fromPayment && rule.balanceLives().isEmpty() && end.isAfter(sale.day())) {
      to.add(Remark.ofDays(Warning.LOSES_DAYS, ChronoUnit.DAYS.between(sale.day(), end)));
    }
    boolean byCalendar = rule.keepsDayOfMonth(sale.plan().period());
    boolean lastOfShort = end.getDayOfMonth() == end.lengthOfMonth() && end.getDayOfMonth() < 31;
    if (!late && byCalendar && facts.anchorDay() == 0 && lastOfShort) {
      to.add(Remark.of(Warning.ANCHOR_UNKNOWN));
    }
    int anchor = late ? sale.day().getDayOfMonth() : facts.anchorDay();
    boolean onEdge = late && (anchor >= 29 || anchor == 1);
    if (rule.late().firstDayCounts()
        && rule.late().shortMonth() == LateRule.ShortMonth.UNKNOWN
        && (onEdge || Validity.isUnclear(rule.late(), anchor, until))) {
      to.add(Remark.of(Warning.DATE_UNCERTAIN));
    }
  }

  private void addTaxes(List<Remark> to, Sale sale) {
    Boolean included = sale.plan().taxesIncluded();
    if (included == null) {
      to.add(Remark.of(Warning.TAX_UNKNOWN));
    } else if (!included && sale.state() == null) {
      List<Money> fees =
          catalog.prepaidFees().values().stream()
              .map(fee -> fee.on(sale.bought(), sale.months()))
              .sorted()
              .toList();
      to.add(
          fees.isEmpty()
              ? Remark.of(Warning.TAX_ON_TOP)
              : new Remark(Warning.STATE_UNKNOWN, null, fees.getFirst(), fees.getLast()));
    } else if (!included) {
      to.add(Remark.of(Warning.TAX_ON_TOP));
    }
  }
}
