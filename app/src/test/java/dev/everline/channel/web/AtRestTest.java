package dev.everline.channel.web;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.everline.TestCarrier;
import dev.everline.account.Account;
import dev.everline.account.ApiTokens;
import dev.everline.account.Role;
import dev.everline.catalog.Plan;
import dev.everline.channel.web.Browser.Page;
import dev.everline.fleet.Job;
import dev.everline.fleet.Jobs;
import dev.everline.kernel.Money;
import dev.everline.line.Line;
import dev.everline.line.LineService;
import dev.everline.line.imports.ImportProgress;
import dev.everline.line.imports.ImportSource;
import dev.everline.line.imports.LineImport;
import dev.everline.notice.Notices;
import dev.everline.payment.Wallet;
import dev.everline.renewal.OrderDesk;
import dev.everline.renewal.engine.Heartbeat;
import dev.everline.storage.Dump;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** After a full life of an account, neither the database nor the log tells whose it is. */
class AtRestTest {

  private static final String SIM = "8901260123456789012";
  private static final String NEW_SIM = "8901260123456789020";

  private final Queue<String> log = new ConcurrentLinkedQueue<>();
  private final AppenderBase<ILoggingEvent> listening =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          log.add(
              event.getFormattedMessage()
                  + event.getMDCPropertyMap()
                  + (event.getThrowableProxy() == null
                      ? ""
                      : ThrowableProxyUtil.asString(event.getThrowableProxy())));
        }
      };

  private PortalServer server;

  @BeforeEach
  void listen() {
    server = new PortalServer();
    listening.start();
    root().addAppender(listening);
    logger("dev.everline").setLevel(Level.DEBUG);
    logger("org.springframework").setLevel(Level.DEBUG);
  }

  @AfterEach
  void stop() {
    logger("dev.everline").setLevel(null);
    logger("org.springframework").setLevel(null);
    root().detachAppender(listening);
    server.close();
  }

  private static Logger root() {
    return logger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  private static Logger logger(String name) {
    return (Logger) LoggerFactory.getLogger(name);
  }

  private int call(String token, String path, String key, String body) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                  .header("Authorization", "Bearer " + token)
                  .header("Content-Type", "application/json")
                  .header("Idempotency-Key", key)
                  .POST(HttpRequest.BodyPublishers.ofString(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .statusCode();
    }
  }

  @Test
  void noNumberNameLabelOrSecretIsReadable() throws Exception {
    Account account =
        server
            .get(dev.everline.account.Accounts.class)
            .open("The Rivera family", "America/New_York", "TX");
    Plan plan = server.plan(account.id());
    Browser owner = server.member(account.id(), Role.OWNER);
    owner.headers.put("User-Agent", "Mozilla/5.0 (Macintosh) Firefox/140.0");
    owner.signIn(PortalServer.PASSWORD);
    owner.signIn("a wrong password, mistyped");
    server.get(Wallet.class).deposit(account.id(), Money.usd(900_00));
    imports(account, plan);
    List<String> secrets = new ArrayList<>(lifeInThePortal(owner, account, plan));
    secrets.add(lifeOverTheApi(account, plan));
    for (TestCarrier.Mood mood :
        List.of(TestCarrier.Mood.WILLING, TestCarrier.Mood.REFUSING, TestCarrier.Mood.SILENT)) {
      server.carrier.mood = mood;
      server.clock.move(Duration.ofDays(20));
      server.get(Heartbeat.class).beat();
    }
    assertThat(server.get(OrderDesk.class).orders(account.id(), null, 100)).isNotEmpty();
    assertThat(server.get(Notices.class).list(account.id(), false, 100)).isNotEmpty();

    List<String> personal =
        List.of(
            "2125550142",
            "2125550143",
            "2125550144",
            "212-555",
            SIM,
            NEW_SIM,
            "grandmother",
            "in the drawer",
            "奶奶",
            "rivera",
            owner.name,
            "my laptop",
            "lakeside",
            "firefox");
    assertThat(Dump.columnsWith(server.database, personal)).isEmpty();
    assertThat(Dump.columnsWith(server.database, secrets)).isEmpty();
    try (Stream<Path> uploads = Files.list(server.uploads())) {
      List<Path> files = uploads.toList();
      assertThat(files).isNotEmpty();
      for (Path file : files) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .doesNotContain("2125550142");
      }
    }
    assertThat(secrets).allMatch(secret -> secret.length() > 10);
    assertThat(log).isNotEmpty();
    for (String entry : log) {
      assertThat(entry).doesNotContainIgnoringCase(personal.toArray(String[]::new));
      assertThat(entry).doesNotContain(secrets.toArray(String[]::new));
    }
  }

  private void imports(Account account, Plan plan) throws IOException {
    String file =
        """
        number,iccid,label,tags,carrier,plan,valid_until,auto_renew,brand_confirmed
        +1 212-555-0142,%1$s,Grandmother 奶奶,Lakeside;home,%2$s,%3$s,%4$s,yes,yes
        2125550143,,Rivera the elder,Lakeside,%2$s,%3$s,%4$s,yes,yes
        """
            .formatted(SIM, plan.carrier(), plan.id(), server.today().plusDays(3));
    for (String version :
        List.of(
            file,
            file.replace(SIM, NEW_SIM)
                .replace("elder", "younger")
                .replace(",Lakeside,", ",Lakeside school,"))) {
      try (ImportSource source =
          ImportSource.of(
              new java.io.ByteArrayInputStream(version.getBytes(StandardCharsets.UTF_8)),
              server.clock.instant())) {
        server
            .get(LineImport.class)
            .run(account.id(), source, false, (row, column, why) -> {}, ImportProgress.NONE);
      }
      server.clock.move(Duration.ofSeconds(5));
    }
    Line line = server.get(LineService.class).get(account.id(), "2125550142");
    assertThat(line.iccid()).isEqualTo(NEW_SIM);
    assertThat(line.tags()).containsExactly("Lakeside", "home");
    Line other = server.get(LineService.class).get(account.id(), "2125550143");
    assertThat(other.label()).isEqualTo("Rivera the younger");
    assertThat(other.tags()).containsExactly("Lakeside school");
  }

  /** Gives the secrets that were used. */
  private List<String> lifeInThePortal(Browser owner, Account account, Plan plan) {
    owner.post("/settings/codes/offer", Map.of());
    Matcher seed =
        Pattern.compile("<code>([A-Z2-7]{32})</code>").matcher(owner.get("/settings/codes").text());
    assertThat(seed.find()).isTrue();
    assertThat(
            owner
                .post(
                    "/lines/new",
                    Map.of(
                        "number", "212-555-0144",
                        "carrier", plan.carrier(),
                        "label", "Grandmother again"))
                .status())
        .isEqualTo(303);
    Line line = server.get(LineService.class).get(account.id(), "2125550142");
    owner.get("/lines/" + line.id());
    assertThat(
            owner
                .post(
                    "/lines/" + line.id() + "/notes", Map.of("note", "Her SIM lies in the drawer"))
                .status())
        .isEqualTo(303);
    Page renewing = owner.get("/lines/" + line.id() + "/renew");
    owner.post(
        "/lines/" + line.id() + "/renew",
        Map.of("choice", "whole-1", "key", renewing.field("key")));
    owner.get("/lines/new");
    Jobs jobs = server.get(Jobs.class);
    Job job = jobs.prepare(account.id(), Job.Act.TAG, "Lakeside too", List.of(line.id()));
    jobs.work(job.id(), () -> false);
    jobs.confirm(job);
    jobs.work(job.id(), () -> false);
    assertThat(server.get(LineService.class).get(account.id(), line.id().toString()).tags())
        .containsExactly("Lakeside", "home", "Lakeside too");
    byte[] file = "number,carrier\n2125550142,mint\n".getBytes(StandardCharsets.UTF_8);
    assertThat(owner.postFile("/lines/import", "Grandmother.csv", file).status()).isEqualTo(303);
    return List.of(
        PortalServer.PASSWORD,
        "a wrong password, mistyped",
        seed.group(1),
        owner.cookie("everline"));
  }

  /** Gives the secret that was used. */
  private String lifeOverTheApi(Account account, Plan plan) throws Exception {
    String token = server.get(ApiTokens.class).create(account.id(), "my laptop", null);
    Line line = server.get(LineService.class).get(account.id(), "2125550143");
    for (int i = 0; i < 2; i++) {
      assertThat(
              call(
                  token,
                  "/api/v1/lines/" + line.id() + "/orders",
                  "key-7",
                  "{\"kind\": \"WHOLE_PERIOD\"}"))
          .isLessThan(300);
      assertThat(
              call(
                  token,
                  "/api/v1/wallet/deposits",
                  "key-8",
                  "{\"amount\": {\"amount\": \"10.00\", \"currency\": \"USD\"}}"))
          .isLessThan(300);
      // The second time the account has the number: refused without repeating it.
      assertThat(
              call(
                  token,
                  "/api/v1/lines",
                  "key-9",
                  "{\"number\": \"2125550145\", \"carrier\": \"%s\"}".formatted(plan.carrier())))
          .isLessThan(500);
    }
    return token.substring(token.indexOf('.') + 1);
  }
}
