package dev.everline.channel.web.order;

import dev.everline.account.AuditTrail;
import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.Plan;
import dev.everline.catalog.RefillAmounts;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.ProblemPage;
import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.Visit;
import dev.everline.channel.web.line.LineCard;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.OrderId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.line.Line;
import dev.everline.line.LineService;
import dev.everline.payment.Wallet;
import dev.everline.renewal.Renewals;
import dev.everline.renewal.decide.Outlook;
import dev.everline.renewal.order.Order;
import dev.everline.renewal.order.OrderState;
import dev.everline.renewal.price.Quote;
import dev.everline.renewal.price.QuoteText;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Renewing a line: what there is to buy and what it costs, the confirmation, what became of it. */
@ServesPages
final class RenewPages {

  private static final List<Integer> PERIODS = List.of(1, 2, 3, 6, 12);

  /** Most carriers answer by then; whoever asks a slower one watches it on the order's page. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Renewals renewals;
  private final LineService lines;
  private final Catalog catalog;
  private final Outlook outlook;
  private final Wallet wallet;
  private final AuditTrail audit;
  private final OrderWatch watch;
  private final Pages pages;

  RenewPages(
      Renewals renewals,
      LineService lines,
      Catalog catalog,
      Outlook outlook,
      Wallet wallet,
      AuditTrail audit,
      OrderWatch watch,
      Pages pages) {
    this.renewals = renewals;
    this.lines = lines;
    this.catalog = catalog;
    this.outlook = outlook;
    this.wallet = wallet;
    this.audit = audit;
    this.watch = watch;
    this.pages = pages;
  }

  /**
   * One thing to buy.
   *
   * @param value as a form gives it: {@code whole-3}, {@code keep-alive}, {@code flexible}
   */
  record Choice(String value, Quote quote) {}

  /**
   * A period as its carrier sells it.
   *
   * @param taxesIncluded null when no source says
   */
  record Period(Money price, int days, @Nullable Boolean taxesIncluded) {

    public static @Nullable Period of(@Nullable Plan plan, LocalDate day) {
      Money price = plan == null ? null : plan.priceOn(day);
      Integer days = plan == null ? null : plan.validityDays();
      return plan == null || price == null || days == null
          ? null
          : new Period(price, days, plan.taxesIncluded());
    }

    /** How it is said, as a message's key. */
    String key() {
      return switch (taxesIncluded) {
        case null -> "elsewhere.period-unknown";
        case Boolean included when included -> "elsewhere.period";
        case Boolean _ -> "elsewhere.period-bare";
      };
    }
  }

  /**
   * @param carrier null when the catalog doesn't have it
   * @param choices side by side, the shortest first
   * @param chosen what would be bought, or null when nothing can be
   * @param amount of a flexible top-up, as typed
   * @param amounts that the carrier takes for one, or null when not known
   * @param key by which the same renewal is done once, from however many tabs it is confirmed
   * @param terms what the carrier sells for several months at once, which is told of and not bought
   * @param period what a period costs with the carrier itself, or null when not known
   * @param problem a message's key, or null
   */
  record Offer(
      LineCard card,
      @Nullable Carrier carrier,
      List<Choice> choices,
      @Nullable Choice chosen,
      String amount,
      @Nullable RefillAmounts amounts,
      Money balance,
      String key,
      List<Plan.Term> terms,
      @Nullable Period period,
      @Nullable String problem) {

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

    /** Nothing is sent before the brand is confirmed, nor beside an order under way. */
    boolean confirmable() {
      return enough() && card.brandConfirmed() && !card.underWay();
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
    audit.add(visit.accountId(), visit.member(), AuditTrail.Act.RENEWAL_ASKED, own.id().toString());
    try {
      Order order =
          renewals.renewWithin(
              PATIENCE, visit.accountId(), own.id(), wish(choice, amount), key, "portal");
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
    LineCard card = LineCard.of(line, outlook.of(line, visit.state()), catalog);
    // What can't be paid from here is offered at no price.
    List<Choice> choices = card.isOutOfReach() ? List.of() : choices(visit, line);
    String said = problem;
    Choice chosen = null;
    if (wanted.equals("flexible")) {
      try {
        chosen = new Choice(wanted, quote(visit, line, wish(wanted, amount)));
      } catch (ProblemException notThat) {
        said = said == null ? ProblemPage.of(notThat).key() : said;
      }
    } else {
      chosen =
          choices.stream()
              .filter(choice -> choice.value().equals(wanted))
              .findFirst()
              .or(() -> choices.stream().findFirst())
              .orElse(null);
    }
    Plan plan = line.plan() == null ? null : catalog.plans().get(line.plan());
    Outlook.Standing standing = outlook.of(line, visit.state());
    return pages.show(
        status,
        "order/renew",
        visit,
        new Offer(
            card,
            catalog.carriers().get(line.carrier()),
            choices,
            chosen,
            amount,
            plan == null ? null : catalog.refillAmountsFor(plan).orElse(null),
            wallet.balance(visit.accountId(), line.currency()),
            renewals.nextRequestKey(visit.accountId(), line.id()),
            plan == null ? List.of() : plan.termsForRenewing(standing.today()),
            Period.of(plan, standing.today()),
            said == null ? paidAlready(visit, line, choices) : said));
  }

  /** Said where no period is offered since its days are paid: a message's key, or null. */
  private @Nullable String paidAlready(Visit visit, Line line, List<Choice> choices) {
    if (choices.stream().anyMatch(choice -> choice.value().startsWith("whole-"))) {
      return null;
    }
    try {
      quote(visit, line, Renewals.Wish.wholePeriods(1));
      return null;
    } catch (ProblemException refused) {
      return refused.type() == ProblemType.PAID_ALREADY ? ProblemPage.of(refused).key() : null;
    }
  }

  /** What can't be quoted isn't offered. */
  private List<Choice> choices(Visit visit, Line line) {
    List<Choice> choices = new ArrayList<>();
    for (int periods : PERIODS) {
      offered(visit, line, "whole-" + periods).ifPresent(choices::add);
    }
    offered(visit, line, "keep-alive").ifPresent(choices::add);
    return choices;
  }

  private Optional<Choice> offered(Visit visit, Line line, String value) {
    try {
      return Optional.of(new Choice(value, quote(visit, line, wish(value, ""))));
    } catch (ProblemException notOffered) {
      return Optional.empty();
    }
  }

  private Quote quote(Visit visit, Line line, Renewals.Wish wish) {
    return renewals.quote(visit.accountId(), line.id(), wish);
  }

  private static Renewals.Wish wish(String choice, String amount) {
    return switch (choice.toLowerCase(Locale.ROOT)) {
      case "keep-alive" -> Renewals.Wish.keepAlive();
      case "flexible" -> Renewals.Wish.flexible(Money.parse(amount.strip(), Money.USD));
      default ->
          PERIODS.stream()
              .filter(periods -> choice.equals("whole-" + periods))
              .findFirst()
              .map(Renewals.Wish::wholePeriods)
              .orElseThrow(
                  () ->
                      InvalidValue.of(
                          "choice", choice, "is none of those offered", "choose one again"));
    };
  }

  // --- what became of it

  /**
   * @param title what the line is called, or its id when it was removed since
   * @param result how it stands, as a message's key
   */
  record Result(
      Order order, String title, List<Quote.Component> components, String result, boolean awaits) {

    /** By which an open page notices that it is out of date. */
    String mark() {
      return OrderWatch.mark(order);
    }

    boolean isOpen() {
      return OrderWatch.isOpen(order);
    }

    boolean isRenewed() {
      return order.state() instanceof OrderState.Renewed;
    }

    boolean isDeclined() {
      return order.state() instanceof OrderState.Declined;
    }

    /** Nothing was bought, and it may be tried again. */
    boolean isInVain() {
      return order.state().isFinal() && !isRenewed();
    }

    /** How many of the three steps are done: paid, asked, confirmed. */
    int steps() {
      return switch (order.state()) {
        case OrderState.Quoted quoted -> 0;
        case OrderState.Paying paying -> 0;
        case OrderState.Renewed renewed -> 3;
        default -> 1;
      };
    }
  }

  @GetMapping("/orders/{order}")
  View order(Visit visit, @PathVariable String order) {
    return pages.show("order/order", visit, result(visit, order));
  }

  /** Says when the order has moved, until it has ended. */
  @GetMapping("/orders/{order}/events")
  ResponseEntity<SseEmitter> events(Visit visit, @PathVariable String order) {
    Order own = renewals.order(visit.accountId(), OrderId.parse(order));
    return watch
        .watch(own, visit.member().id())
        .map(
            stream ->
                ResponseEntity.ok()
                    // Some proxies would keep it until it ends.
                    .header("X-Accel-Buffering", "no")
                    .body(stream))
        .orElseGet(() -> ResponseEntity.status(HttpStatus.TOO_MANY_REQUESTS).build());
  }

  /** Only of what was renewed: there is nothing else to give a receipt for. */
  @GetMapping("/orders/{order}/receipt")
  View receipt(Visit visit, @PathVariable String order) {
    return pages.show("order/receipt", visit, renewed(visit, order));
  }

  /** The same as a file. */
  @GetMapping("/orders/{order}/receipt.pdf")
  ResponseEntity<byte[]> receiptFile(Visit visit, @PathVariable String order) {
    Result result = renewed(visit, order);
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_PDF)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"everline-" + result.order().id() + ".pdf\"")
        .body(ReceiptPdf.of(visit, result));
  }

  private Result renewed(Visit visit, String order) {
    Result result = result(visit, order);
    if (!result.isRenewed()) {
      throw new ProblemException(
          ProblemType.NOT_FOUND, "Order " + order + " wasn't renewed, so it has no receipt.");
    }
    return result;
  }

  @PostMapping("/orders/{order}/release")
  View release(Visit visit, @PathVariable String order) {
    OrderId id = renewals.order(visit.accountId(), OrderId.parse(order)).id();
    audit.add(visit.accountId(), visit.member(), AuditTrail.Act.ORDER_RELEASED, id.toString());
    renewals.release(visit.accountId(), id);
    return Pages.to("/orders/" + id);
  }

  @PostMapping("/orders/{order}/cancel")
  View cancel(Visit visit, @PathVariable String order) {
    OrderId id = renewals.order(visit.accountId(), OrderId.parse(order)).id();
    audit.add(visit.accountId(), visit.member(), AuditTrail.Act.ORDER_CANCELLED, id.toString());
    renewals.cancel(visit.accountId(), id);
    return Pages.to("/orders/" + id);
  }

  private Result result(Visit visit, String id) {
    Order order = renewals.order(visit.accountId(), OrderId.parse(id));
    return new Result(
        order,
        title(visit, order),
        QuoteText.read(order.components(), order.total().currency()),
        meaning(order.state()),
        order.state() instanceof OrderState.HeldForApproval);
  }

  private String title(Visit visit, Order order) {
    try {
      Line line = lines.get(visit.accountId(), order.line().toString());
      return line.label().isBlank() ? line.maskedNumber() : line.label();
    } catch (ProblemException removedSince) {
      return order.line().toString();
    }
  }

  private static String meaning(OrderState state) {
    return switch (state) {
      case OrderState.Renewed renewed -> "order.renewed";
      case OrderState.Declined declined -> "order.declined";
      case OrderState.Reversed reversed -> "order.returned";
      case OrderState.InDoubt inDoubt -> "order.in-doubt";
      case OrderState.HeldForApproval held -> "order.awaiting";
      case OrderState.Cancelled cancelled -> "order.cancelled";
      case OrderState.Expired expired -> "order.expired";
      case OrderState.Quoted quoted -> "order.under-way";
      case OrderState.Paying paying -> "order.under-way";
      case OrderState.Paid paid -> "order.under-way";
      case OrderState.Fulfilling fulfilling -> "order.under-way";
    };
  }

  private Line own(Visit visit, String line) {
    return lines.get(visit.accountId(), LineId.parse(line).toString());
  }
}
