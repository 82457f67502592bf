package dev.everline.channel.cli.order;

import dev.everline.catalog.Length;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.Money;
import dev.everline.renewal.Renewals;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What to buy: whole periods unless an amount or the least is asked for. */
final class WishOptions {

  @Option(
      names = "--periods",
      paramLabel = "N",
      description = "Whole periods of the plan; default 1.")
  private @Nullable Integer periods;

  @Option(
      names = "--term",
      paramLabel = "LENGTH",
      description =
          "Instead: a term that the carrier sells at once, at its own price, such as '6 months' or"
              + " '180 days'; 'catalog plans --json' and the Renew page list them.")
  private @Nullable String term;

  @Option(
      names = "--amount",
      paramLabel = "AMOUNT",
      description = "Instead: an amount in US dollars that the carrier accepts.")
  private @Nullable String amount;

  @Option(names = "--keep-alive", description = "Instead: the minimum that keeps the number.")
  private boolean keepAlive;

  /**
   * @throws InvalidValue when more than one of them is asked for
   */
  Renewals.Wish wish() {
    int asked = 0;
    for (boolean given : new boolean[] {periods != null, term != null, amount != null, keepAlive}) {
      asked += given ? 1 : 0;
    }
    if (asked > 1) {
      throw InvalidValue.of(
          "options",
          "--periods, --term, --amount, --keep-alive",
          "can't be combined",
          "give one of them");
    }
    if (keepAlive) {
      return Renewals.Wish.keepAlive();
    }
    if (term != null) {
      return Renewals.Wish.term(Length.parse(term.strip()));
    }
    return amount == null
        ? Renewals.Wish.wholePeriods(periods == null ? 1 : periods)
        : Renewals.Wish.flexible(Money.parse(amount, Money.USD));
  }
}
