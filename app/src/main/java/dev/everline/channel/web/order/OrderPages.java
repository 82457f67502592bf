package dev.everline.channel.web.order;

import dev.everline.account.AuditTrail;
import dev.everline.catalog.Length;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.Visit;
import dev.everline.kernel.OrderId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.line.Line;
import dev.everline.line.LineService;
import dev.everline.renewal.OrderDesk;
import dev.everline.renewal.order.Order;
import dev.everline.renewal.order.OrderState;
import dev.everline.renewal.order.Releaser;
import dev.everline.renewal.price.Quote;
import dev.everline.renewal.price.QuoteText;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** An order: what became of a renewal, its receipt, and its release or cancellation. */
@ServesPages
final class OrderPages {

  private final OrderDesk orderDesk;
  private final LineService lines;
  private final AuditTrail audit;
  private final OrderWatch watch;
  private final Pages pages;

  OrderPages(
      OrderDesk orderDesk, LineService lines, AuditTrail audit, OrderWatch watch, Pages pages) {
    this.orderDesk = orderDesk;
    this.lines = lines;
    this.audit = audit;
    this.watch = watch;
    this.pages = pages;
  }

  /**
   * @param title what the line is called, or that it has been removed
   * @param result how the order stands, as a message's key
   * @param awaits whether somebody must release or cancel it
   */
  record OrderPage(
      Order order, String title, List<Quote.Component> components, String result, boolean awaits) {

    /** Tells an open page that it is out of date. */
    String mark() {
      return OrderWatch.mark(order);
    }

    /** Whether what holds it concerns all accounts together. */
    boolean needsOperator() {
      return awaits && !Releaser.MEMBER.mayRelease(order.reason());
    }

    boolean isOpen() {
      return OrderWatch.isOpen(order);
    }

    /** What was bought, in the reader's words. */
    String what(Visit visit) {
      Length term = order.term();
      return term == null
          ? visit.name("kind", order.kind())
          : visit.say("renew.term", visit.length(term));
    }

    boolean isRenewed() {
      return order.state() instanceof OrderState.Renewed;
    }

    boolean isDeclined() {
      return order.state() instanceof OrderState.Declined;
    }

    /** Nothing was bought, and the order may be tried again. */
    boolean isInVain() {
      return order.state().isFinal() && !isRenewed();
    }

    /** How many of the three steps are done: paid, asked, confirmed. */
    int steps() {
      return isRenewed() ? 3 : 1;
    }
  }

  @GetMapping("/orders/{order}")
  View order(Visit visit, @PathVariable String order) {
    return pages.show("order/order", visit, page(visit, order));
  }

  /** Says when the order has moved, until it has ended. */
  @GetMapping("/orders/{order}/events")
  ResponseEntity<SseEmitter> events(Visit visit, @PathVariable String order) {
    Order own = orderDesk.order(visit.accountId(), OrderId.parse(order));
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
    OrderPage page = renewed(visit, order);
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_PDF)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"everline-" + page.order().id() + ".pdf\"")
        .body(ReceiptPdf.of(visit, page));
  }

  private OrderPage renewed(Visit visit, String order) {
    OrderPage page = page(visit, order);
    if (!page.isRenewed()) {
      throw new ProblemException(
          ProblemType.NOT_FOUND, "Order " + order + " wasn't renewed, so it has no receipt.");
    }
    return page;
  }

  @PostMapping("/orders/{order}/release")
  View release(Visit visit, @PathVariable String order) {
    OrderId id = orderDesk.order(visit.accountId(), OrderId.parse(order)).id();
    audit.attempt(
        visit.accountId(),
        visit.member(),
        AuditTrail.Act.ORDER_RELEASED,
        id.toString(),
        () -> orderDesk.release(visit.accountId(), id, Releaser.MEMBER));
    return Pages.to("/orders/" + id);
  }

  @PostMapping("/orders/{order}/cancel")
  View cancel(Visit visit, @PathVariable String order) {
    OrderId id = orderDesk.order(visit.accountId(), OrderId.parse(order)).id();
    audit.attempt(
        visit.accountId(),
        visit.member(),
        AuditTrail.Act.ORDER_CANCELLED,
        id.toString(),
        () -> orderDesk.cancel(visit.accountId(), id));
    return Pages.to("/orders/" + id);
  }

  private OrderPage page(Visit visit, String id) {
    Order order = orderDesk.order(visit.accountId(), OrderId.parse(id));
    return new OrderPage(
        order,
        title(visit, order),
        QuoteText.read(order.components(), order.total().currency()),
        meaning(order),
        order.state() instanceof OrderState.HeldForApproval);
  }

  private String title(Visit visit, Order order) {
    try {
      Line line = lines.get(visit.accountId(), order.line());
      return line.label().isBlank() ? line.maskedNumber() : line.label();
    } catch (ProblemException removedSince) {
      return visit.say("audit.removed-line");
    }
  }

  private static String meaning(Order order) {
    return switch (order.state()) {
      case OrderState.Renewed renewed ->
          order.kind() == Quote.Kind.WHOLE_PERIOD || order.validUntil() != null
              ? "order.renewed"
              : "order.kept";
      case OrderState.Declined declined -> "order.declined";
      case OrderState.Reversed reversed -> "order.returned";
      case OrderState.InDoubt inDoubt -> "order.in-doubt";
      case OrderState.HeldForApproval held ->
          Releaser.MEMBER.mayRelease(order.reason()) ? "order.awaiting" : "order.awaiting-operator";
      case OrderState.Cancelled cancelled -> "order.cancelled";
      case OrderState.Expired expired -> "order.expired";
      case OrderState.Paid paid -> "order.under-way";
      case OrderState.Fulfilling fulfilling -> "order.under-way";
    };
  }
}
