package dev.everline.channel.web.console;

import static dev.everline.channel.web.door.PageAccess.OPERATOR;
import static dev.everline.channel.web.door.PageAccess.get;
import static dev.everline.channel.web.door.PageAccess.post;

import dev.everline.channel.web.door.PageAccess;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Whom the operator's console is for. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class ConsolePagesConfiguration {

  @Bean
  PageAccess consoleAccess() {
    return PageAccess.of(
        get("/console", OPERATOR),
        post("/console/survey", OPERATOR),
        post("/console/proof", OPERATOR),
        post("/console/operators/{member}/remove", OPERATOR),
        get("/console/catalog", OPERATOR),
        post("/console/catalog", OPERATOR),
        post("/console/catalog/fetch", OPERATOR),
        get("/console/catalog/undo", OPERATOR),
        post("/console/catalog/undo", OPERATOR),
        get("/console/catalog/{digest}", OPERATOR),
        post("/console/catalog/{digest}/install", OPERATOR),
        get("/console/accounts", OPERATOR),
        get("/console/accounts/{account}", OPERATOR),
        post("/console/accounts/{account}/look", OPERATOR),
        post("/console/accounts/{account}/orders/{order}/release", OPERATOR),
        post("/console/accounts/{account}/orders/{order}/cancel", OPERATOR),
        get("/console/audit", OPERATOR));
  }
}
