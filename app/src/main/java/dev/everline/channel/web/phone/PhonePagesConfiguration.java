package dev.everline.channel.web.phone;

import static dev.everline.channel.web.door.PageAccess.EVERYBODY;
import static dev.everline.channel.web.door.PageAccess.get;

import dev.everline.channel.web.door.Doorstep;
import dev.everline.channel.web.door.PageAccess;
import dev.everline.channel.web.frame.Pages;
import dev.everline.lan.HomeNetwork;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Whom the way to a phone is for: everybody, since who isn't on it yet can't sign in there. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class PhonePagesConfiguration {

  @Bean
  PageAccess phoneAccess() {
    return PageAccess.of(get("/phone", EVERYBODY), get("/phone/everline-ca.crt", EVERYBODY));
  }

  @Bean
  Doorstep doorstep(HomeNetwork network, Pages pages, Environment environment) {
    return new DoorstepPages(network, pages, environment);
  }
}
