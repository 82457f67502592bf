package dev.everline.channel.web.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.account.Account;
import dev.everline.account.Role;
import dev.everline.catalog.Plan;
import dev.everline.channel.web.Browser;
import dev.everline.channel.web.Browser.Page;
import dev.everline.channel.web.EveryDoorTest;
import dev.everline.channel.web.PortalServer;
import dev.everline.channel.web.Things;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.payment.Wallet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Walks every page of the portal as each role, with things that are there. A page without a rule
 * fails here, and is closed to all. {@link EveryDoorTest} walks with every other credential.
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
  private static Things things;

  /** A page by its method and the pattern of its path. */
  private record Route(HttpMethod method, String pattern) {}

  @BeforeAll
  static void start() {
    server = PortalServer.shared();
    account = server.account();
    plan = server.plan(account.id());
    owner = server.member(account.id(), Role.OWNER);
    manager = server.member(account.id(), Role.MANAGER);
    viewer = server.member(account.id(), Role.VIEWER);
    operator = server.operator();
    stranger = server.member(server.account().id(), Role.OWNER);
    things = new Things(server, account, plan, owner);
    server.get(Wallet.class).deposit(account.id(), Money.usd(500_00));
  }

  private static List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    server
        .get(RequestMappingHandlerMapping.class)
        .getHandlerMethods()
        .forEach(
            (mapping, handler) -> {
              if (handler.getBeanType().getPackageName().startsWith("dev.everline.channel.web.")) {
                for (String pattern : mapping.getPatternValues()) {
                  for (RequestMethod method : mapping.getMethodsCondition().getMethods()) {
                    routes.add(new Route(method.asHttpMethod(), pattern));
                  }
                }
              }
            });
    return routes;
  }

  private static PageAccess.Audience audience(Route route) {
    String path = route.pattern().replaceAll("\\{[^}]*}", "x");
    return server
        .get(PortalRules.class)
        .ruleFor(route.method(), path)
        .orElseThrow(() -> new AssertionError("no rule for " + route))
        .audience();
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
    routes().forEach(AuthorisationTest::audience);
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
      if (!(audience(route) instanceof PageAccess.Audience.Members needed)
          || SPOIL_THE_WALK.contains(route.pattern())) {
        continue;
      }
      browsers.forEach(
          (role, browser) -> {
            Page page = ask(browser, route, things.path(route.pattern()));
            boolean may = role.mayWhatNeeds(needed.role());
            if (role == Role.OPERATOR && route.pattern().equals("/")) {
              // Sent to their first page, and shown nothing.
              assertThat(page.location()).isEqualTo("/console");
              assertThat(page.text()).isEmpty();
              return;
            }
            boolean refused =
                page.status() == 403
                    && (page.text().contains("Your role doesn’t allow this")
                        || page.text().contains(EveryDoorTest.OPERATORS_ONLY));
            assertThat(refused).as(role + " " + route + " " + page.status()).isEqualTo(!may);
            assertThat(page.status()).as(role + " " + route).isLessThan(500);
          });
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
