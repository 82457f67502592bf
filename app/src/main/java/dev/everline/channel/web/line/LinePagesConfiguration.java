package dev.everline.channel.web.line;

import static dev.everline.channel.web.door.PageAccess.MANAGER;
import static dev.everline.channel.web.door.PageAccess.OWNER;
import static dev.everline.channel.web.door.PageAccess.VIEWER;
import static dev.everline.channel.web.door.PageAccess.get;
import static dev.everline.channel.web.door.PageAccess.post;

import dev.everline.channel.web.door.PageAccess;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Whom the pages of single lines are for. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class LinePagesConfiguration {

  @Bean
  PageAccess lineAccess() {
    return PageAccess.of(
        get("/lines/new", MANAGER),
        post("/lines/new", MANAGER),
        post("/lines/new/number", MANAGER),
        post("/lines/new/details", MANAGER),
        post("/lines/new/scan", MANAGER),
        get("/lines/{line}", VIEWER),
        get("/lines/{line}/added", MANAGER),
        get("/lines/{line}/edit", MANAGER),
        post("/lines/{line}/edit", MANAGER),
        post("/lines/{line}/renewed-by", MANAGER),
        post("/lines/{line}/confirm-autopay", MANAGER),
        post("/lines/{line}/autopay-failed", MANAGER),
        post("/lines/{line}/number", MANAGER),
        get("/lines/{line}/let-go", MANAGER),
        post("/lines/{line}/let-go", MANAGER),
        post("/lines/{line}/pause", MANAGER),
        post("/lines/{line}/resume", MANAGER),
        post("/lines/{line}/confirm-brand", MANAGER),
        post("/lines/{line}/notes", MANAGER),
        post("/lines/{line}/notes/{note}/remove", MANAGER),
        get("/lines/{line}/remove", OWNER),
        post("/lines/{line}/remove", OWNER),
        get("/share", VIEWER),
        post("/share/read", VIEWER),
        post("/share/keep", MANAGER));
  }
}
