package dev.everline.channel.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.account.Account;
import dev.everline.account.Role;
import dev.everline.catalog.Plan;
import dev.everline.channel.web.Browser.Page;
import dev.everline.fleet.Job;
import dev.everline.fleet.Jobs;
import dev.everline.fleet.Upload;
import dev.everline.fleet.Uploads;
import dev.everline.kernel.LineId;
import dev.everline.kernel.MemberId;
import dev.everline.kernel.Money;
import dev.everline.line.LineNotes;
import dev.everline.payment.Wallet;
import dev.everline.renewal.Order;
import dev.everline.renewal.Renewals;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Walks every page of the portal as everybody: nobody, each role, and another account's owner. A
 * page without a rule fails here, and is closed to all.
 */
class AuthorisationTest {

  /** After these a browser can't go on as before; anybody who is signed in may ask for them. */
  private static final List<String> SPOIL_THE_WALK =
      List.of("/sign-out", "/settings/careful/start");

  private static PortalServer server;
  private static Account account;
  private static Plan plan;
  private static Browser owner;
  private static Browser manager;
  private static Browser viewer;
  private static Browser stranger;
  private static Browser operator;

  /** A page by its method and the pattern of its path. */
  private record Route(HttpMethod method, String pattern) {}

  @BeforeAll
  static void start() {
    server = new PortalServer();
    account = server.account();
    plan = server.plan(account.id());
    owner = server.member(account.id(), Role.OWNER);
    manager = server.member(account.id(), Role.MANAGER);
    viewer = server.member(account.id(), Role.VIEWER);
    operator = server.operator();
    stranger = server.member(server.account().id(), Role.OWNER);
    server.get(Wallet.class).deposit(account.id(), Money.usd(500_00));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    server
        .get(RequestMappingHandlerMapping.class)
        .getHandlerMethods()
        .forEach(
            (mapping, handler) -> {
              if (handler
                  .getBeanType()
                  .getPackageName()
                  .equals(PortalRules.class.getPackageName())) {
                for (String pattern : mapping.getPatternValues()) {
                  for (RequestMethod method : mapping.getMethodsCondition().getMethods()) {
                    routes.add(new Route(method.asHttpMethod(), pattern));
                  }
                }
              }
            });
    return routes;
  }

  private static PortalRules.Access access(Route route) {
    String path = route.pattern().replaceAll("\\{[^}]*}", "x");
    return PortalRules.ruleFor(route.method(), path)
        .orElseThrow(() -> new AssertionError("no rule for " + route))
        .access();
  }

  /** The things of the account that a path can name; new ones for each asker. */
  private static String path(String pattern) {
    LineId line = server.line(account.id(), plan, server.today().plusDays(3));
    String path = pattern.replace("{line}", line.toString());
    if (path.contains("{order}")) {
      Order order =
          server
              .get(Renewals.class)
              .renew(account.id(), line, Renewals.Wish.wholePeriods(1), null, "cli");
      path = path.replace("{order}", order.id().toString());
    }
    if (path.contains("{job}")) {
      Job job = server.get(Jobs.class).prepare(account.id(), Job.Act.PAUSE, "", List.of(line));
      path = path.replace("{job}", job.id().toString());
    }
    if (path.contains("{upload}")) {
      byte[] file = "number,carrier\n2125550100,mint\n".getBytes(StandardCharsets.UTF_8);
      Uploads uploads = server.get(Uploads.class);
      // An account has only so many waiting.
      uploads.waiting(account.id()).forEach(uploads::giveUp);
      Upload upload = uploads.receive(account.id(), "lines.csv", new ByteArrayInputStream(file));
      path = path.replace("{upload}", upload.id().toString());
    }
    path = path.replace("{carrier}", plan.carrier()).replace("{provider}", "none");
    path = path.replace("{account}", account.id().toString());
    path = one(path, "{session}", "/settings/sessions/(ss_[^/]+)/end");
    path = one(path, "{invitation}", "/settings/invitations/(iv_[^/]+)/end");
    path = one(path, "{member}", "/settings/members/(mb_[^/]+)/role");
    if (path.contains("{device}")) {
      owner.post("/settings/app/devices", server.subscription(server.subscriber()));
      String page = owner.get("/settings/app").text();
      path =
          path.replace(
              "{device}",
              Pattern.compile("/settings/app/devices/(dv_[^/]+)/end")
                  .matcher(page)
                  .results()
                  .map(match -> match.group(1))
                  .findFirst()
                  .orElseThrow());
    }
    if (path.contains("{note}")) {
      LineNotes.Note note =
          server
              .get(LineNotes.class)
              .add(account.id(), line, new MemberId(account.id().value()), "a note");
      path = path.replace("{note}", note.id().toString());
    }
    if (path.contains("{place}")) {
      String devices = owner.get("/settings/devices").text();
      path =
          path.replace(
              "{place}",
              Pattern.compile("/settings/devices/([0-9a-f]+)/forget")
                  .matcher(devices)
                  .results()
                  .map(match -> match.group(1))
                  .findFirst()
                  .orElseThrow());
    }
    if (path.contains("{passkey}")) {
      path = path.replace("{passkey}", passkey());
    }
    return one(path, "{token}", "/settings/tokens/(tk_[^/]+)/end");
  }

  private static String one(String path, String variable, String found) {
    if (!path.contains(variable)) {
      return path;
    }
    owner.post("/settings/invitations", Map.of("role", "VIEWER"));
    owner.post("/settings/tokens", Map.of("name", "walk", "days", "1"));
    server.member(account.id(), Role.VIEWER);
    Browser elsewhere = server.browser();
    elsewhere.name = owner.name;
    elsewhere.signIn(PortalServer.PASSWORD);
    // The newest: those who walk are older, and stay.
    List<String> all =
        Pattern.compile(found)
            .matcher(owner.get("/settings").text())
            .results()
            .map(match -> match.group(1))
            .toList();
    return path.replace(variable, all.getLast());
  }

  private static String passkey() {
    String asked = owner.post("/settings/passkeys/options", Map.of()).text();
    String answer = new Authenticator().make(asked, "http://127.0.0.1:" + server.port());
    owner.post("/settings/passkeys", Map.of("passkey", answer, "name", "walk"));
    return Pattern.compile("/settings/passkeys/(pk_[^/]+)/rename")
        .matcher(owner.get("/settings/passkeys").text())
        .results()
        .map(match -> match.group(1))
        .reduce((earlier, later) -> later)
        .orElseThrow();
  }

  private static Page ask(Browser who, Route route, String path) {
    return route.method().equals(HttpMethod.GET) ? who.get(path) : who.post(path, form());
  }

  /** Fields that any of the forms has; each takes those it knows. */
  private static Map<String, String> form() {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("name", "walker");
    form.put("password", "not the password");
    form.put("code", "AAAA");
    form.put("language", "en");
    form.put("number", "12");
    form.put("carrier", "none");
    form.put("choice", "whole-1");
    form.put("key", "walk-" + form.hashCode());
    form.put("present", "not the password");
    form.put("wanted", "short");
    form.put("role", "VIEWER");
    return form;
  }

  @Test
  void everyPageHasARule() {
    assertThat(routes()).hasSizeGreaterThan(40);
    routes().forEach(AuthorisationTest::access);
  }

  @Test
  void nobodySeesWhatIsForMembers() {
    for (Route route : routes()) {
      if (access(route) instanceof PortalRules.Access.Everybody) {
        continue;
      }
      Page page = ask(server.browser(), route, path(route.pattern()));
      assertThat(page.status()).as(route.toString()).isEqualTo(303);
      assertThat(page.location()).as(route.toString()).startsWith("/sign-in");
      assertThat(page.text()).as(route.toString()).isEmpty();
    }
  }

  @Test
  void aRoleMayWhatItsRuleSaysAndNothingMore() {
    Map<Role, Browser> browsers =
        Map.of(
            Role.VIEWER, viewer,
            Role.MANAGER, manager,
            Role.OWNER, owner,
            Role.OPERATOR, operator);
    for (Route route : routes()) {
      if (!(access(route) instanceof PortalRules.Access.Members needed)
          || SPOIL_THE_WALK.contains(route.pattern())) {
        continue;
      }
      browsers.forEach(
          (role, browser) -> {
            Page page = ask(browser, route, path(route.pattern()));
            boolean may = role.mayWhatNeeds(needed.role());
            if (role == Role.OPERATOR && route.pattern().equals("/")) {
              // Sent to what is his first page, and shown nothing.
              assertThat(page.location()).isEqualTo("/console");
              assertThat(page.text()).isEmpty();
              return;
            }
            boolean refused =
                page.status() == 403 && page.text().contains("Your role doesn't allow this");
            assertThat(refused).as(role + " " + route + " " + page.status()).isEqualTo(!may);
            assertThat(page.status()).as(role + " " + route).isLessThan(500);
          });
    }
  }

  @Test
  void everybodyWhoIsSignedInLooksAfterHisOwnSignIn() {
    List<Route> own =
        routes().stream()
            .filter(route -> access(route) instanceof PortalRules.Access.SignedIn)
            .filter(route -> !route.pattern().equals("/sign-out"))
            .toList();
    assertThat(own).hasSizeGreaterThan(5);
    for (Browser browser : List.of(viewer, operator)) {
      for (Route route : own) {
        Page page = ask(browser, route, path(route.pattern()));
        assertThat(page.text())
            .as(browser.name + " " + route)
            .doesNotContain("Your role doesn't allow this");
      }
    }
  }

  @Test
  void anotherAccountsThingsAreAsIfTheyWereNotThere() {
    for (Route route : routes()) {
      if (!route.pattern().contains("{")
          || route.pattern().contains("{carrier}")
          || access(route).equals(new PortalRules.Access.Members(Role.OPERATOR))) {
        continue;
      }
      Page page = ask(stranger, route, path(route.pattern()));
      assertThat(page.status()).as(route.toString()).isEqualTo(404);
    }
  }

  @Test
  void whatAnotherAccountHasIsOnNoPage() {
    LineId line = server.line(account.id(), plan, server.today().minusDays(1));
    for (Route route : routes()) {
      if (route.method().equals(HttpMethod.GET) && !route.pattern().contains("{")) {
        assertThat(stranger.get(route.pattern()).text())
            .as(route.toString())
            .doesNotContain(line.toString())
            .doesNotContain(owner.name + "<");
      }
    }
  }
}
