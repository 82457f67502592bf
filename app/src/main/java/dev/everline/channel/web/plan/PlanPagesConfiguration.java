package dev.everline.channel.web.plan;

import static dev.everline.channel.web.door.PageAccess.VIEWER;
import static dev.everline.channel.web.door.PageAccess.get;

import dev.everline.channel.web.door.PageAccess;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Whom the catalog is for. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class PlanPagesConfiguration {

  @Bean
  PageAccess planAccess() {
    return PageAccess.of(
        get("/catalog", VIEWER),
        get("/catalog/plans", VIEWER),
        get("/catalog/compare", VIEWER),
        get("/catalog/{carrier}", VIEWER));
  }
}
