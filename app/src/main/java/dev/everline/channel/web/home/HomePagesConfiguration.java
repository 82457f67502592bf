package dev.everline.channel.web.home;

import static dev.everline.channel.web.door.PageAccess.VIEWER;
import static dev.everline.channel.web.door.PageAccess.get;

import dev.everline.channel.web.door.PageAccess;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Whom the first page and the calendar are for. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class HomePagesConfiguration {

  @Bean
  PageAccess homeAccess() {
    return PageAccess.of(get("/", VIEWER), get("/calendar", VIEWER));
  }
}
