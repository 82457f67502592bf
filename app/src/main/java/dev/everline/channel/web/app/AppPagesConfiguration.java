package dev.everline.channel.web.app;

import static dev.everline.channel.web.door.PageAccess.EVERYBODY;
import static dev.everline.channel.web.door.PageAccess.get;

import dev.everline.account.Accounts;
import dev.everline.catalog.Catalog;
import dev.everline.channel.web.door.PageAccess;
import dev.everline.channel.web.frame.Pages;
import dev.everline.line.LineStore;
import dev.everline.notice.PushQueue;
import dev.everline.notice.PushService;
import dev.everline.renewal.OrderDesk;
import dev.everline.renewal.Renewals;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Whom the pages of the installed app are for, and what delivers its notices. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class AppPagesConfiguration {

  @Bean
  PageAccess appAccess() {
    return PageAccess.of(
        get("/manifest.webmanifest", EVERYBODY),
        get("/sw.js", EVERYBODY),
        get("/offline", EVERYBODY),
        get("/help", EVERYBODY));
  }

  @Bean
  PushNotices pushNotices(
      PushQueue queue,
      PushService service,
      Renewals renewals,
      OrderDesk orderDesk,
      LineStore lines,
      Accounts accounts,
      Catalog catalog,
      Pages pages,
      Clock clock) {
    return new PushNotices(
        queue, service, renewals, orderDesk, lines, accounts, catalog, pages, clock);
  }

  @Bean
  PushRunner pushRunner(PushNotices notices) {
    return new PushRunner(notices);
  }
}
