package dev.everline.channel.web.app;

import static dev.everline.channel.web.door.PageAccess.EVERYBODY;
import static dev.everline.channel.web.door.PageAccess.get;
import static dev.everline.channel.web.door.PageAccess.post;

import dev.everline.channel.web.door.PageAccess;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Whom the pages of the installed app, help and the check of links are for. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class AppPagesConfiguration {

  @Bean
  PageAccess appAccess() {
    return PageAccess.of(
        get("/manifest.webmanifest", EVERYBODY),
        get("/sw.js", EVERYBODY),
        get("/offline", EVERYBODY),
        get("/help", EVERYBODY),
        get("/check", EVERYBODY),
        post("/check", EVERYBODY));
  }
}
