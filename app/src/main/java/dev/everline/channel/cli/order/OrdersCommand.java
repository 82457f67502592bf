package dev.everline.channel.cli.order;

import dev.everline.account.Account;
import dev.everline.channel.cli.AccountOption;
import dev.everline.channel.cli.Json;
import dev.everline.channel.cli.Services;
import dev.everline.channel.cli.Table;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.OrderId;
import dev.everline.renewal.OrderDesk;
import dev.everline.renewal.order.Order;
import dev.everline.renewal.order.Releaser;
import dev.everline.renewal.price.Quote;
import dev.everline.renewal.price.QuoteText;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists orders, and releases or cancels those that are held for approval. */
@Command(
    name = "orders",
    description = "Lists renewal orders, newest first.",
    mixinStandardHelpOptions = true)
public final class OrdersCommand implements Callable<Integer> {

  private final Services services;

  @Mixin private AccountOption whose = new AccountOption();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Maximum number of orders; default 50.")
  private int limit = 50;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  public OrdersCommand(Services services) {
    this.services = services;
  }

  /** An order as programs see it. */
  record PrintedOrder(
      OrderId id,
      LineId line,
      Quote.Kind kind,
      String state,
      @Nullable String reason,
      Money total,
      List<Quote.Component> components,
      @Nullable LocalDate validUntil,
      Instant createdAt,
      Instant changedAt) {

    static PrintedOrder of(Order order) {
      return new PrintedOrder(
          order.id(),
          order.line(),
          order.kind(),
          order.state().code(),
          order.reason(),
          order.total(),
          QuoteText.read(order.components(), order.total().currency()),
          order.validUntil(),
          order.createdAt(),
          order.changedAt());
    }
  }

  @Override
  public Integer call() {
    Account account = whose.of(services);
    List<Order> orders =
        services.get(OrderDesk.class).orders(account.id(), null, Math.clamp(limit, 1, 10_000));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      new Json().print(out, orders.stream().map(PrintedOrder::of).toList());
      return 0;
    }
    DateTimeFormatter time =
        DateTimeFormatter.ofLocalizedDateTime(FormatStyle.SHORT).withZone(ZoneId.systemDefault());
    Table table =
        new Table()
            .left("Order")
            .left("Line")
            .left("State")
            .left("Reason")
            .right("Total")
            .left("Paid until")
            .left("At");
    orders.forEach(
        order ->
            table.row(
                order.id(),
                order.line(),
                order.state().code(),
                order.reason(),
                order.total(),
                order.validUntil(),
                time.format(order.createdAt())));
    table.print(out);
    return 0;
  }

  @Command(
      name = "release",
      description = "Releases an order that is held for approval.",
      mixinStandardHelpOptions = true)
  int release(@Mixin AccountOption of, @Parameters(paramLabel = "ORDER") String order) {
    Account account = of.of(services);
    Order released =
        services
            .get(OrderDesk.class)
            .release(account.id(), OrderId.parse(order), Releaser.OPERATOR);
    return show(released);
  }

  @Command(
      name = "cancel",
      description = "Cancels an order that is held for approval; nothing was charged.",
      mixinStandardHelpOptions = true)
  int cancel(@Mixin AccountOption of, @Parameters(paramLabel = "ORDER") String order) {
    Account account = of.of(services);
    return show(services.get(OrderDesk.class).cancel(account.id(), OrderId.parse(order)));
  }

  @Command(
      name = "refund",
      description = {
        "Refunds a renewed order to the wallet in full,",
        "after it was settled with the carrier by hand."
      },
      mixinStandardHelpOptions = true)
  int refund(
      @Mixin AccountOption of,
      @Parameters(paramLabel = "ORDER") String order,
      @Option(names = "--why", required = true, description = "The reason, for the record.")
          String why) {
    Account account = of.of(services);
    return show(services.get(OrderDesk.class).refund(account.id(), OrderId.parse(order), why));
  }

  private int show(Order order) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("Order " + order.id() + " is " + order.state().code() + ".");
    out.flush();
    return 0;
  }
}
