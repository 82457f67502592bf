package dev.everline.channel.api;

import dev.everline.channel.api.http.Caller;
import dev.everline.channel.api.http.Page;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.OrderId;
import dev.everline.renewal.OrderDesk;
import dev.everline.renewal.Quotes;
import dev.everline.renewal.Renewals;
import dev.everline.renewal.order.Order;
import dev.everline.renewal.order.Origin;
import dev.everline.renewal.order.Releaser;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Prices of renewals, and renewals. */
@RestController
@RequestMapping(path = "/api/v1", produces = "application/json")
@Tag(name = "Renewals", description = "What a renewal costs, and renewing now.")
final class OrderController {

  private final Renewals renewals;
  private final OrderDesk orderDesk;
  private final Quotes quotes;

  OrderController(Renewals renewals, OrderDesk orderDesk, Quotes quotes) {
    this.renewals = renewals;
    this.orderDesk = orderDesk;
    this.quotes = quotes;
  }

  @PostMapping(path = "/lines/{line}/quotes", consumes = "application/json")
  @Operation(
      operationId = "quote",
      summary = "What a renewal costs and brings",
      description = "Nothing is stored or promised: prices are those of this moment.")
  QuoteView quote(
      @Caller AccountId account, @PathVariable String line, @RequestBody RenewalRequest request) {
    LineId id = LineId.parse(line);
    return QuoteView.of(id.toString(), quotes.quote(account, id, request.wish()));
  }

  @PostMapping(path = "/lines/{line}/orders", consumes = "application/json")
  @Operation(
      operationId = "renew",
      summary = "Renew now, paid from the wallet",
      description =
          "Waits for the carrier within its deadline. The same Idempotency-Key with the same"
              + " request always gives the same order, however often and simultaneously it is sent;"
              + " after a cut connection, send it again.")
  @ApiResponse(responseCode = "201", description = "The order has ended; see its state.")
  @ApiResponse(
      responseCode = "202",
      description = "The order is in progress or held for approval: ask for it again.")
  ResponseEntity<OrderView> renew(
      @Caller AccountId account,
      @PathVariable String line,
      @Parameter(description = "Your own key for this order, 1 to 200 printable ASCII characters.")
          @RequestHeader("Idempotency-Key")
          String key,
      @RequestBody RenewalRequest request) {
    Order order = renewals.renew(account, LineId.parse(line), request.wish(), key, Origin.API);
    return ResponseEntity.status(order.state().isFinal() ? HttpStatus.CREATED : HttpStatus.ACCEPTED)
        .location(URI.create("/api/v1/orders/" + order.id()))
        .body(OrderView.of(order));
  }

  @GetMapping("/orders")
  @Operation(operationId = "listOrders", summary = "The orders, newest first")
  Page<OrderView> orders(
      @Caller AccountId account,
      @Parameter(description = "The next of the previous page.") @RequestParam(required = false)
          @Nullable String cursor,
      @Parameter(description = "1 to 500.") @RequestParam(defaultValue = Page.USUAL) int limit) {
    int most = Page.limit(limit);
    Long below = Page.after(cursor, "or");
    List<Order> found =
        orderDesk.orders(account, below == null ? null : new OrderId(below), most + 1);
    return Page.of(found, most, order -> order.id().toString(), OrderView::of);
  }

  @GetMapping("/orders/{order}")
  @Operation(operationId = "getOrder", summary = "One order")
  OrderView order(@Caller AccountId account, @PathVariable String order) {
    return OrderView.of(orderDesk.order(account, OrderId.parse(order)));
  }

  @PostMapping("/orders/{order}/release")
  @Operation(
      operationId = "releaseOrder",
      summary = "Release an order that is held for approval",
      description =
          "Only in state HELD_FOR_APPROVAL. An order that a spending limit has stopped is released"
              + " by a person, in the portal or at the server: for a token that is FORBIDDEN.")
  OrderView release(@Caller AccountId account, @PathVariable String order) {
    return OrderView.of(orderDesk.release(account, OrderId.parse(order), Releaser.PROGRAM));
  }

  @PostMapping("/orders/{order}/cancel")
  @Operation(
      operationId = "cancelOrder",
      summary = "Cancel an order that is held for approval",
      description = "Only in state HELD_FOR_APPROVAL; nothing was charged.")
  OrderView cancel(@Caller AccountId account, @PathVariable String order) {
    return OrderView.of(orderDesk.cancel(account, OrderId.parse(order)));
  }
}
