package dev.everline.channel.api;

import static dev.everline.fixture.LineBuilder.aLine;

import dev.everline.EverlineApplication;
import dev.everline.TestClock;
import dev.everline.account.Account;
import dev.everline.account.Accounts;
import dev.everline.account.ApiTokens;
import dev.everline.carrier.CarrierConnector;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.line.StoredLines;
import dev.everline.renewal.decide.Routes;
import dev.everline.storage.Database;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.TestDatabase;
import io.swagger.v3.oas.annotations.Hidden;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole application on a socket and a database of its own, with two accounts to call it as. */
final class ApiServer implements AutoCloseable {

  /** One that renews whatever it is asked to, and keeps books. */
  static final class Carrier implements CarrierConnector, Routes {

    final Set<String> paid = ConcurrentHashMap.newKeySet();

    /** The id of a carrier that no route pays. */
    volatile String unreached = "";

    @Override
    public Optional<CarrierConnector> to(String carrier) {
      return carrier.equals(unreached) ? Optional.empty() : Optional.of(this);
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
      paid.add(request.reference());
      return new Done("c-" + request.reference(), null, 1);
    }

    @Override
    public LookUpAnswer find(TopUp request) {
      return paid.contains(request.reference())
          ? new Done("c-" + request.reference(), null, 1)
          : new NotFound();
    }

    @Override
    public ReadAnswer read(String carrier, String msisdn) {
      return new NotFound();
    }
  }

  /** Paths that fail on purpose; found with the rest of the application. */
  @Hidden
  @RestController
  static final class Failing {

    @GetMapping("/api/v1/failing/{how}")
    String fail(@PathVariable String how) {
      return switch (how) {
        case "unforeseen" ->
            throw new IllegalStateException("the number 12125550100 is in this message");
        case "error" -> throw new StackOverflowError("the number 12125550100 is in this one too");
        case "forbidden" -> throw new AccessDeniedException("no");
        default -> how;
      };
    }
  }

  /** An answer, its body read. */
  record Answer(int status, JsonNode body, HttpResponse<String> whole) {

    String text(String pointer) {
      return body.at(pointer).asString();
    }

    String header(String name) {
      return whole.headers().firstValue(name).orElse("");
    }
  }

  final TestDatabase database;
  final Carrier carrier = new Carrier();

  /** The same whenever the tests run; no day begins meanwhile, here or where the carriers are. */
  final TestClock clock = new TestClock("2026-11-25T15:00:00Z");

  final ConfigurableApplicationContext context;
  final int port;
  final Account account;
  final String token;
  final Account other;
  final String otherToken;
  private final HttpClient http = HttpClient.newHttpClient();
  private final JsonMapper json = JsonMapper.builder().build();
  private final StoredLines stored;
  private int numbers = 100;

  ApiServer() {
    this(TestDatabase.create());
  }

  /**
   * @param database closed with the server
   * @param settings as on a command line
   */
  ApiServer(TestDatabase database, String... settings) {
    this.database = database;
    this.stored =
        new StoredLines(
            database.dataSource(), database.seal(), new IdAllocator(database.dataSource()));
    ApplicationContextInitializer<GenericApplicationContext> replacements =
        context -> {
          context.registerBean(
              "testRoutes", Routes.class, () -> carrier, definition -> definition.setPrimary(true));
          context.registerBean(
              "testClock", Clock.class, () -> clock, definition -> definition.setPrimary(true));
          context.registerBean("database", Database.class, this::opened);
        };
    context =
        new SpringApplicationBuilder(EverlineApplication.class)
            .web(WebApplicationType.SERVLET)
            .bannerMode(Banner.Mode.OFF)
            .initializers(replacements)
            .logStartupInfo(false)
            .run(
                Stream.concat(
                        Stream.of(
                            "--server.port=0",
                            "--spring.main.allow-bean-definition-overriding=true"),
                        Stream.of(settings))
                    .toArray(String[]::new));
    port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    Accounts accounts = context.getBean(Accounts.class);
    account = accounts.open("A household", "America/New_York", "TX");
    other = accounts.open("Another household", "America/New_York", null);
    token = context.getBean(ApiTokens.class).create(account.id(), "test", null);
    otherToken = context.getBean(ApiTokens.class).create(other.id(), "test", null);
  }

  private Database opened() {
    return Database.open(database.settings(16));
  }

  /** A line of the account on a plan of the catalog, its brand confirmed. */
  LineId line(AccountId owner, String carrierId, String plan, LocalDate validUntil) {
    return stored.add(
        owner,
        aLine()
            .number("1212555%04d".formatted(numbers++))
            .with(carrierId)
            .plan(plan)
            .expiring(validUntil)
            .renewedByHand()
            .added(clock.instant()));
  }

  Answer get(String path) {
    return send("GET", path, token, null, Map.of());
  }

  Answer post(String path, @Nullable String body) {
    return send("POST", path, token, body, Map.of());
  }

  Answer post(String path, String key, String body) {
    return send("POST", path, token, body, Map.of("Idempotency-Key", key));
  }

  Answer send(
      String method,
      String path,
      @Nullable String bearer,
      @Nullable String body,
      Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofMinutes(2))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (bearer != null) {
      request.header("Authorization", "Bearer " + bearer);
    }
    if (body != null && !headers.containsKey("Content-Type")) {
      request.header("Content-Type", "application/json");
    }
    headers.forEach(request::header);
    try {
      HttpResponse<String> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      JsonNode read = answer.body().isEmpty() ? json.nullNode() : json.readTree(answer.body());
      return new Answer(answer.statusCode(), read, answer);
    } catch (IOException failure) {
      throw new IllegalStateException(method + " " + path, failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  /** Today where the first market's carriers count. */
  LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneId.of("America/New_York"));
  }

  @Override
  public void close() {
    context.close();
    http.close();
    database.close();
  }
}
