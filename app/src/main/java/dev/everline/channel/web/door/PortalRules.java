package dev.everline.channel.web.door;

import dev.everline.account.Role;
import dev.everline.account.Sessions;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Who may ask for what. What has no rule is for nobody, so a new page is closed until it stands
 * here. That a member sees his own account's things only is no rule of these: each service is asked
 * with his account.
 */
public final class PortalRules implements AuthorizationManager<RequestAuthorizationContext> {

  /** Whom a page is for. */
  public sealed interface Access {

    /** Also people who aren't signed in. */
    record Everybody() implements Access {}

    /** People who have given their password and still owe a code; nobody else. */
    record CodeOwed() implements Access {}

    /** Whoever is signed in, for what is about himself: operators too. */
    record SignedIn() implements Access {}

    /** Members with this role or more, or operators. */
    record Members(Role role) implements Access {}
  }

  /** The first rule that fits counts. */
  record Rule(HttpMethod method, PathPattern path, Access access) {

    boolean fits(HttpMethod asked, PathContainer at) {
      HttpMethod like = asked.equals(HttpMethod.HEAD) ? HttpMethod.GET : asked;
      return like.equals(method) && path.matches(at);
    }
  }

  private static final Access EVERYBODY = new Access.Everybody();
  private static final Access CODE_OWED = new Access.CodeOwed();
  private static final Access SIGNED_IN = new Access.SignedIn();
  private static final Access VIEWER = new Access.Members(Role.VIEWER);
  private static final Access MANAGER = new Access.Members(Role.MANAGER);
  private static final Access OWNER = new Access.Members(Role.OWNER);
  private static final Access OPERATOR = new Access.Members(Role.OPERATOR);

  private static final List<Rule> RULES =
      List.of(
          get("/portal/**", EVERYBODY),
          get("/webjars/**", EVERYBODY),
          get("/manifest.webmanifest", EVERYBODY),
          get("/sw.js", EVERYBODY),
          get("/offline", EVERYBODY),
          get("/help", EVERYBODY),
          get("/sign-in", EVERYBODY),
          post("/sign-in", EVERYBODY),
          get("/sign-in/code", CODE_OWED),
          post("/sign-in/code", CODE_OWED),
          post("/sign-in/passkey/options", EVERYBODY),
          post("/sign-in/passkey", EVERYBODY),
          get("/sign-in/with/{provider}", EVERYBODY),
          get("/sign-in/with/{provider}/back", EVERYBODY),
          get("/join", EVERYBODY),
          post("/join", EVERYBODY),
          post("/join/passkey", EVERYBODY),
          get("/join/with/{provider}", EVERYBODY),
          post("/join/by-provider", EVERYBODY),
          post("/language", EVERYBODY),
          post("/sign-out", SIGNED_IN),
          post("/step-up", SIGNED_IN),
          post("/step-up/passkey", SIGNED_IN),
          get("/", VIEWER),
          get("/lines/new", MANAGER),
          post("/lines/new", MANAGER),
          post("/lines/new/identify", MANAGER),
          post("/lines/new/scan", MANAGER),
          get("/lines", VIEWER),
          post("/lines/search", VIEWER),
          get("/lines/export.csv", VIEWER),
          get("/lines/jobs", VIEWER),
          post("/lines/jobs", MANAGER),
          get("/lines/jobs/{job}", VIEWER),
          get("/lines/jobs/{job}/lines.csv", VIEWER),
          post("/lines/jobs/{job}/confirm", MANAGER),
          post("/lines/jobs/{job}/stop", MANAGER),
          get("/lines/import", MANAGER),
          post("/lines/import", MANAGER),
          get("/lines/import/{upload}", MANAGER),
          post("/lines/import/{upload}", MANAGER),
          post("/lines/import/{upload}/run", MANAGER),
          post("/lines/import/{upload}/give-up", MANAGER),
          get("/lines/import/{upload}/rejects.csv", MANAGER),
          get("/lines/{line}", VIEWER),
          get("/lines/{line}/edit", MANAGER),
          post("/lines/{line}/edit", MANAGER),
          post("/lines/{line}/auto-renew", MANAGER),
          post("/lines/{line}/number", MANAGER),
          post("/lines/{line}/pause", MANAGER),
          post("/lines/{line}/resume", MANAGER),
          post("/lines/{line}/confirm-brand", MANAGER),
          post("/lines/{line}/notes", MANAGER),
          post("/lines/{line}/notes/{note}/remove", MANAGER),
          get("/lines/{line}/remove", OWNER),
          post("/lines/{line}/remove", OWNER),
          get("/lines/{line}/renew", MANAGER),
          post("/lines/{line}/renew", MANAGER),
          get("/orders/{order}", VIEWER),
          get("/orders/{order}/events", VIEWER),
          get("/orders/{order}/receipt", VIEWER),
          get("/orders/{order}/receipt.pdf", VIEWER),
          post("/orders/{order}/release", MANAGER),
          post("/orders/{order}/cancel", MANAGER),
          get("/share", VIEWER),
          post("/share/read", VIEWER),
          post("/share/keep", MANAGER),
          get("/money", VIEWER),
          post("/money/fill", OWNER),
          get("/money/entries.csv", VIEWER),
          get("/catalog", VIEWER),
          get("/catalog/plans", VIEWER),
          get("/catalog/compare", VIEWER),
          get("/catalog/{carrier}", VIEWER),
          get("/settings", SIGNED_IN),
          post("/settings/preferences", SIGNED_IN),
          post("/settings/zone", OWNER),
          get("/settings/app", VIEWER),
          post("/settings/app/devices", VIEWER),
          post("/settings/app/devices/seen", VIEWER),
          post("/settings/app/devices/{device}", VIEWER),
          post("/settings/app/devices/{device}/end", VIEWER),
          post("/settings/password", SIGNED_IN),
          post("/settings/password/remove", SIGNED_IN),
          get("/settings/passkeys", SIGNED_IN),
          post("/settings/passkeys/options", SIGNED_IN),
          post("/settings/passkeys", SIGNED_IN),
          post("/settings/passkeys/{passkey}/rename", SIGNED_IN),
          post("/settings/passkeys/{passkey}/remove", SIGNED_IN),
          post("/settings/providers/{provider}/link", SIGNED_IN),
          post("/settings/providers/{provider}/unlink", SIGNED_IN),
          post("/settings/careful/start", SIGNED_IN),
          post("/settings/careful/stop", SIGNED_IN),
          get("/settings/codes", SIGNED_IN),
          post("/settings/codes", SIGNED_IN),
          post("/settings/codes/offer", SIGNED_IN),
          post("/settings/codes/stop", SIGNED_IN),
          post("/settings/sessions/{session}/end", SIGNED_IN),
          get("/settings/devices", SIGNED_IN),
          post("/settings/devices/{place}/forget", SIGNED_IN),
          post("/settings/invitations", OWNER),
          post("/settings/invitations/{invitation}/end", OWNER),
          post("/settings/members/{member}/role", OWNER),
          post("/settings/members/{member}/remove", OWNER),
          post("/settings/tokens", OWNER),
          post("/settings/tokens/{token}/end", OWNER),
          get("/settings/audit", OWNER),
          get("/settings/privacy", VIEWER),
          post("/settings/privacy/export", OWNER),
          get("/settings/privacy/erase", OWNER),
          post("/settings/privacy/erase", OWNER),
          get("/erased", EVERYBODY),
          get("/console", OPERATOR),
          post("/console/survey", OPERATOR),
          post("/console/proof", OPERATOR),
          post("/console/operators/{member}/remove", OPERATOR),
          get("/console/accounts", OPERATOR),
          get("/console/accounts/{account}", OPERATOR),
          post("/console/accounts/{account}/look", OPERATOR),
          post("/console/accounts/{account}/orders/{order}/release", OPERATOR),
          post("/console/accounts/{account}/orders/{order}/cancel", OPERATOR),
          get("/console/audit", OPERATOR));

  /** The rule for a request, or empty: then there is no such page. */
  public static Optional<Rule> ruleFor(HttpMethod method, String path) {
    PathContainer at = PathContainer.parsePath(path);
    return RULES.stream().filter(rule -> rule.fits(method, at)).findFirst();
  }

  public static Optional<Rule> ruleFor(HttpServletRequest request) {
    return ruleFor(
        HttpMethod.valueOf(request.getMethod()),
        request.getRequestURI().substring(request.getContextPath().length()));
  }

  @Override
  public AuthorizationResult authorize(
      Supplier<? extends @Nullable Authentication> authentication,
      RequestAuthorizationContext context) {
    Authentication who = authentication.get();
    Sessions.Session session =
        who != null && who.getPrincipal() instanceof Sessions.Session known ? known : null;
    return new AuthorizationDecision(
        ruleFor(context.getRequest()).map(rule -> allows(rule.access(), session)).orElse(false));
  }

  private static boolean allows(Access access, Sessions.@Nullable Session session) {
    return switch (access) {
      case Access.Everybody any -> true;
      case Access.CodeOwed owed -> session != null && session.stage() == Sessions.Stage.CODE_NEEDED;
      case Access.SignedIn any -> session != null && session.stage() == Sessions.Stage.SIGNED_IN;
      case Access.Members members ->
          session != null
              && session.stage() == Sessions.Stage.SIGNED_IN
              && session.member().role().mayWhatNeeds(members.role());
    };
  }

  private static Rule get(String path, Access access) {
    return new Rule(HttpMethod.GET, PathPatternParser.defaultInstance.parse(path), access);
  }

  private static Rule post(String path, Access access) {
    return new Rule(HttpMethod.POST, PathPatternParser.defaultInstance.parse(path), access);
  }
}
