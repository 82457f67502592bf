package dev.everline.channel.web.fleet;

import static dev.everline.channel.web.door.PageAccess.MANAGER;
import static dev.everline.channel.web.door.PageAccess.VIEWER;
import static dev.everline.channel.web.door.PageAccess.get;
import static dev.everline.channel.web.door.PageAccess.post;

import dev.everline.channel.web.door.PageAccess;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Whom the pages of many lines are for. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class FleetPagesConfiguration {

  @Bean
  PageAccess fleetAccess() {
    return PageAccess.of(
        get("/lines", VIEWER),
        post("/lines/search", VIEWER),
        get("/lines/export.csv", VIEWER),
        get("/lines/jobs", VIEWER),
        post("/lines/jobs", MANAGER),
        get("/lines/complete", MANAGER),
        post("/lines/complete", MANAGER),
        get("/lines/jobs/{job}", VIEWER),
        get("/lines/jobs/{job}/lines.csv", VIEWER),
        post("/lines/jobs/{job}/confirm", MANAGER),
        post("/lines/jobs/{job}/stop", MANAGER),
        get("/lines/import", MANAGER),
        post("/lines/import", MANAGER),
        get("/lines/import/{upload}", MANAGER),
        post("/lines/import/{upload}", MANAGER),
        post("/lines/import/{upload}/run", MANAGER),
        post("/lines/import/{upload}/give-up", MANAGER),
        get("/lines/import/{upload}/rejects.csv", MANAGER));
  }
}
