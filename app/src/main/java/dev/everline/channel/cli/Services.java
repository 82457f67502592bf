package dev.everline.channel.cli;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/**
 * The application's services, for the commands that need them: put together, and the database
 * opened, at the first call of {@link #get}, so that other commands answer at once.
 */
public final class Services implements AutoCloseable {

  private final Class<?> application;
  private @Nullable ConfigurableApplicationContext context;

  /**
   * @param application the class that puts the modules together
   */
  public Services(Class<?> application) {
    this.application = application;
  }

  /**
   * A service by its type; the first call opens the database.
   *
   * @throws dev.everline.kernel.ProblemException when the database or the catalog can't be opened
   */
  public synchronized <T> T get(Class<T> type) {
    if (context == null) {
      context = start(WebApplicationType.NONE, List.of(), environment -> {});
    }
    return context.getBean(type);
  }

  /**
   * Starts the web server beside the services.
   *
   * @param port to listen on; 0 takes a free one
   * @param chosen settings that the command's options are for
   * @return the port it listens on
   */
  synchronized int serve(int port, LogFormat logs, List<String> chosen) {
    if (context != null) {
      throw new IllegalStateException("The services are open without a web server.");
    }
    List<String> settings =
        Stream.concat(
                Stream.of(
                    "--server.port=" + port,
                    "--logging.config=" + logs.configuration(),
                    "--logging.structured.format.console=ecs"),
                chosen.stream())
            .toList();
    context =
        start(
            WebApplicationType.SERVLET,
            settings,
            environment -> WrongSetting.requireManagementPort(environment, port));
    return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  @Override
  public synchronized void close() {
    if (context != null) {
      context.close();
      context = null;
    }
  }

  private ConfigurableApplicationContext start(
      WebApplicationType type, List<String> settings, Consumer<Environment> check) {
    return new SpringApplicationBuilder(application)
        .web(type)
        .bannerMode(Banner.Mode.OFF)
        .logStartupInfo(false)
        .initializers(starting -> check.accept(starting.getEnvironment()))
        // A command makes only the services that it asks for, and none of the server's doors.
        .lazyInitialization(type == WebApplicationType.NONE)
        .run(settings.toArray(String[]::new));
  }
}
