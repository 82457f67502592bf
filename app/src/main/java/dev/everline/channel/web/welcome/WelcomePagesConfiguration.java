package dev.everline.channel.web.welcome;

import static dev.everline.channel.web.door.PageAccess.MANAGER;
import static dev.everline.channel.web.door.PageAccess.OWNER;
import static dev.everline.channel.web.door.PageAccess.VIEWER;
import static dev.everline.channel.web.door.PageAccess.get;
import static dev.everline.channel.web.door.PageAccess.post;

import dev.everline.channel.web.door.PageAccess;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Whom the first run is for. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class WelcomePagesConfiguration {

  @Bean
  PageAccess welcomeAccess() {
    return PageAccess.of(get("/welcome", MANAGER), post("/welcome", OWNER), get("/sample", VIEWER));
  }
}
