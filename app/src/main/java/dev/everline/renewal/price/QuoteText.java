package dev.everline.renewal.price;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.Money;
import dev.everline.kernel.OrderId;
import dev.everline.payment.Payments;
import dev.everline.renewal.order.Order;
import dev.everline.renewal.order.OrderDraft;
import java.util.ArrayList;
import java.util.Currency;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The components of a quote as stored with an order: one line each with name, minor units and
 * detail, separated by tabs. Plain text, since they are written by the million and read by people.
 */
public final class QuoteText {

  private QuoteText() {}

  public static String write(Quote quote) {
    StringBuilder text = new StringBuilder();
    for (Quote.Component component : quote.components()) {
      if (!text.isEmpty()) {
        text.append('\n');
      }
      text.append(component.name().name())
          .append('\t')
          .append(component.amount().minor())
          .append('\t')
          .append(component.detail().replace('\t', ' ').replace('\n', ' '));
    }
    return text.toString();
  }

  /** The components of an order. */
  public static List<Quote.Component> read(String text, Currency currency) {
    List<Quote.Component> components = new ArrayList<>();
    for (int from = 0; from <= text.length(); ) {
      int end = text.indexOf('\n', from) < 0 ? text.length() : text.indexOf('\n', from);
      int name = text.indexOf('\t', from);
      int amount = text.indexOf('\t', name + 1);
      components.add(
          new Quote.Component(
              Quote.Name.valueOf(text.substring(from, name)),
              text.substring(amount + 1, end),
              new Money(Long.parseLong(text, name + 1, amount, 10), currency)));
      from = end + 1;
    }
    return components;
  }

  /** Who gets an order's money: its components summed by payee. */
  public static Payments.Charge charge(Order order) {
    return charge(order.id(), order.account(), order.carrier(), order.total(), order.components());
  }

  /** The same for an order that isn't stored yet. */
  public static Payments.Charge charge(OrderDraft order) {
    return charge(
        order.id(), order.account(), order.carrier(), order.total(), order.purchase().components());
  }

  private static Payments.Charge charge(
      OrderId order, AccountId account, String carrier, Money total, String components) {
    Map<Payments.Payee, Money> byPayee = new EnumMap<>(Payments.Payee.class);
    String state = "";
    for (Quote.Component component : read(components, total.currency())) {
      if (component.name() == Quote.Name.FEE_911) {
        state = component.detail();
      }
      byPayee.merge(component.name().payee(), component.amount(), Money::plus);
    }
    List<Payments.Part> parts = new ArrayList<>(2);
    for (Payments.Payee payee : Payments.Payee.values()) {
      Money amount = byPayee.get(payee);
      if (amount != null && !amount.isZero()) {
        String subject =
            switch (payee) {
              case CARRIER -> carrier;
              case STATE -> state;
              case HOUSE -> "";
            };
        parts.add(new Payments.Part(payee, subject, amount));
      }
    }
    return new Payments.Charge(order, account, total, parts);
  }
}
