package dev.everline.demo;

import dev.everline.EverlineApplication;
import dev.everline.account.Account;
import dev.everline.account.ApiTokens;
import dev.everline.account.Invitations;
import dev.everline.account.Role;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.bundle.BundleCopy;
import dev.everline.renewal.decide.Routes;
import dev.everline.storage.StorageSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * The application's own server over what the demo has left, on the demo's clock: the very modules
 * of {@code everline serve}, with the time, the database and the way to carriers put in from here.
 */
final class DemoServer implements AutoCloseable {

  private final ConfigurableApplicationContext context;

  private DemoServer(ConfigurableApplicationContext context) {
    this.context = context;
  }

  /**
   * @param port to listen on; 0 takes a free one
   */
  static DemoServer start(DemoWorld world, int port) {
    return new DemoServer(
        new SpringApplicationBuilder(EverlineApplication.class)
            .initializers(
                context -> {
                  if (context instanceof GenericApplicationContext beans) {
                    put(beans, Clock.class, () -> world.clock);
                    put(beans, Catalog.class, () -> world.catalog);
                    put(beans, BundleCopy.class, world.folder::bundleCopy);
                    put(beans, Routes.class, () -> world.routes);
                    put(beans, StorageSettings.class, world.folder::storage);
                  }
                })
            .bannerMode(Banner.Mode.OFF)
            .logStartupInfo(false)
            .registerShutdownHook(false)
            .run("--server.port=" + port, "--logging.config=classpath:logback-serve-text.xml"));
  }

  private static <T> void put(GenericApplicationContext beans, Class<T> type, Supplier<T> value) {
    beans.registerBean("demo" + type.getSimpleName(), type, value, bean -> bean.setPrimary(true));
  }

  int port() {
    return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  /** A token that opens an account, for the next day. */
  String token(Account account) {
    return context.getBean(ApiTokens.class).create(account.id(), "demo", Duration.ofDays(1));
  }

  /** A code by which somebody becomes the account's owner in the portal. */
  String invitation(Account account) {
    return context.getBean(Invitations.class).create(account.id(), Role.OWNER);
  }

  @Override
  public void close() {
    context.close();
  }
}
