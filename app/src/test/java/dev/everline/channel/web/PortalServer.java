package dev.everline.channel.web;

import dev.everline.EverlineApplication;
import dev.everline.TestClock;
import dev.everline.account.Account;
import dev.everline.account.Accounts;
import dev.everline.account.Invitations;
import dev.everline.account.Role;
import dev.everline.carrier.CarrierConnector;
import dev.everline.catalog.Basis;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.Plan;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import dev.everline.line.LineStore;
import dev.everline.notice.push.PushKeys;
import dev.everline.renewal.Renewals;
import dev.everline.renewal.decide.Routes;
import dev.everline.renewal.engine.HeartbeatRunner;
import dev.everline.sandbox.push.PushSandbox;
import dev.everline.sandbox.push.Subscriber;
import dev.everline.storage.Database;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The whole application on a socket and a database of its own, at a time that tests move. */
public final class PortalServer implements AutoCloseable {

  public static final String PASSWORD = "four plain garden words";

  /** A carrier that does what a test says, and keeps books. */
  public static final class TestCarrier implements CarrierConnector, Routes {

    public enum Mood {
      WILLING,
      REFUSING,
      SILENT,
      /** Answers when it is told to. */
      SLOW
    }

    public final Semaphore answers = new Semaphore(0);

    public volatile Mood mood = Mood.WILLING;

    /** The id of a carrier that no route pays. */
    public volatile String unreached = "";

    /** Whether none is reached. */
    public volatile boolean cutOff;

    public final Map<String, Money> paid = new ConcurrentHashMap<>();

    @Override
    public Optional<CarrierConnector> to(String carrier) {
      return cutOff || carrier.equals(unreached) ? Optional.empty() : Optional.of(this);
    }

    @Override
    public String route() {
      return "test";
    }

    @Override
    public Duration deadline() {
      return Duration.ofSeconds(10);
    }

    @Override
    public Duration settlingTime() {
      return Duration.ofSeconds(90);
    }

    @Override
    public TopUpAnswer topUp(TopUp request) {
      return switch (mood) {
        case WILLING -> {
          paid.put(request.reference(), request.amount());
          yield new Done("c-" + request.reference(), null, 1);
        }
        case SLOW -> {
          answers.acquireUninterruptibly();
          paid.put(request.reference(), request.amount());
          yield new Done("c-" + request.reference(), null, 1);
        }
        case REFUSING -> new Refused("NO", "not this line", false);
        case SILENT -> new Unknown("NO_ANSWER");
      };
    }

    @Override
    public LookUpAnswer find(TopUp request) {
      return paid.containsKey(request.reference())
          ? new Done("c-" + request.reference(), null, 1)
          : new Unknown("NO_ANSWER");
    }

    @Override
    public ReadAnswer read(String carrier, String msisdn) {
      return new NotFound();
    }
  }

  public final TestDatabase database = TestDatabase.create();
  public final TestCarrier carrier = new TestCarrier();

  /** The same whenever the tests run; no day begins meanwhile, here or where the carriers are. */
  public final TestClock clock = new TestClock("2026-11-25T15:00:00Z");

  public final PushSandbox push = PushSandbox.start();
  private final IdAllocator ids = new IdAllocator(database.dataSource());
  private final Path folder = newFolder();
  private final List<String> settings;
  private ConfigurableApplicationContext context;
  private int names;
  private int numbers = 100;

  /**
   * @param settings more of them, as arguments
   */
  public PortalServer(String... settings) {
    this.settings = List.of(settings);
    this.context = start();
  }

  /** Nothing but what a test does looks at lines: the heart of the server does not beat. */
  private ConfigurableApplicationContext start() {
    List<String> arguments = new ArrayList<>(settings);
    arguments.add("--server.port=0");
    arguments.add("--everline.push.keys=" + folder.resolve("push-keys"));
    arguments.add("--everline.push.loopback=true");
    arguments.add("--everline.uploads=" + uploads());
    // As behind a proxy that ends TLS.
    arguments.add("--server.forward-headers-strategy=native");
    arguments.add("--spring.main.allow-bean-definition-overriding=true");
    ApplicationContextInitializer<GenericApplicationContext> replacements =
        beans -> {
          beans.registerBean(
              "testRoutes", Routes.class, () -> carrier, definition -> definition.setPrimary(true));
          beans.registerBean(
              "testClock", Clock.class, () -> clock, definition -> definition.setPrimary(true));
          beans.registerBean("database", Database.class, this::opened);
        };
    ConfigurableApplicationContext started =
        new SpringApplicationBuilder(EverlineApplication.class)
            .web(WebApplicationType.SERVLET)
            .bannerMode(Banner.Mode.OFF)
            .initializers(replacements)
            .logStartupInfo(false)
            .run(arguments.toArray(String[]::new));
    started.getBean(HeartbeatRunner.class).stop();
    return started;
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

  <T> Map<String, T> all(Class<T> type) {
    return context.getBeansOfType(type);
  }

  public int port() {
    return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  /** Where measures are read; only with {@code --management.server.port=0}. */
  public int managementPort() {
    return context.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
  }

  private static Path newFolder() {
    try {
      Path folder = Files.createTempDirectory("everline-portal-");
      Files.createDirectory(folder.resolve("uploads"));
      return folder;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The folder in which uploaded files lie. */
  public Path uploads() {
    return folder.resolve("uploads");
  }

  public Browser browser() {
    return new Browser(this);
  }

  public Account account() {
    return get(Accounts.class).open("A household", "America/New_York", "TX");
  }

  /** Somebody with this role, signed in. */
  public Browser member(AccountId account, Role role) {
    return joined(get(Invitations.class).create(account, role));
  }

  /** Somebody who runs the installation, signed in. */
  public Browser operator() {
    return joined(get(Invitations.class).createForOperator());
  }

  private Browser joined(String code) {
    Browser browser = browser();
    browser.name = "member " + names++;
    Browser.Page joined =
        browser.post("/join", Map.of("code", code, "name", browser.name, "password", PASSWORD));
    if (joined.status() != 303) {
      throw new IllegalStateException(joined.text());
    }
    return browser;
  }

  /** A line of the account, its brand confirmed. */
  public LineId line(AccountId owner, Plan plan, LocalDate validUntil) {
    LineId id = new LineId(ids.next(owner.bucket()));
    database.execute(
        """
        INSERT INTO everline.line (bucket, id, account_id, msisdn, msisdn_hash, carrier,
                                   brand_confirmed_at, plan, valid_until, auto_renew, created_at, changed_at)
        VALUES (%d, %d, %d, %s, '%s', now(), '%s', '%s', false, now(), now())
        """
            .formatted(
                id.bucket(),
                id.value(),
                owner.value(),
                database.sealedNumber(id, owner, "1212555%04d".formatted(numbers++)),
                plan.carrier(),
                plan.id(),
                validUntil));
    return id;
  }

  /** Has the heartbeat look at a line at a time. */
  public void wake(LineId line, Instant at) {
    database.execute(
        "UPDATE everline.line SET next_wake_at = '%s' WHERE bucket = %d AND id = %d"
            .formatted(at, line.bucket(), line.value()));
    database.execute(
        "INSERT INTO everline.wake_up (bucket, at, lines) VALUES (%d, '%s', ARRAY[%d])"
            .formatted(line.bucket(), at, line.value()));
  }

  /** A line's number, as it is stored. */
  public String number(LineId line) {
    return get(LineStore.class).find(line).orElseThrow().msisdn();
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
                  && each.validityDays() != null
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
      return get(Renewals.class)
          .quote(account, line, Renewals.Wish.wholePeriods(1))
          .total()
          .isLessThan(Money.usd(100_00));
    } catch (ProblemException notByWeb) {
      return false;
    } finally {
      database.execute(
          "DELETE FROM everline.line WHERE bucket = %d AND id = %d"
              .formatted(line.bucket(), line.value()));
    }
  }

  /** What a browser sends that has subscribed at the push service. */
  public Map<String, String> subscription(Subscriber subscriber) {
    return Map.of(
        "endpoint", subscriber.endpoint().toString(),
        "p256dh", subscriber.p256dh(),
        "auth", subscriber.auth());
  }

  /** A browser that only this server may send to. */
  public Subscriber subscriber() {
    return push.subscribe(get(PushKeys.class).publicKey());
  }

  public LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneId.of("America/New_York"));
  }

  @Override
  public void close() {
    context.close();
    push.close();
    database.close();
    try (java.util.stream.Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
