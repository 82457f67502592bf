package dev.everline.channel.web.signin;

import dev.everline.account.AuditTrail;
import dev.everline.account.AuditTrail.Act;
import dev.everline.account.Caller;
import dev.everline.account.Providers;
import dev.everline.account.SignIn;
import dev.everline.channel.web.door.Callers;
import dev.everline.channel.web.door.PortalRules;
import dev.everline.channel.web.frame.Cookies;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.PortalAddress;
import dev.everline.channel.web.frame.Refusal;
import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.Visit;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** Signing in by an account elsewhere, and linking one to oneself; where any is configured. */
@ServesPages
final class ProviderPages {

  private static final Duration STATE_LIFE = Duration.ofMinutes(10);

  private final Providers providers;
  private final SignIn signIn;
  private final SignInPages doors;
  private final JoinPages joining;
  private final AuditTrail audit;
  private final PortalRules rules;
  private final Callers callers;
  private final PortalAddress address;
  private final Pages pages;

  ProviderPages(
      Providers providers,
      SignIn signIn,
      SignInPages doors,
      JoinPages joining,
      AuditTrail audit,
      PortalRules rules,
      Callers callers,
      PortalAddress address,
      Pages pages) {
    this.providers = providers;
    this.signIn = signIn;
    this.doors = doors;
    this.joining = joining;
    this.audit = audit;
    this.rules = rules;
    this.callers = callers;
    this.address = address;
    this.pages = pages;
  }

  /**
   * What the browser keeps while its member is at the provider's.
   *
   * @param state that it brings back
   * @param joins whether somebody is to become a member
   * @param next where to go afterwards, as the browser gives it back
   */
  private record Trip(String state, boolean joins, String next) {

    private static final String JOINS = ".join.";

    String text() {
      byte[] place = next.getBytes(StandardCharsets.UTF_8);
      return state
          + (joins ? JOINS : ".")
          + Base64.getUrlEncoder().withoutPadding().encodeToString(place);
    }

    /** Empty when it isn't one of ours. */
    static Optional<Trip> of(String text) {
      int dot = text.indexOf('.');
      int last = text.lastIndexOf('.');
      if (dot < 0) {
        return Optional.empty();
      }
      try {
        byte[] place = Base64.getUrlDecoder().decode(text.substring(last + 1));
        String next = new String(place, StandardCharsets.UTF_8);
        boolean joins = text.substring(dot, last + 1).equals(JOINS);
        return Optional.of(new Trip(text.substring(0, dot), joins, next));
      } catch (IllegalArgumentException notOurs) {
        return Optional.empty();
      }
    }
  }

  /**
   * @param to the provider's own page, or null when it went wrong
   * @param refusal null where nothing is refused
   */
  record ProviderPage(String name, @Nullable String to, @Nullable Refusal refusal) {}

  @GetMapping("/sign-in/with/{provider}")
  View begin(
      Visit visit,
      @PathVariable String provider,
      @RequestParam(defaultValue = "/") String next,
      HttpServletRequest request,
      HttpServletResponse response) {
    return begin(visit, provider, false, rules.local(next), request, response);
  }

  /** Somebody has the code of an invitation, and an account elsewhere to join by. */
  @GetMapping("/join/with/{provider}")
  View beginJoin(
      Visit visit,
      @PathVariable String provider,
      HttpServletRequest request,
      HttpServletResponse response) {
    return begin(visit, provider, true, "/", request, response);
  }

  private View begin(
      Visit visit,
      String provider,
      boolean joins,
      String next,
      HttpServletRequest request,
      HttpServletResponse response) {
    URI callback = callback(request, provider);
    Optional<Duration> blocked = signIn.blockedFromAsking(callers.of(request, response, false));
    if (blocked.isPresent()) {
      return doors.tooMany(visit, blocked.get());
    }
    try {
      Providers.Begun begun =
          joins
              ? providers.beginJoin(provider, callback)
              : providers.beginSignIn(provider, callback);
      remember(request, response, new Trip(begun.state(), joins, next));
      return (model, asked, answer) -> {
        answer.setStatus(HttpStatus.SEE_OTHER.value());
        answer.setHeader(HttpHeaders.LOCATION, begun.to().toString());
      };
    } catch (ProblemException refused) {
      return refused(visit, provider, refused);
    }
  }

  /**
   * By a link on a page of its own: browsers don't let a form lead to another site, and without a
   * form another site could link its own account to the member.
   */
  @PostMapping("/settings/providers/{provider}/link")
  View beginLink(
      Visit visit,
      @PathVariable String provider,
      HttpServletRequest request,
      HttpServletResponse response) {
    URI callback = callback(request, provider);
    try {
      Providers.Begun begun = providers.beginLink(provider, visit.member().id(), callback);
      remember(request, response, new Trip(begun.state(), false, "/settings/passkeys"));
      return pages.show(
          "signin/provider", visit, new ProviderPage(name(provider), begun.to().toString(), null));
    } catch (ProblemException refused) {
      return refused(visit, provider, refused);
    }
  }

  private static void remember(
      HttpServletRequest request, HttpServletResponse response, Trip trip) {
    Cookies.write(request, response, Cookies.PROVIDER, trip.text(), STATE_LIFE);
  }

  /** The browser comes back: to sign in, or, when somebody is signed in, to link. */
  @GetMapping("/sign-in/with/{provider}/back")
  View back(
      Visit visit,
      @PathVariable String provider,
      @RequestParam(defaultValue = "") String state,
      @RequestParam(defaultValue = "") String code,
      HttpServletRequest request,
      HttpServletResponse response) {
    Trip trip =
        Cookies.read(request, Cookies.PROVIDER)
            .flatMap(Trip::of)
            .filter(sent -> sent.state().equals(state))
            .orElse(null);
    Cookies.delete(request, response, Cookies.PROVIDER);
    if (trip == null) {
      return refused(visit, provider, HttpStatus.FORBIDDEN, "provider.refused");
    }
    URI callback = callback(request, provider);
    try {
      if (visit.isSignedIn()) {
        providers.cameToLink(provider, visit.member().id(), state, code, callback);
        audit.add(visit.accountId(), visit.member(), Act.PROVIDER_LINKED, provider);
        return Pages.to(rules.local(trip.next()));
      }
      if (trip.joins()) {
        return joining.form(visit, providers.cameToJoin(provider, state, code, callback));
      }
      Caller caller = callers.of(request, response, false);
      if (signIn.withProvider(provider, state, code, callback, caller)
          instanceof SignIn.SignedIn done) {
        audit.add(
            done.member().account(), done.member(), Act.SIGNED_IN, done.member().id().toString());
        doors.enter(done, caller, request, response);
        return Pages.to(rules.local(trip.next()));
      }
      return refused(visit, provider, HttpStatus.FORBIDDEN, "provider.unknown");
    } catch (ProblemException refused) {
      return refused(visit, provider, refused);
    }
  }

  private View refused(Visit visit, String provider, ProblemException refused) {
    String said =
        switch (refused.type()) {
          case CONFLICT -> "provider.taken";
          case FORBIDDEN -> "provider.refused";
          case UNAVAILABLE -> "provider.unreachable";
          default -> throw refused;
        };
    return refused(visit, provider, HttpStatus.valueOf(refused.type().httpStatus()), said);
  }

  private View refused(Visit visit, String provider, HttpStatus status, String said) {
    return pages.show(
        status,
        "signin/provider",
        visit,
        new ProviderPage(name(provider), null, Refusal.of(visit, said, name(provider))));
  }

  @PostMapping("/settings/providers/{provider}/unlink")
  View unlink(Visit visit, @PathVariable String provider) {
    try {
      providers.unlink(visit.member().id(), provider);
    } catch (ProblemException refused) {
      if (refused.type() != ProblemType.CONFLICT) {
        throw refused;
      }
      return refused(visit, provider, HttpStatus.CONFLICT, "provider.last-way");
    }
    audit.add(visit.accountId(), visit.member(), Act.PROVIDER_UNLINKED, provider);
    return Pages.to("/settings/passkeys");
  }

  private String name(String provider) {
    return providers.configured().stream()
        .filter(one -> one.id().equals(provider))
        .findFirst()
        .map(Providers.Provider::name)
        .orElseThrow(
            () -> new ProblemException(ProblemType.NOT_FOUND, "There is no such provider."));
  }

  private URI callback(HttpServletRequest request, String provider) {
    // Asked for before it is known whether there is one: a name of ours is plain, others aren't.
    name(provider);
    return URI.create(address.site(request).origin() + "/sign-in/with/" + provider + "/back");
  }
}
