package dev.everline.channel.cli.order;

import dev.everline.account.Account;
import dev.everline.channel.cli.AccountOption;
import dev.everline.channel.cli.Json;
import dev.everline.channel.cli.Services;
import dev.everline.kernel.Money;
import dev.everline.payment.Wallet;
import dev.everline.renewal.Renewals;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what an account has to spend, and adds to it. */
@Command(
    name = "wallet",
    description = "Shows the wallet's balance; 'wallet add AMOUNT' adds money.",
    mixinStandardHelpOptions = true)
public final class WalletCommand implements Callable<Integer> {

  private final Services services;

  @Mixin private AccountOption whose = new AccountOption();

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  public WalletCommand(Services services) {
    this.services = services;
  }

  @Override
  public Integer call() {
    Account account = whose.of(services);
    show(services.get(Wallet.class).balance(account.id(), Money.USD), json);
    return 0;
  }

  @Command(
      name = "add",
      description = {
        "Records money received for the wallet.",
        "A wallet accepts at most 1999.99 US dollars a day (UTC); gifts don't count."
      },
      mixinStandardHelpOptions = true)
  int add(
      @Mixin AccountOption of,
      @Parameters(paramLabel = "AMOUNT", description = "In US dollars, such as 25.00.")
          String amount,
      @Option(
              names = "--promotion",
              description = "Records it as a gift, not as money from the owner.")
          boolean promotion) {
    Account account = of.of(services);
    Wallet wallet = services.get(Wallet.class);
    Money more = Money.parse(amount, Money.USD);
    Money balance =
        promotion ? wallet.promote(account.id(), more) : wallet.deposit(account.id(), more);
    services.get(Renewals.class).wakeWaiting(account.id());
    show(balance, false);
    return 0;
  }

  private void show(Money balance, boolean asJson) {
    PrintWriter out = spec.commandLine().getOut();
    if (asJson) {
      new Json().print(out, Map.of("balance", balance));
    } else {
      out.println("Wallet: " + balance);
      out.flush();
    }
  }
}
