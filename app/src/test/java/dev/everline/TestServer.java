package dev.everline;

import static dev.everline.fixture.LineBuilder.aLine;

import dev.everline.account.Account;
import dev.everline.account.Accounts;
import dev.everline.catalog.Basis;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.Plan;
import dev.everline.catalog.bundle.BundleCopy;
import dev.everline.fixture.LineBuilder;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import dev.everline.line.StoredLines;
import dev.everline.renewal.Quotes;
import dev.everline.renewal.Renewals;
import dev.everline.renewal.decide.Routes;
import dev.everline.renewal.engine.HeartbeatRunner;
import dev.everline.storage.Database;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.TestDatabase;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * The whole application on a socket and a database of its own, at a time that tests move, with a
 * carrier that does what they say. The one way to start a server under test; {@link LauncherTest}
 * starts the real program.
 */
public class TestServer implements AutoCloseable {

  /** How a server differs from the usual one. */
  public static final class Options {

    private @Nullable TestDatabase database;
    private boolean heartbeat = true;
    private final List<String> settings = new ArrayList<>();

    private Options() {}

    /** Instead of a fresh one; closed with the server. */
    public Options on(TestDatabase other) {
      database = other;
      return this;
    }

    /** Nothing but what a test does looks at lines. */
    public Options withoutHeartbeat() {
      heartbeat = false;
      return this;
    }

    /** As on a command line. */
    public Options with(String... more) {
      settings.addAll(List.of(more));
      return this;
    }
  }

  public final TestDatabase database;
  public final TestCarrier carrier = new TestCarrier();

  /** The same whenever the tests run; no day begins meanwhile, here or where the carriers are. */
  public final TestClock clock = new TestClock("2026-11-25T15:00:00Z");

  private final Options options;
  private final StoredLines stored;
  private ConfigurableApplicationContext context;
  private int numbers = 100;

  protected TestServer(Options options) {
    this.options = options;
    this.database = options.database == null ? TestDatabase.create() : options.database;
    this.stored =
        new StoredLines(
            database.dataSource(), database.seal(), new IdAllocator(database.dataSource()));
    this.context = start();
  }

  public static Options options() {
    return new Options();
  }

  private ConfigurableApplicationContext start() {
    List<String> arguments = new ArrayList<>(options.settings);
    arguments.add("--server.port=0");
    arguments.add("--spring.main.allow-bean-definition-overriding=true");
    ApplicationContextInitializer<GenericApplicationContext> replacements =
        beans -> {
          beans.registerBean(
              "testRoutes", Routes.class, () -> carrier, definition -> definition.setPrimary(true));
          beans.registerBean(
              "testClock", Clock.class, () -> clock, definition -> definition.setPrimary(true));
          beans.registerBean("database", Database.class, this::opened);
          beans.registerBean("bundleCopy", BundleCopy.class, () -> bundleCopy(database));
        };
    ConfigurableApplicationContext started =
        new SpringApplicationBuilder(EverlineApplication.class)
            .web(WebApplicationType.SERVLET)
            .bannerMode(Banner.Mode.OFF)
            .initializers(replacements)
            .logStartupInfo(false)
            .run(arguments.toArray(String[]::new));
    if (!options.heartbeat) {
      started.getBean(HeartbeatRunner.class).stop();
    }
    return started;
  }

  /** Beside the database, not in the home of whoever runs the tests. */
  public static BundleCopy bundleCopy(TestDatabase database) {
    return new BundleCopy(database.keys().resolveSibling(database.name() + ".bundle"));
  }

  private Database opened() {
    return Database.open(database.settings(16));
  }

  /** Stops the server and starts it again on the same database. */
  public void restart() {
    context.close();
    context = start();
  }

  public <T> T get(Class<T> type) {
    return context.getBean(type);
  }

  public <T> Map<String, T> all(Class<T> type) {
    return context.getBeansOfType(type);
  }

  public int port() {
    return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  /** Where measures are read; only with {@code --management.server.port=0}. */
  public int managementPort() {
    return context.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
  }

  public Account account() {
    return get(Accounts.class).open("A household", "America/New_York", "TX");
  }

  /** A line of the account, its brand confirmed, renewed by hand. */
  public LineId line(AccountId owner, Plan plan, LocalDate validUntil) {
    return stored.add(owner, aNumber().on(plan).expiring(validUntil));
  }

  /** Many of them at once. */
  public List<LineId> lines(AccountId owner, Plan plan, LocalDate validUntil, int count) {
    return stored.add(
        owner,
        Stream.generate(() -> aNumber().on(plan).expiring(validUntil)).limit(count).toList());
  }

  /** Plan and carrier by their ids. */
  public LineId line(AccountId owner, String carrierId, String plan, LocalDate validUntil) {
    return stored.add(owner, aNumber().with(carrierId).on(plan).expiring(validUntil));
  }

  private LineBuilder aNumber() {
    return aLine()
        .number("1212555%04d".formatted(numbers++))
        .renewedByHand()
        .added(clock.instant());
  }

  /** Of those that can be renewed by whole periods for less than 100 dollars, the first. */
  public Plan plan(AccountId account) {
    Catalog catalog = get(Catalog.class);
    return catalog.plans().values().stream()
        .filter(
            each -> {
              Basis basis = catalog.lapseRule(each.lapseRule()).basis();
              return (basis == Basis.FROM_EXPIRY || basis == Basis.FROM_PAYMENT)
                  && !each.legacy()
                  && !each.lapseRule().endsWith("-keep")
                  && each.period() != null
                  && each.priceOn(today()) != null;
            })
        .sorted(Comparator.comparing(Plan::id))
        .filter(each -> cheap(account, each))
        .findFirst()
        .orElseThrow();
  }

  private boolean cheap(AccountId account, Plan plan) {
    LineId line = line(account, plan, today());
    try {
      return get(Quotes.class)
          .quote(account, line, Renewals.Wish.wholePeriods(1))
          .total()
          .isLessThan(Money.usd(100_00));
    } catch (ProblemException notSold) {
      return false;
    } finally {
      database.execute(
          "DELETE FROM everline.line WHERE bucket = %d AND id = %d"
              .formatted(line.bucket(), line.value()));
    }
  }

  /** Today where the first market's carriers count. */
  public LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneId.of("America/New_York"));
  }

  @Override
  public void close() {
    context.close();
    database.close();
  }
}
