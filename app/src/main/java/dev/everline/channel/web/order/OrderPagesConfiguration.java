package dev.everline.channel.web.order;

import static dev.everline.channel.web.door.PageAccess.MANAGER;
import static dev.everline.channel.web.door.PageAccess.OWNER;
import static dev.everline.channel.web.door.PageAccess.VIEWER;
import static dev.everline.channel.web.door.PageAccess.get;
import static dev.everline.channel.web.door.PageAccess.post;

import dev.everline.channel.web.door.PageAccess;
import dev.everline.renewal.OrderDesk;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Whom renewals, orders and money are for, and what watches an order. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class OrderPagesConfiguration {

  @Bean
  PageAccess orderAccess() {
    return PageAccess.of(
        get("/lines/{line}/renew", MANAGER),
        post("/lines/{line}/renew", MANAGER),
        get("/lines/{line}/renewed", MANAGER),
        post("/lines/{line}/renewed", MANAGER),
        get("/lines/{line}/renewed/{renewal}", VIEWER),
        post("/lines/{line}/renewed/{renewal}/undo", MANAGER),
        get("/orders/{order}", VIEWER),
        get("/orders/{order}/events", VIEWER),
        get("/orders/{order}/receipt", VIEWER),
        get("/orders/{order}/receipt.pdf", VIEWER),
        post("/orders/{order}/release", MANAGER),
        post("/orders/{order}/cancel", MANAGER),
        get("/money", VIEWER),
        post("/money/fill", OWNER),
        get("/money/entries.csv", VIEWER));
  }

  @Bean
  OrderWatch orderWatch(OrderDesk orderDesk) {
    return new OrderWatch(orderDesk);
  }
}
