package dev.everline.channel.web.order;

import dev.everline.account.AuditTrail;
import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.Plan;
import dev.everline.catalog.RefillAmounts;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.ProblemPage;
import dev.everline.channel.web.frame.Refusal;
import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.TypedAmount;
import dev.everline.channel.web.frame.Visit;
import dev.everline.channel.web.line.LineCard;
import dev.everline.channel.web.order.Choices.Choice;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.line.Line;
import dev.everline.line.LineService;
import dev.everline.payment.Wallet;
import dev.everline.renewal.Quotes;
import dev.everline.renewal.Renewals;
import dev.everline.renewal.decide.Outlook;
import dev.everline.renewal.order.Order;
import dev.everline.renewal.price.Quote;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** Renewing a line: what there is to buy, what it costs, and the confirmation. */
@ServesPages
final class RenewPages {

  /** Most carriers answer by then; with a slower one the order's page shows the progress. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Renewals renewals;
  private final Quotes quotes;
  private final LineService lines;
  private final Catalog catalog;
  private final Outlook outlook;
  private final Wallet wallet;
  private final AuditTrail audit;
  private final Pages pages;

  RenewPages(
      Renewals renewals,
      Quotes quotes,
      LineService lines,
      Catalog catalog,
      Outlook outlook,
      Wallet wallet,
      AuditTrail audit,
      Pages pages) {
    this.renewals = renewals;
    this.quotes = quotes;
    this.lines = lines;
    this.catalog = catalog;
    this.outlook = outlook;
    this.wallet = wallet;
    this.audit = audit;
    this.pages = pages;
  }

  /**
   * @param carrier null when the catalog doesn't have it
   * @param choices side by side, the cheapest first
   * @param chosen what would be bought, or null when nothing can be
   * @param amount of a flexible top-up, as typed
   * @param amounts that the carrier takes for one, or null when not known
   * @param key by which the same renewal is done once, from however many tabs it is confirmed
   * @param there what is paid to the carrier itself
   * @param boughtOnConfirming what confirming its carrier buys at once, or null when nothing
   * @param problem a message's key, or null
   */
  record RenewPage(
      LineCard card,
      @Nullable Carrier carrier,
      List<Choice> choices,
      @Nullable Choice chosen,
      String amount,
      @Nullable RefillAmounts amounts,
      Money balance,
      String key,
      WithCarrier there,
      @Nullable Money boughtOnConfirming,
      @Nullable String problem) {

    /** Whether it is asked for here, and was refused. */
    boolean amountIsWrong() {
      return "invalid.amount".equals(problem)
          && amounts != null
          && amounts.kind() != RefillAmounts.Kind.PLAN
          && !card.isByCarrier()
          && !card.isOutOfReach();
    }

    @Nullable Refusal refusal(Visit visit) {
      return problem == null ? null : Refusal.of(said(visit)).at(amountIsWrong() ? "amount" : null);
    }

    /** The problem in words; of an amount, which ones the carrier takes. */
    String said(Visit visit) {
      return "invalid.amount".equals(problem) && amounts != null
          ? AmountsTaken.said(visit, card.brand(), amounts)
          : visit.say(String.valueOf(problem));
    }

    boolean enough() {
      return chosen != null && !balance.isLessThan(chosen.quote().total());
    }

    /** Why there is nothing to choose, as a message's key. */
    String nothing() {
      return switch (card.obstacle()) {
        case KEPT_OTHERWISE -> "notice.KEPT_OTHERWISE";
        case PLAN_NOT_KNOWN -> "notice.PLAN_NOT_KNOWN";
        case PRICE_NOT_KNOWN -> "notice.PRICE_NOT_KNOWN";
        case NO_ROUTE -> "notice.NO_ROUTE";
        case BRAND_NOT_CONFIRMED -> "renew.nothing";
        case null -> "renew.nothing";
      };
    }

    /** Nothing is sent before the brand is confirmed, beside an order under way, or in a pause. */
    boolean confirmable() {
      return enough() && card.brandConfirmed() && !card.underWay() && !card.paused();
    }
  }

  @GetMapping("/lines/{line}/renew")
  View offer(
      Visit visit,
      @PathVariable String line,
      @RequestParam(defaultValue = "") String choice,
      @RequestParam(defaultValue = "") String amount) {
    return show(HttpStatus.OK, visit, own(visit, line), choice, amount, null);
  }

  /** The key makes two tabs, or a double click, one renewal. */
  @PostMapping("/lines/{line}/renew")
  View renew(
      Visit visit,
      @PathVariable String line,
      @RequestParam String choice,
      @RequestParam(defaultValue = "") String amount,
      @RequestParam String key) {
    Line own = own(visit, line);
    try {
      Renewals.Wish wish = wish(choice, amount, planOf(own));
      Order order =
          audit.attempt(
              visit.accountId(),
              visit.member(),
              AuditTrail.Act.RENEWAL_ASKED,
              own.id().toString(),
              () ->
                  renewals.renewWithin(PATIENCE, visit.accountId(), own.id(), wish, key, "portal"));
      return Pages.to("/orders/" + order.id());
    } catch (ProblemException refused) {
      ProblemPage problem = ProblemPage.of(refused);
      String said =
          refused.type() == ProblemType.IDEMPOTENCY_KEY_REUSED ? "renew.other-tab" : problem.key();
      return show(HttpStatus.valueOf(problem.status()), visit, own, choice, amount, said);
    }
  }

  private View show(
      HttpStatus status,
      Visit visit,
      Line line,
      String wanted,
      String amount,
      @Nullable String problem) {
    Outlook.Standing standing = outlook.of(line, visit.state());
    LineCard card = LineCard.of(line, standing, catalog);
    String said = problem;
    Plan plan = planOf(line);
    Map<String, Renewals.Wish> wishes = Choices.wishes(plan);
    if (wanted.equals(Choices.FLEXIBLE)) {
      try {
        wishes.put(Choices.FLEXIBLE, wish(wanted, amount, plan));
      } catch (ProblemException notAnAmount) {
        said = said == null ? ProblemPage.of(notAnAmount).key() : said;
      }
    }
    Map<String, Quotes.PricedWish> priced = priced(visit, line, wishes);
    // What can't be paid from here is offered at no price.
    List<Choice> choices = card.isOutOfReach() ? List.of() : Choices.offered(priced);
    Choice chosen;
    if (wanted.equals(Choices.FLEXIBLE)) {
      chosen = Choices.choice(Choices.FLEXIBLE, priced).orElse(null);
      if (said == null
          && priced.get(Choices.FLEXIBLE) instanceof Quotes.PricedWish.Refused refused) {
        said = ProblemPage.of(refused.why()).key();
      }
    } else {
      chosen =
          choices.stream()
              .filter(choice -> choice.value().equals(wanted))
              .findFirst()
              .or(() -> choices.stream().findFirst())
              .orElse(null);
    }
    return pages.show(
        status,
        "order/renew",
        visit,
        new RenewPage(
            card,
            catalog.carriers().get(line.carrier()),
            choices,
            chosen,
            amount,
            plan == null ? null : catalog.refillAmountsFor(plan).orElse(null),
            wallet.balance(visit.accountId(), line.currency()),
            quotes.nextRequestKey(visit.accountId(), line.id()),
            WithCarrier.of(plan, standing, catalog.carriers().get(line.carrier())),
            quotes.boughtOnConfirming(visit.accountId(), line.id()).map(Quote::total).orElse(null),
            said == null ? paidAlready(priced, choices) : said));
  }

  private Map<String, Quotes.PricedWish> priced(
      Visit visit, Line line, Map<String, Renewals.Wish> wishes) {
    List<Quotes.PricedWish> prices =
        quotes.quotes(visit.accountId(), line.id(), List.copyOf(wishes.values()));
    Map<String, Quotes.PricedWish> priced = new LinkedHashMap<>();
    int next = 0;
    for (String value : wishes.keySet()) {
      priced.put(value, prices.get(next++));
    }
    return priced;
  }

  /** Says why no period is offered when its days are paid already: a message's key, or null. */
  private static @Nullable String paidAlready(
      Map<String, Quotes.PricedWish> priced, List<Choice> choices) {
    return choices.stream().noneMatch(Choice::isPeriods)
            && Choices.onePeriod(priced) instanceof Quotes.PricedWish.Refused refused
            && refused.why().type() == ProblemType.PAID_ALREADY
        ? ProblemPage.of(refused.why()).key()
        : null;
  }

  private static Renewals.Wish wish(String choice, String amount, @Nullable Plan plan) {
    String value = choice.toLowerCase(Locale.ROOT);
    if (value.equals(Choices.FLEXIBLE)) {
      return Renewals.Wish.flexible(Money.parse(TypedAmount.plain(amount), Money.USD));
    }
    Renewals.Wish offered = Choices.wishes(plan).get(value);
    if (offered == null) {
      throw InvalidValue.of("choice", choice, "is none of those offered", "choose one again");
    }
    return offered;
  }

  private @Nullable Plan planOf(Line line) {
    return line.plan() == null ? null : catalog.plans().get(line.plan());
  }

  private Line own(Visit visit, String line) {
    return lines.get(visit.accountId(), LineId.parse(line));
  }
}
