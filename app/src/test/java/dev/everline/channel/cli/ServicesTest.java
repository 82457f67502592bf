package dev.everline.channel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.OnTestDatabase;
import dev.everline.account.Accounts;
import dev.everline.account.ApiTokens;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.identify.Identifier;
import dev.everline.kernel.AccountId;
import dev.everline.line.LineService;
import dev.everline.line.LineStore;
import dev.everline.line.imports.LineImport;
import dev.everline.payment.Wallet;
import dev.everline.privacy.AccountErasure;
import dev.everline.privacy.AccountExport;
import dev.everline.renewal.Renewals;
import dev.everline.renewal.decide.Outlook;
import dev.everline.renewal.operate.WhatIf;
import dev.everline.storage.TestDatabase;
import java.time.Clock;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.WebServer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.context.WebApplicationContext;

/** The real application as commands use it: put together without a web server. */
class ServicesTest {

  private static TestDatabase database;

  @BeforeAll
  static void open() {
    database = TestDatabase.create();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        AccountErasure.class,
        AccountExport.class,
        Accounts.class,
        ApiTokens.class,
        Catalog.class,
        Clock.class,
        DataSource.class,
        Identifier.class,
        LineImport.class,
        LineService.class,
        LineStore.class,
        Outlook.class,
        Renewals.class,
        Wallet.class,
        WhatIf.class
      })
  void whatACommandAsksForIsPutTogetherByItself(Class<?> service) {
    try (Services services = new Services(OnTestDatabase.at(database.settings(4)))) {
      assertThat(services.get(service)).isNotNull();
    }
  }

  @Test
  void aCommandWorksOnTheRealApplicationAndItsDatabase() {
    try (Services services = new Services(OnTestDatabase.at(database.settings(4)))) {
      AccountId opened = services.get(Accounts.class).open("A household", "UTC", null).id();
      assertThat(services.get(Accounts.class).get(opened).name()).isEqualTo("A household");
      assertThat(database.number("SELECT count(*) FROM everline.account")).isEqualTo(1);
    }
  }

  @Test
  void everyPartStartsWithoutAWebServerAndNothingIsRenewedMeanwhile() {
    try (ConfigurableApplicationContext context =
        new SpringApplicationBuilder(OnTestDatabase.at(database.settings(4)))
            .web(WebApplicationType.NONE)
            .logStartupInfo(false)
            .run()) {
      assertThat(context).isNotInstanceOf(WebApplicationContext.class);
      assertThat(context.getBeanNamesForType(WebServer.class)).isEmpty();
      assertThat(context.getEnvironment().getProperty("local.server.port")).isNull();
      assertThat(context.containsBean("heartbeatRunner")).isFalse();
    }
  }
}
