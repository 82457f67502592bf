package dev.everline.channel.cli.order;

import dev.everline.account.Account;
import dev.everline.channel.cli.AccountOption;
import dev.everline.channel.cli.Json;
import dev.everline.channel.cli.Services;
import dev.everline.kernel.ProblemType;
import dev.everline.line.Line;
import dev.everline.line.LineService;
import dev.everline.renewal.Renewals;
import dev.everline.renewal.order.Order;
import dev.everline.renewal.order.OrderState;
import dev.everline.storage.RequestKeys;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Renews a line now. */
@Command(
    name = "renew",
    description = "Renews a line now, paid from the wallet.",
    mixinStandardHelpOptions = true)
public final class RenewCommand implements Callable<Integer> {

  private final Services services;

  @Mixin private AccountOption whose = new AccountOption();
  @Mixin private WishOptions wish = new WishOptions();

  @Parameters(paramLabel = "LINE", description = "The line's id or number.")
  private String line = "";

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "Your own key for this order: the same key returns the same order.")
  private @Nullable String key;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  public RenewCommand(Services services) {
    this.services = services;
  }

  @Override
  public Integer call() {
    if (key != null) {
      RequestKeys.require("--key", key);
    }
    Account account = whose.of(services);
    Line found = services.get(LineService.class).get(account.id(), line);
    Order order =
        services.get(Renewals.class).renew(account.id(), found.id(), wish.wish(), key, "cli");
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      new Json().print(out, OrdersCommand.PrintedOrder.of(order));
    } else {
      out.println(tell(order));
      out.flush();
    }
    return switch (order.state()) {
      case OrderState.Declined declined -> ProblemType.INSUFFICIENT_FUNDS.exitCode();
      case OrderState.HeldForApproval held -> ProblemType.HELD_FOR_APPROVAL.exitCode();
      case OrderState.Reversed reversed -> ProblemType.CONFLICT.exitCode();
      case OrderState.Cancelled cancelled -> ProblemType.CONFLICT.exitCode();
      case OrderState.Expired expired -> ProblemType.CONFLICT.exitCode();
      case OrderState.Renewed renewed -> 0;
      case OrderState.Paid paid -> 0;
      case OrderState.Fulfilling fulfilling -> 0;
      case OrderState.InDoubt inDoubt -> 0;
    };
  }

  private static String tell(Order order) {
    String head = "Order " + order.id() + " of " + order.total() + ": ";
    return head
        + switch (order.state()) {
          case OrderState.Renewed renewed ->
              order.validUntil() == null
                  ? "renewed."
                  : "renewed, paid until " + order.validUntil() + ".";
          case OrderState.Declined declined ->
              "declined, nothing was charged ("
                  + order.reason()
                  + "). Add money with 'wallet add'.";
          case OrderState.HeldForApproval held ->
              "held for approval, nothing was charged ("
                  + order.reason()
                  + "). 'orders release "
                  + order.id()
                  + "' releases it.";
          case OrderState.Reversed reversed ->
              "the carrier refused (" + order.reason() + "); the money is back in the wallet.";
          case OrderState.InDoubt inDoubt ->
              "in doubt; the carrier is being asked, and you won't be charged twice.";
          case OrderState.Fulfilling fulfilling -> "the carrier is working on it.";
          case OrderState.Paid paid -> "the carrier couldn't take it now; it will be asked again.";
          case OrderState.Cancelled cancelled -> "cancelled.";
          case OrderState.Expired expired -> "expired.";
        };
  }
}
