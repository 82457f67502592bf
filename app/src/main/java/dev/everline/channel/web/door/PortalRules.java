package dev.everline.channel.web.door;

import dev.everline.account.Sessions;
import dev.everline.channel.web.door.PageAccess.Audience;
import dev.everline.channel.web.door.PageAccess.Rule;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;

/** Who may ask for what: the rules that all rooms declare. What has no rule is for nobody. */
public final class PortalRules implements AuthorizationManager<RequestAuthorizationContext> {

  private final List<Rule> rules;

  /**
   * @throws IllegalStateException when two rules are for the same page, of which one would be
   *     overlooked
   */
  PortalRules(List<PageAccess> rooms) {
    // The most specific path first, as the pages themselves are found.
    rules =
        rooms.stream()
            .flatMap(room -> room.rules().stream())
            .sorted(Comparator.comparing(Rule::path))
            .toList();
    Set<String> pages = new HashSet<>();
    for (Rule rule : rules) {
      String page = rule.method() + " " + rule.path();
      if (!pages.add(page)) {
        throw new IllegalStateException("there are two rules for " + page);
      }
    }
  }

  /** The rule for a request, or empty: then there is no such page. */
  public Optional<Rule> ruleFor(HttpMethod method, String path) {
    PathContainer at = PathContainer.parsePath(path);
    return rules.stream().filter(rule -> rule.fits(method, at)).findFirst();
  }

  public Optional<Rule> ruleFor(HttpServletRequest request) {
    return ruleFor(
        HttpMethod.valueOf(request.getMethod()),
        request.getRequestURI().substring(request.getContextPath().length()));
  }

  /** A page of ours, or the first one: nobody is sent to another site from here. */
  public String local(String address) {
    int query = address.indexOf('?');
    String path = query < 0 ? address : address.substring(0, query);
    boolean ours =
        path.startsWith("/")
            && !path.startsWith("//")
            && address.chars().allMatch(c -> c > ' ' && c < 127 && c != '\\' && c != '#')
            && ruleFor(HttpMethod.GET, path).isPresent();
    return ours ? address : "/";
  }

  @Override
  public AuthorizationResult authorize(
      Supplier<? extends @Nullable Authentication> authentication,
      RequestAuthorizationContext context) {
    Authentication who = authentication.get();
    Sessions.Session session =
        who != null && who.getPrincipal() instanceof Sessions.Session known ? known : null;
    return new AuthorizationDecision(
        ruleFor(context.getRequest()).map(rule -> admits(rule.audience(), session)).orElse(false));
  }

  private static boolean admits(Audience audience, Sessions.@Nullable Session session) {
    return switch (audience) {
      case Audience.Everybody any -> true;
      case Audience.CodeOwed owed ->
          session != null && session.stage() == Sessions.Stage.CODE_NEEDED;
      case Audience.SignedIn any -> session != null && session.stage() == Sessions.Stage.SIGNED_IN;
      case Audience.Members members ->
          session != null
              && session.stage() == Sessions.Stage.SIGNED_IN
              && session.member().role().mayWhatNeeds(members.role());
    };
  }
}
