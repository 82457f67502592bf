package dev.everline.channel.web.order;

import dev.everline.account.AuditTrail;
import dev.everline.catalog.Length;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.ProblemPage;
import dev.everline.channel.web.frame.Refusal;
import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.TypedAmount;
import dev.everline.channel.web.frame.Visit;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.Money;
import dev.everline.kernel.OrderId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.kernel.text.Sheet;
import dev.everline.ledger.Ledger;
import dev.everline.ledger.Posting;
import dev.everline.payment.DepositLimit;
import dev.everline.payment.Wallet;
import dev.everline.renewal.OrderDesk;
import dev.everline.renewal.Renewals;
import dev.everline.renewal.decide.Outlook;
import dev.everline.renewal.order.Order;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** What there is to spend and where it went. */
@ServesPages
final class MoneyPages {

  private static final int ROWS = 50;
  private static final int EXPORTED_AT_ONCE = 500;

  /** What the keys of the page's form begin with, so that they meet no program's. */
  private static final String FILLS = "fill-";

  private final Wallet wallet;
  private final Renewals renewals;
  private final OrderDesk orderDesk;
  private final Outlook outlook;
  private final AuditTrail audit;
  private final Pages pages;

  MoneyPages(
      Wallet wallet,
      Renewals renewals,
      OrderDesk orderDesk,
      Outlook outlook,
      AuditTrail audit,
      Pages pages) {
    this.wallet = wallet;
    this.renewals = renewals;
    this.orderDesk = orderDesk;
    this.outlook = outlook;
    this.audit = audit;
    this.pages = pages;
  }

  /**
   * @param order that it belongs to, or null
   */
  record Row(Posting.Kind kind, Money amount, @Nullable OrderId order, Instant at) {

    static Row of(Ledger.Entry entry) {
      Long order = entry.orderId();
      return new Row(
          entry.kind(), entry.amount(), order == null ? null : new OrderId(order), entry.at());
    }
  }

  /**
   * @param next what the following page is asked for by, or null at the end
   * @param key by which what the form says is noted once, however often it is sent
   * @param amount as typed
   * @param usable whether any carrier can be paid from here
   * @param refusal null where nothing is refused
   */
  record MoneyPage(
      Money balance,
      List<Row> rows,
      @Nullable Long next,
      String key,
      String amount,
      boolean usable,
      @Nullable Refusal refusal) {}

  @GetMapping("/money")
  View money(Visit visit, @RequestParam(required = false) @Nullable Long below) {
    if (below != null && below < 0) {
      throw InvalidValue.of("below", below.toString(), "is no entry", "follow the page's link");
    }
    return show(HttpStatus.OK, visit, below, FILLS + UUID.randomUUID(), "", null);
  }

  /** Notes money that was put aside; nothing is collected from anybody. */
  @PostMapping("/money/fill")
  View fill(Visit visit, @RequestParam String amount, @RequestParam String key) {
    try {
      if (!key.startsWith(FILLS)) {
        throw new ProblemException(
            ProblemType.MALFORMED, "The form's key isn't one of the page's.");
      }
      Money wanted = Money.parse(TypedAmount.plain(amount), Money.USD);
      audit.attempt(
          visit.accountId(),
          visit.member(),
          AuditTrail.Act.WALLET_FILLED,
          visit.accountId().toString(),
          () -> wallet.deposit(visit.accountId(), wanted, key));
    } catch (ProblemException refused) {
      ProblemPage problem = ProblemPage.of(refused);
      return show(
          HttpStatus.valueOf(problem.status()),
          visit,
          null,
          key,
          amount,
          refused instanceof InvalidValue wrong
              ? Refusal.of(wrongWith(visit, wrong)).at("amount")
              : Refusal.of(problem.said(visit)));
    }
    renewals.wakeWaiting(visit.accountId());
    return Pages.to("/money");
  }

  private View show(
      HttpStatus status,
      Visit visit,
      @Nullable Long below,
      String key,
      String amount,
      @Nullable Refusal refusal) {
    List<Ledger.Entry> found = wallet.entries(visit.accountId(), Money.USD, below, ROWS + 1);
    boolean more = found.size() > ROWS;
    List<Ledger.Entry> shown = more ? found.subList(0, ROWS) : found;
    return pages.show(
        status,
        "order/money",
        visit,
        new MoneyPage(
            wallet.balance(visit.accountId(), Money.USD),
            shown.stream().map(Row::of).toList(),
            more ? shown.getLast().number() : null,
            key,
            amount,
            outlook.reachesAnyCarrier(),
            refusal));
  }

  /** What is wrong with an amount, and how much may still be added today. */
  private static String wrongWith(Visit visit, InvalidValue wrong) {
    if (DepositLimit.TOO_MUCH.equals(wrong.code())) {
      Money left = Money.parse(wrong.details().getFirst(), Money.USD);
      return left.isPositive()
          ? visit.say("money.fill-left", visit.money(left))
          : visit.say("money.fill-full");
    }
    return visit.say("money.fill-wrong");
  }

  /** All entries, the newest first; read and sent in parts, so that any number fits. */
  @GetMapping("/money/entries.csv")
  void export(Visit visit, HttpServletResponse response) throws IOException {
    audit.add(
        visit.accountId(),
        visit.member(),
        AuditTrail.Act.ENTRIES_EXPORTED,
        visit.accountId().toString());
    response.setContentType("text/csv;charset=UTF-8");
    response.setHeader("Content-Disposition", "attachment; filename=\"everline-entries.csv\"");
    try (Sheet csv =
        Sheet.on(new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8))) {
      csv.row(
          visit.say("order.when"),
          visit.say("money.kind"),
          visit.say("money.amount"),
          visit.say("field.currency"),
          visit.say("order.number"),
          visit.say("order.term"));
      Long below = null;
      while (true) {
        List<Ledger.Entry> part =
            wallet.entries(visit.accountId(), Money.USD, below, EXPORTED_AT_ONCE);
        List<Row> rows = part.stream().map(Row::of).toList();
        Map<OrderId, Order> ordered =
            orderDesk.ordersNow(
                rows.stream().flatMap(row -> Stream.ofNullable(row.order())).toList());
        for (Row row : rows) {
          csv.row(
              visit.time(row.at()),
              visit.name("entry", row.kind()),
              row.amount(),
              row.amount().currency().getCurrencyCode(),
              row.order(),
              term(ordered, row.order()));
        }
        if (part.size() < EXPORTED_AT_ONCE) {
          return;
        }
        below = part.getLast().number();
      }
    }
  }

  /** The term that an order bought, as ISO 8601 writes it; null where it bought none. */
  private static @Nullable String term(Map<OrderId, Order> ordered, @Nullable OrderId id) {
    Order order = id == null ? null : ordered.get(id);
    Length term = order == null ? null : order.term();
    return term == null ? null : term.key();
  }
}
